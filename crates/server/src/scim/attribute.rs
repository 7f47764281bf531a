//! Paths of attributes (RFC 7644, section 3.10): `userName`, `name.givenName`, `urn:…:enterprise:2.0:User:department`.

use super::member::is_name;

/// The schema of users.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What organisations know of users besides.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The schema of groups.
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Names that lead from a resource to a value; that of an extension is its URN. Compared without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributePath(Vec<String>);

impl AttributePath {
    /// Reads a path; `None`: it is none. The schemas of the resources themselves may stand before it and are left out; the URN of an
    /// extension alone means all of it.
    pub fn read(text: &str) -> Option<Self> {
        let (extension, names) = of_schema(text)?;
        let mut path: Vec<String> = extension.into_iter().map(ToOwned::to_owned).collect();
        let names = names.unwrap_or_default();
        if !names.is_empty() {
            for name in names.splitn(2, '.') {
                if !is_attribute_name(name) {
                    return None;
                }
                path.push(name.to_owned());
            }
        }
        (!path.is_empty()).then_some(Self(path))
    }

    /// The names, at least one.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether it is made of these names.
    pub fn is(&self, names: &[&str]) -> bool {
        self.0.len() == names.len()
            && self
                .0
                .iter()
                .zip(names)
                .all(|(one, name)| is_name(one, name))
    }

    /// Whether it begins with this name.
    pub fn is_in(&self, name: &str) -> bool {
        self.0.first().is_some_and(|first| is_name(first, name))
    }

    /// The same below another one.
    #[must_use]
    pub fn below(&self, above: &Self) -> Self {
        Self(above.0.iter().chain(&self.0).cloned().collect())
    }
}

impl std::fmt::Display for AttributePath {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.split_first() {
            Some((extension, names)) if !names.is_empty() && is_urn(extension) => {
                write!(out, "{extension}:{}", names.join("."))
            }
            _ => out.write_str(&self.0.join(".")),
        }
    }
}

/// The extension that a path begins with, and the names behind; `None`: a URN that leads nowhere.
fn of_schema(text: &str) -> Option<(Option<&str>, Option<&str>)> {
    const URN: &str = "urn:";
    if !text
        .get(..URN.len())
        .is_some_and(|start| is_name(start, URN))
    {
        return Some((None, Some(text)));
    }
    for (schema, extension) in [(ENTERPRISE, Some(ENTERPRISE)), (USER, None), (GROUP, None)] {
        let Some((start, rest)) = text.split_at_checked(schema.len()) else {
            continue;
        };
        if is_name(start, schema) {
            match rest.strip_prefix(':') {
                Some(names) => return Some((extension, Some(names))),
                None if rest.is_empty() => return Some((extension, None)),
                None => {}
            }
        }
    }
    // An extension that nobody knows here.
    let (extension, names) = text.rsplit_once(':')?;
    (!names.is_empty() && is_urn(extension)).then_some((Some(extension), Some(names)))
}

/// Whether it is the name of a schema, and more than the word that all of them begin with.
fn is_urn(name: &str) -> bool {
    const URN: &str = "urn:";
    let (start, rest) = name.split_at_checked(URN.len()).unwrap_or_default();
    is_name(start, URN) && !rest.is_empty()
}

/// RFC 7643, section 2.1; `$ref` is one too.
fn is_attribute_name(name: &str) -> bool {
    let mut signs = name.strip_prefix('$').unwrap_or(name).chars();
    signs.next().is_some_and(|sign| sign.is_ascii_alphabetic())
        && signs.all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_printed_as_it_is_read() {
        for text in [
            "userName",
            "name.givenName",
            "urn:example:ship:1.0:User:berth.depth",
            ENTERPRISE,
            &format!("{ENTERPRISE}:manager.value"),
        ] {
            assert_eq!(AttributePath::read(text).unwrap().to_string(), text);
        }
        for text in ["urn:ie.created", "urn:", "urn::name"] {
            assert_eq!(AttributePath::read(text), None, "{text}");
        }
    }

    fn names(text: &str) -> Option<String> {
        AttributePath::read(text).map(|path| path.names().join("|"))
    }

    #[test]
    fn paths_as_they_are_sent() {
        let department = format!("{ENTERPRISE}|department");
        let manager = format!("{ENTERPRISE}|manager|value");
        for (text, expected) in [
            ("userName".to_owned(), "userName"),
            ("name.givenName".to_owned(), "name|givenName"),
            ("members.$ref".to_owned(), "members|$ref"),
            (format!("{USER}:userName"), "userName"),
            (
                format!("{}:name.familyName", USER.to_uppercase()),
                "name|familyName",
            ),
            (format!("{ENTERPRISE}:department"), &department),
            (format!("{ENTERPRISE}:manager.value"), &manager),
            (ENTERPRISE.to_owned(), ENTERPRISE),
            (
                "urn:example:ship:1.0:User:berth".to_owned(),
                "urn:example:ship:1.0:User|berth",
            ),
        ] {
            assert_eq!(names(&text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_path() {
        for text in [
            "", ".", "a.", ".a", "a.b.c", "1a", "a b", "a[", "é", USER, "urn:", "urn:x:",
        ] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}
