//! Where an organisation is written down: one file, or a folder of pieces. The lists of all pieces are one list each, in the order of
//! the pieces' names; what is no list (`organization`, `settings`) stands in one of them.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use regex::{Captures, Regex};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::report::{ImportError, Problem};
use crate::store::hex;

/// The text of an organisation.
#[derive(Clone, Debug)]
pub struct Source(Vec<Piece>);

#[derive(Clone, Debug)]
struct Piece {
    /// Named in problems; `None`: there is but one.
    name: Option<String>,
    text: String,
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        Self(vec![Piece { name: None, text }])
    }
}

impl Source {
    /// Pieces by name and text.
    pub fn of_pieces(pieces: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut pieces: Vec<_> = pieces
            .into_iter()
            .map(|(name, text)| Piece {
                name: Some(name),
                text,
            })
            .collect();
        pieces.sort_by(|one, other| one.name.cmp(&other.name));
        Self(pieces)
    }

    /// A file, or every `.json` file of a folder.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::NotFound`] also for a folder without such a file.
    pub fn at(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            return std::fs::read_to_string(path).map(Self::from);
        }
        let mut pieces = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let file = entry?.path();
            if file.extension().is_some_and(|end| end == "json") {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                pieces.push((name.into_owned(), std::fs::read_to_string(&file)?));
            }
        }
        if pieces.is_empty() {
            let message = "there is no .json file in this folder";
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        Ok(Self::of_pieces(pieces))
    }

    /// SHA-256 of the text, of all pieces one after the other, in hex.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for piece in &self.0 {
            digest.update(piece.text.as_bytes());
        }
        hex(&digest.finalize())
    }

    /// The organisation as one object, and which part of it stands where.
    pub fn whole(&self) -> Result<(Value, Places), ImportError> {
        let (mut whole, mut places) = (Map::new(), Places::default());
        let mut problems = Vec::new();
        for piece in &self.0 {
            let value: Value = serde_json::from_str(&piece.text).map_err(|problem| {
                let place = piece
                    .name
                    .as_ref()
                    .map_or(String::new(), |name| format!("{name}: "));
                ImportError::NotJson(format!("{place}{problem}"))
            })?;
            let Some(name) = &piece.name else {
                return Ok((value, places));
            };
            let Value::Object(members) = value else {
                problems.push(Problem {
                    path: format!("{name} $"),
                    message: "is no object".into(),
                });
                continue;
            };
            for (member, value) in members {
                if let Some(other) = places.add(&member, name, &value, &mut whole) {
                    problems.push(Problem {
                        path: format!("{name} $.{member}"),
                        message: format!("stands in {other} already"),
                    });
                }
            }
        }
        if problems.is_empty() {
            Ok((Value::Object(whole), places))
        } else {
            Err(ImportError::Problems(problems))
        }
    }
}

/// Which part of a whole stands in which piece.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<Stretch>);

/// Neighbours in a list that stand in one piece.
#[derive(Clone, Debug)]
struct Stretch {
    member: String,
    piece: String,
    /// Place of the first one in the whole list; of what is no list, 0.
    from: usize,
    count: usize,
}

impl Places {
    /// Takes up a member of a piece; answers the piece that has it already, when it cannot be in two.
    fn add(
        &mut self,
        member: &str,
        piece: &str,
        value: &Value,
        whole: &mut Map<String, Value>,
    ) -> Option<String> {
        let (from, count) = match (whole.get_mut(member), value) {
            (None, _) => {
                whole.insert(member.to_owned(), value.clone());
                (0, value.as_array().map_or(0, Vec::len))
            }
            (Some(Value::Array(list)), Value::Array(more)) => {
                let from = list.len();
                list.extend(more.iter().cloned());
                (from, more.len())
            }
            _ => {
                let first = self.0.iter().find(|one| one.member == member);
                return first.map(|one| one.piece.clone());
            }
        };
        self.0.push(Stretch {
            member: member.to_owned(),
            piece: piece.to_owned(),
            from,
            count,
        });
        None
    }

