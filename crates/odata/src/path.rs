//! Addresses: key segments and bound functions, in all the spellings that clients use.
//!
//! `set('key')` becomes `set/key`, and `microsoft.graph.f(on='x')` or `f(on=%27x%27)` becomes `f`
//! with its parameters beside it, so that a router sees one spelling only.

use thiserror::Error;

use crate::guid::stored;
use crate::percent::{decode, encode_segment};

/// An address in the one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalPath {
    /// The path, percent-encoded, without a trailing slash.
    pub path: String,
    /// Parameters of the bound function, names as sent, in the order sent.
    pub parameters: Vec<(String, String)>,
}

/// An address that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "Invalid address segment '{segment}': expected name, name('key') or name(parameter='value')."
)]
pub struct PathError {
    /// The segment, as sent.
    pub segment: String,
}

const NAMESPACE: &str = "microsoft.graph.";

/// Brings a path into its one spelling.
pub fn normalize(path: &str) -> Result<NormalPath, PathError> {
    let mut normal = NormalPath {
        path: String::with_capacity(path.len()),
        parameters: Vec::new(),
    };
    for raw in path.split('/').skip(1) {
        let failed = || PathError {
            segment: raw.chars().take(100).collect(),
        };
        let segment = decode(raw, false).ok_or_else(failed)?;
        let (name, arguments) = match segment.split_once('(') {
            None => (segment.as_str(), None),
            Some((name, rest)) => (name, Some(rest.strip_suffix(')').ok_or_else(failed)?)),
        };
        normal.push(name.strip_prefix(NAMESPACE).unwrap_or(name));
        match arguments.map(read_arguments) {
            None => {}
            Some(Some(Arguments::Key(key))) => normal.push(&key),
            Some(Some(Arguments::Named(named))) => normal.parameters.extend(named),
            Some(None) => return Err(failed()),
        }
    }
    while normal.path.ends_with('/') {
        normal.path.pop();
    }
    if normal.path.is_empty() {
        normal.path.push('/');
    }
    Ok(normal)
}

impl NormalPath {
    fn push(&mut self, segment: &str) {
        self.path.push('/');
        self.path.push_str(&encode_segment(&stored(segment)));
    }
}

enum Arguments {
    Key(String),
    Named(Vec<(String, String)>),
}

/// `'key'`, or `a='x',b='y'`. A widely used client loses the comma between two parameters, so it
/// may be missing. Values without quotes (a GUID, a flag) end at a comma.
fn read_arguments(text: &str) -> Option<Arguments> {
    let mut rest = text.trim();
    if rest.starts_with('\'') {
        let (key, after) = quoted(rest)?;
        return (after.trim().is_empty() && !key.is_empty()).then_some(Arguments::Key(key));
    }
    if !rest.is_empty() && !rest.contains('=') {
        return Some(Arguments::Key(rest.to_owned()));
    }
    let mut named = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return None;
        }
        let after = after.trim_start();
        let (value, after) = if after.starts_with('\'') {
            quoted(after)?
        } else {
            let end = after.find(',').unwrap_or(after.len());
            (after[..end].trim().to_owned(), &after[end..])
        };
        named.push((name.to_owned(), value));
        let after = after.trim_start();
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    }
    Some(Arguments::Named(named))
}

/// A text in quotes at the start, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('\'')?;
    loop {
        let (piece, after) = rest.split_once('\'')?;
        value.push_str(piece);
        match after.strip_prefix('\'') {
            Some(more) => {
                value.push('\'');
                rest = more;
            }
            None => return Some((value, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(path: &str) -> (String, Vec<(String, String)>) {
        let normal = normalize(path).unwrap();
        (normal.path, normal.parameters)
    }

    fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn every_spelling_of_a_bound_function() {
        let expected = (
            "/v1.0/requests/filterByCurrentUser".to_owned(),
            named(&[("on", "target")]),
        );
        for path in [
            "/v1.0/requests/filterByCurrentUser(on='target')",
            "/v1.0/requests/microsoft.graph.filterByCurrentUser(on='target')",
            "/v1.0/requests/filterByCurrentUser(on=%27target%27)",
            "/v1.0/requests/filterByCurrentUser%28on%3D%27target%27%29",
            "/v1.0/requests/filterByCurrentUser( on = 'target' )/",
        ] {
            assert_eq!(read(path), expected, "{path}");
        }
    }

    #[test]
    fn parameters_with_and_without_comma() {
        let expected = named(&[
            ("accessPackageId", "a"),
            ("incompatibleAccessPackageId", "b''c"),
        ]);
        let path = "/x/additionalAccess(accessPackageId='a'incompatibleAccessPackageId='b''''c')";
        assert_eq!(read(path).1, expected);
        let path = "/x/additionalAccess(accessPackageId='a',incompatibleAccessPackageId='b''''c')";
        assert_eq!(read(path).1, expected);
        assert_eq!(read("/x/f(on='a%2Cb')").1, named(&[("on", "a,b")]));
        assert_eq!(read("/x/f()"), ("/x/f".to_owned(), Vec::new()));
    }

    #[test]
    fn a_key_in_parentheses_is_a_segment() {
        assert_eq!(
            read("/v1.0/groups('7')/members").0,
            "/v1.0/groups/7/members"
        );
        assert_eq!(read("/v1.0/groups(7)/members/").0, "/v1.0/groups/7/members");
        assert_eq!(
            read("/v1.0/subjects(objectId='7')"),
            ("/v1.0/subjects".to_owned(), named(&[("objectId", "7")]))
        );
    }

    #[test]
    fn keys_that_are_guids_have_no_case() {
        let guid = "0C8B2E3A-0000-4000-8000-00000000ABCD";
        let lower = guid.to_lowercase();
        assert_eq!(read(&format!("/a/{guid}/b")).0, format!("/a/{lower}/b"));
        let pair = format!("/a('{guid}_{guid}')");
        assert_eq!(read(&pair).0, format!("/a/{lower}_{lower}"));
        assert_eq!(read("/a('Ana@X')").0, "/a/Ana@X");
    }

    #[test]
    fn a_slash_inside_a_key_stays_inside() {
        assert_eq!(read("/v1.0/groups('a%2Fb')").0, "/v1.0/groups/a%2Fb");
    }

    #[test]
    fn refuses_what_is_no_address() {
        for path in [
            "/a/f(on='x'",
            "/a/f('",
            "/a/f(='x')",
            "/a/f('a'b)",
            "/a/%ff",
            "/a/%00",
            "/a/f(on='x')y",
        ] {
            assert!(normalize(path).is_err(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(path in "(/|[a-z]|[(),='%+]|%27|%2F|ü|\\PC){0,60}") {
            let _ = normalize(&path);
        }

        #[test]
        fn normal_paths_are_fixed(segment in "[a-zA-Z0-9._~-]{1,20}") {
            let path = format!("/v1.0/{segment}");
            prop_assume!(!segment.starts_with(NAMESPACE));
            prop_assert_eq!(normalize(&path).unwrap().path, path);
        }
    }
}
