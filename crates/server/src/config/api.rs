//! `[api]`: who may call from other pages, and how often anybody may call.

use std::num::NonZeroU32;

use serde::Deserialize;

use super::PublicUrl;

/// As the file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Origins of pages that may call with a token, such as a portal that is hosted elsewhere: `https://portal.example`.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// How many calls a minute one caller may make in the long run. Nobody is held back unless said.
    pub calls_per_minute: Option<u32>,
}

/// Checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Api {
    /// Origins as browsers send them.
    pub allowed_origins: Vec<String>,
    /// The most calls a minute of one caller.
    pub calls_per_minute: Option<NonZeroU32>,
}

/// Checks what was said.
pub(super) fn settle(section: Section, problems: &mut Vec<String>) -> Api {
    let mut allowed_origins = Vec::new();
    for origin in section.allowed_origins {
        match origin.parse::<PublicUrl>() {
            // Browsers send an origin without anything behind the host.
            Ok(url) if url.to_string() == origin => allowed_origins.push(origin),
            _ => problems.push(format!(
                "api.allowed_origins: \"{origin}\" is no origin, like https://portal.example"
            )),
        }
    }
    let calls_per_minute = section.calls_per_minute.and_then(|calls| {
        let calls = NonZeroU32::new(calls);
        if calls.is_none() {
            problems.push("api.calls_per_minute = 0 would let nobody in".to_owned());
        }
        calls
    });
    Api {
        allowed_origins,
        calls_per_minute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(origins: &[&str], calls: Option<u32>) -> (Api, Vec<String>) {
        let mut problems = Vec::new();
        let section = Section {
            allowed_origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
            calls_per_minute: calls,
        };
        (settle(section, &mut problems), problems)
    }

    #[test]
    fn origins_and_rates() {
        let (api, problems) = checked(&["https://portal.example"], Some(600));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(api.allowed_origins, ["https://portal.example"]);
        assert_eq!(api.calls_per_minute.map(NonZeroU32::get), Some(600));
        assert_eq!(checked(&[], None), (Api::default(), Vec::new()));
    }

    #[test]
    fn what_browsers_never_send_is_no_origin() {
        for wrong in [
            "*",
            "portal.example",
            "https://portal.example/",
            "https://portal.example/x",
        ] {
            assert_eq!(checked(&[wrong], None).1.len(), 1, "{wrong}");
        }
        assert_eq!(checked(&[], Some(0)).1.len(), 1);
    }
}
