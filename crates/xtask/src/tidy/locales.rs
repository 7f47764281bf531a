//! Every language says everything that English says, and no screen says a word of the machinery.

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use super::tree::Tree;

const SOURCE: &str = "en";

/// Words of the API and of the code; people do not use them.
const MACHINERY: &[&str] = &["assignment", "entitlement", "policy id", "delivery"];

/// Texts of one language by area.
type Language = BTreeMap<String, Map<String, Value>>;

pub fn check(tree: &Tree) -> Result<Vec<String>> {
    let languages = languages(tree)?;
    let Some(source) = languages.get(SOURCE) else {
        return Ok(Vec::new());
    };
    let mut problems = machinery(source);
    for (tag, language) in languages.iter().filter(|(tag, _)| *tag != SOURCE) {
        problems.extend(differences(tag, source, language));
    }
    Ok(problems)
}

/// `locales/<tag>/<area>.json`, each an object of keys.
fn languages(tree: &Tree) -> Result<BTreeMap<String, Language>> {
    let mut languages: BTreeMap<String, Language> = BTreeMap::new();
    for file in &tree.files {
        let parts: Vec<&str> = file.path.iter().filter_map(|part| part.to_str()).collect();
        if let ["locales", tag, area] = parts[..] {
            let texts = serde_json::from_slice(&file.bytes)
                .with_context(|| format!("{} is no object of texts", file.path.display()))?;
            let language = languages.entry(tag.to_owned()).or_default();
            language.insert(area.to_owned(), texts);
        }
    }
    Ok(languages)
}

fn differences(tag: &str, source: &Language, language: &Language) -> Vec<String> {
    let keys = |language: &Language| {
        let areas = language.iter();
        areas
            .flat_map(|(area, texts)| texts.keys().map(move |key| format!("{area}: {key}")))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (wanted, there) = (keys(source), keys(language));
    let missing = wanted
        .difference(&there)
        .map(|key| format!("locales/{tag}/{key} is missing"));
    let unknown = there
        .difference(&wanted)
        .map(|key| format!("locales/{tag}/{key} is unknown in {SOURCE}"));
    missing.chain(unknown).collect()
}

fn machinery(source: &Language) -> Vec<String> {
    let mut problems = Vec::new();
    for (area, texts) in source {
        for (key, text) in texts {
            let text = text.to_string().to_lowercase();
            for word in MACHINERY.iter().filter(|word| text.contains(**word)) {
                problems.push(format!(
                    "locales/{SOURCE}/{area}: {key} says `{word}`, a word of the machinery"
                ));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_complete_or_named() {
        let tree = Tree::of(&[
            (
                "locales/en/home.json",
                r#"{"hello": "Hello", "open": "Open to you"}"#,
            ),
            ("locales/ar/home.json", r#"{"hello": "مرحبا", "old": "…"}"#),
        ]);
        assert_eq!(
            check(&tree).unwrap(),
            [
                "locales/ar/home.json: open is missing",
                "locales/ar/home.json: old is unknown in en"
            ]
        );
    }

    #[test]
    fn screens_do_not_speak_of_the_machinery() {
        let tree = Tree::of(&[(
            "locales/en/access.json",
            r#"{"none": "No assignments yet"}"#,
        )]);
        assert_eq!(check(&tree).unwrap().len(), 1);
    }
}