    /// The same problem with paths as they are in the pieces: `people.json $.users[2]`.
    pub fn of(&self, problem: Problem) -> Problem {
        if self.0.is_empty() {
            return problem;
        }
        Problem {
            path: self.told(&problem.path).into_owned(),
            message: self.told(&problem.message).into_owned(),
        }
    }

    fn told<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Ok(path) = Regex::new(r"\$\.(\w+)(?:\[(\d+)\])?") else {
            return text.into();
        };
        path.replace_all(text, |found: &Captures<'_>| self.place(found))
    }

    fn place(&self, found: &Captures<'_>) -> String {
        let member = found.get(1).map_or("", |name| name.as_str());
        let index = found.get(2).and_then(|index| index.as_str().parse().ok());
        let stretch = self.0.iter().find(|one| {
            one.member == member
                && index
                    .is_none_or(|index: usize| (one.from..one.from + one.count).contains(&index))
        });
        match (stretch, index) {
            (Some(one), Some(index)) => format!("{} $.{member}[{}]", one.piece, index - one.from),
            (Some(one), None) => format!("{} $.{member}", one.piece),
            (None, _) => found[0].to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn source(pieces: &[(&str, &str)]) -> Source {
        let pieces = pieces.iter();
        Source::of_pieces(pieces.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
    }

    fn problems(source: &Source) -> Vec<String> {
        match source.whole() {
            Err(ImportError::Problems(problems)) => {
                problems.iter().map(ToString::to_string).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_of_all_pieces_are_one() {
        let source = source(&[
            ("b.json", r#"{"users": [3], "settings": {}}"#),
            (
                "a.json",
                r#"{"users": [1, 2], "organization": {"displayName": "Harbour"}}"#,
            ),
        ]);
        let (whole, places) = source.whole().unwrap();
        assert_eq!(
            whole,
            json!({ "users": [1, 2, 3], "settings": {}, "organization": { "displayName": "Harbour" } })
        );
        let problem = places.of(Problem {
            path: "$.users[2].manager".into(),
            message: "stands at $.users[1] already, says $.settings".into(),
        });
        assert_eq!(
            problem.to_string(),
            "b.json $.users[0].manager: stands at a.json $.users[1] already, says b.json $.settings"
        );
    }

    #[test]
    fn what_is_no_list_stands_once() {
        let twice = source(&[
            ("a.json", r#"{"settings": {}}"#),
            ("b.json", r#"{"settings": {}}"#),
            ("c.json", "[]"),
        ]);
        assert_eq!(
            problems(&twice),
            [
                "b.json $.settings: stands in a.json already",
                "c.json $: is no object"
            ]
        );
    }

    #[test]
    fn a_piece_that_is_no_json_is_named() {
        let broken = source(&[("a.json", "{}"), ("b.json", "{")]);
        let Err(ImportError::NotJson(text)) = broken.whole() else {
            panic!("it is no JSON");
        };
        assert!(text.starts_with("b.json: "), "{text}");
    }

    #[test]
    fn a_file_alone_keeps_its_paths() {
        let alone = Source::from(r#"{"users": [1]}"#.to_owned());
        let (whole, places) = alone.whole().unwrap();
        assert_eq!(whole, json!({ "users": [1] }));
        let problem = Problem {
            path: "$.users[0]".into(),
            message: "x".into(),
        };
        assert_eq!(places.of(problem.clone()), problem);
        assert_eq!(alone.digest(), hex(&Sha256::digest(br#"{"users": [1]}"#)));
    }

    #[test]
    fn a_folder_is_its_json_files() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Source::at(folder.path()).is_err());
        std::fs::write(folder.path().join("a.json"), r#"{"users": [1]}"#).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "not read").unwrap();
        let (whole, _) = Source::at(folder.path()).unwrap().whole().unwrap();
        assert_eq!(whole, json!({ "users": [1] }));
    }
}
