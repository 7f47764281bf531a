//! `[scim]`: who may keep the directory (docs/API.md: SCIM).

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Secret;

/// The environment variable that holds the token.
pub const TOKEN_VARIABLE: &str = "PORTICO_SCIM_TOKEN";
/// Shorter ones can be found by trying.
const SHORTEST: usize = 32;

/// As the file says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A file that holds the token, for who does not put it into [`TOKEN_VARIABLE`].
    pub token_file: Option<PathBuf>,
}

/// Checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Scim {
    /// What the other side shows with every call.
    pub token: Secret,
}

impl fmt::Debug for Scim {
    /// Without the token.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Scim(…)")
    }
}

/// Checks what was said; the environment's token wins over the file's. `None`: nobody keeps the directory. What is wrong is added to
/// `problems`.
pub(super) fn settle(
    section: Section,
    spoken: Option<Secret>,
    problems: &mut Vec<String>,
) -> Option<Scim> {
    let (token, whence) = match (spoken, section.token_file) {
        (None, None) => return None,
        (Some(token), _) => (Ok(token), TOKEN_VARIABLE.to_owned()),
        (None, Some(file)) => (
            token_in(&file),
            format!("scim.token_file = {}", file.display()),
        ),
    };
    let checked = token.and_then(|token| match wrong(&token) {
        None => Ok(Scim { token }),
        Some(why) => Err(why),
    });
    match checked {
        Ok(scim) => Some(scim),
        Err(why) => {
            problems.push(format!("{whence} {why}"));
            None
        }
    }
}

fn token_in(file: &Path) -> Result<Secret, String> {
    let text =
        std::fs::read_to_string(file).map_err(|problem| format!("cannot be read: {problem}"))?;
    // Editors end a file with a line break; it is no part of the token.
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

fn wrong(token: &Secret) -> Option<String> {
    let token = token.reveal();
    if token.chars().count() < SHORTEST {
        return Some(format!(
            "holds a token of less than {SHORTEST} characters, which could be guessed"
        ));
    }
    // It travels in a header, behind a blank.
    (!token.bytes().all(|byte| byte.is_ascii_graphic()))
        .then(|| "holds a token with blanks or signs that no header can carry".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "0123456789abcdef0123456789abcdef";

    fn checked(file: Option<&str>, spoken: Option<&str>) -> (Option<Scim>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let token_file = file.map(|text| {
            let path = folder.path().join("token");
            std::fs::write(&path, text).unwrap();
            path
        });
        let mut problems = Vec::new();
        let scim = settle(
            Section { token_file },
            spoken.map(Secret::new),
            &mut problems,
        );
        (scim, problems)
    }

    #[test]
    fn without_a_token_nobody_keeps_the_directory() {
        assert_eq!(checked(None, None), (None, Vec::new()));
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let (scim, problems) = checked(Some(&format!("{LONG}\n")), None);
        assert_eq!((scim.unwrap().token.reveal(), problems.len()), (LONG, 0));
        let other = LONG.to_uppercase();
        let (scim, _) = checked(Some("short"), Some(&other));
        assert_eq!(scim.unwrap().token.reveal(), other);
    }

    #[test]
    fn what_could_be_guessed_or_not_be_sent_is_refused_and_never_shown() {
        for (file, spoken) in [
            (Some("tooshort"), None),
            (Some(""), None),
            (None, Some("tooshort")),
            (Some("with blanks 0123456789abcdef0123456789"), None),
            (None, Some("ä0123456789abcdef0123456789abcdef")),
        ] {
            let (scim, problems) = checked(file, spoken);
            assert_eq!((scim, problems.len()), (None, 1), "{problems:?}");
            assert!(!problems[0].contains("tooshort"), "{problems:?}");
        }
        let mut problems = Vec::new();
        let token_file = Some("/nowhere/at/all".into());
        assert_eq!(settle(Section { token_file }, None, &mut problems), None);
        assert!(
            problems[0].starts_with("scim.token_file = "),
            "{problems:?}"
        );
        let (scim, _) = checked(None, Some(LONG));
        assert!(!format!("{scim:?}").contains(LONG));
    }
}
