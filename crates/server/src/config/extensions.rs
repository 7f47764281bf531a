//! `[extensions]`: whom policies may have called, and by what those know that it is us.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use super::{PublicUrl, Secret};

/// The environment variable that holds the secret.
pub const SECRET_VARIABLE: &str = "PORTICO_EXTENSIONS_SECRET";
/// What a secret begins with (Standard Webhooks).
const PREFIX: &str = "whsec_";
/// How many bytes a secret has, at least and at the most (Standard Webhooks).
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// As the file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Where extensions may be: `https://hooks.example`; on this machine `http://` too. Nowhere unless said.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// A file that holds the secret, for who does not put it into [`SECRET_VARIABLE`].
    pub secret_file: Option<PathBuf>,
}

/// Checked: somebody may be called.
#[derive(Clone, PartialEq, Eq)]
pub struct Extensions {
    /// Where extensions may be.
    pub allowed_origins: Vec<String>,
    /// Signs calls, and the answers to them.
    pub secret: Vec<u8>,
}

impl std::fmt::Debug for Extensions {
    /// Never shows the secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Extensions({:?})", self.allowed_origins)
    }
}

impl Extensions {
    /// Whether an address may be called.
    pub fn allow(&self, url: &str) -> bool {
        origin(url).is_some_and(|origin| self.allowed_origins.contains(&origin))
    }
}

/// Scheme, host and port of an address that has no name and password in it.
fn origin(url: &str) -> Option<String> {
    let uri: axum::http::Uri = url.parse().ok()?;
    let authority = uri.authority()?.as_str();
    if authority.contains('@') {
        return None;
    }
    let origin = format!("{}://{authority}", uri.scheme_str()?);
    Some(origin.parse::<PublicUrl>().ok()?.to_string())
}

/// Checks what was said; `None`: nobody is called.
pub(super) fn settle(
    section: Section,
    spoken: Option<Secret>,
    problems: &mut Vec<String>,
) -> Option<Extensions> {
    if section.allowed_origins.is_empty() {
        return None;
    }
    let mut allowed_origins = Vec::new();
    for origin in section.allowed_origins {
        match origin.parse::<PublicUrl>() {
            Ok(url) if url.to_string() == origin && (url.is_secure() || url.is_loopback()) => {
                allowed_origins.push(origin);
            }
            _ => problems.push(format!(
                "extensions.allowed_origins: \"{origin}\" is no origin like https://hooks.example"
            )),
        }
    }
    let secret = match secret(section.secret_file, spoken) {
        Ok(secret) => secret,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    Some(Extensions {
        allowed_origins,
        secret,
    })
}

fn secret(file: Option<PathBuf>, spoken: Option<Secret>) -> Result<Vec<u8>, String> {
    let text = match (spoken, file) {
        (Some(secret), _) => secret.reveal().to_owned(),
        (None, Some(path)) => std::fs::read_to_string(&path).map_err(|problem| {
            format!(
                "extensions.secret_file: {} cannot be read: {problem}",
                path.display()
            )
        })?,
        (None, None) => {
            return Err(format!(
                "extensions.allowed_origins needs a secret: name extensions.secret_file, or set {SECRET_VARIABLE}"
            ));
        }
    };
    let bytes = text.trim().strip_prefix(PREFIX);
    let bytes = bytes.and_then(|text| BASE64_STANDARD.decode(text).ok());
    bytes.filter(|bytes| BYTES.contains(&bytes.len())).ok_or_else(|| {
        format!("the secret of extensions is {PREFIX} with 24 to 64 random bytes in base64 behind it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(origins: &[&str], secret: Option<&str>) -> (Option<Extensions>, Vec<String>) {
        let mut problems = Vec::new();
        let section = Section {
            allowed_origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
            secret_file: None,
        };
        let settled = settle(section, secret.map(Secret::new), &mut problems);
        (settled, problems)
    }

    const GOOD: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    #[test]
    fn only_what_is_allowed_is_called() {
        let origins = ["https://hooks.example", "http://127.0.0.1:9000"];
        let (extensions, problems) = checked(&origins, Some(GOOD));
        assert_eq!(problems, Vec::<String>::new());
        let extensions = extensions.unwrap();
        for (url, allowed) in [
            ("https://hooks.example/a?b=c", true),
            ("https://hooks.example", true),
            ("http://127.0.0.1:9000/x", true),
            ("http://hooks.example/a", false),
            ("https://hooks.example:8443/a", false),
            ("https://hooks.example.evil.example/", false),
            ("https://hooks.example@evil.example/", false),
            ("https://someone@hooks.example/", false),
            ("http://127.0.0.1:9001/x", false),
            ("/a", false),
            ("", false),
        ] {
            assert_eq!(extensions.allow(url), allowed, "{url}");
        }
    }

    #[test]
    fn wrong_settings_are_told() {
        assert_eq!(checked(&[], None), (None, Vec::new()));
        for (origins, secret) in [
            (&["https://hooks.example/path"][..], Some(GOOD)),
            (&["http://hooks.example"], Some(GOOD)),
            (&["https://hooks.example"], None),
            (&["https://hooks.example"], Some("whsec_AAEC")),
            (
                &["https://hooks.example"],
                Some("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
            ),
        ] {
            assert_eq!(checked(origins, secret).1.len(), 1, "{origins:?}");
        }
    }
}
