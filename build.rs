//! Turns the English texts of `locales/en/*.json` into one function a key.
//!
//! A file is an area, a member is a key: a text, or an object of plural forms chosen by `{n}`. `{name}` is filled at run
//! time and becomes a parameter of the function, in order of first appearance; `<1>…</1>`, `<2>…</2>` mark words that the page
//! turns into a link. So a misspelt key or a forgotten argument does not compile, and a text that nothing says is
//! reported as dead code.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

const FOLDER: &str = "locales/en";
const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut code = String::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "json"))
    {
        println!("cargo::rerun-if-changed={}", file.display());
        area(file, &mut code).map_err(|problem| format!("{}: {problem}", file.display()))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("text.rs"), code)?;
    Ok(())
}

fn area(file: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let name = file
        .file_stem()
        .and_then(|stem| stem.to_str())
        .ok_or("file name is not text")?;
    let Value::Object(texts) = serde_json::from_str(&fs::read_to_string(file)?)? else {
        return Err("not a JSON object".into());
    };
    writeln!(
        code,
        "pub(crate) mod {} {{\nuse crate::words::fill;",
        identifier(name)?
    )?;
    for (key, text) in &texts {
        function(key, text, code).map_err(|problem| format!("{key}: {problem}"))?;
    }
    code.push_str("}\n");
    Ok(())
}

fn function(key: &str, text: &Value, code: &mut String) -> Result<(), Box<dyn Error>> {
    let key = identifier(key)?;
    let (forms, longest) = match text {
        Value::String(text) => (format!("{text:?}"), text.as_str()),
        Value::Object(forms) => {
            let other = forms
                .get("other")
                .and_then(Value::as_str)
                .ok_or("plural without \"other\"")?;
            let mut list = String::new();
            for (form, text) in forms {
                if !PLURAL_FORMS.contains(&form.as_str()) {
                    return Err(format!("no plural form is called {form}").into());
                }
                write!(
                    list,
                    "({form:?}, {:?}), ",
                    text.as_str().ok_or("a plural form is a text")?
                )?;
            }
            (format!("fill::form(n, &[{list}])"), other)
        }
        _ => return Err("neither a text nor plural forms".into()),
    };
    let names = placeholders(longest)?;
    if text.is_object() && !names.contains(&"n") {
        return Err("a plural text says {n} in its \"other\" form".into());
    }
    let mut parameters = String::new();
    let mut arguments = String::new();
    for name in names {
        if name == "n" {
            parameters.insert_str(0, "n: i64, ");
            arguments.push_str("(\"n\", fill::number(n).as_str()), ");
        } else {
            write!(parameters, "{}: &str, ", identifier(name)?)?;
            write!(arguments, "({name:?}, {name}), ")?;
        }
    }
    let (result, fill) = if longest.contains("</") {
        ("Vec<fill::Part>", "rich")
    } else {
        ("String", "plain")
    };
    writeln!(
        code,
        "pub(crate) fn {key}({parameters}) -> {result} {{ fill::{fill}({forms}, &[{arguments}]) }}"
    )?;
    Ok(())
}

/// The names between braces, each once.
fn placeholders(text: &str) -> Result<Vec<&str>, Box<dyn Error>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let end = rest[start..].find('}').ok_or("a brace is not closed")? + start;
        let name = &rest[start + 1..end];
        if !names.contains(&name) {
            names.push(name);
        }
        rest = &rest[end + 1..];
    }
    Ok(names)
}

fn identifier(name: &str) -> Result<&str, Box<dyn Error>> {
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|character| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
        });
    if plain {
        Ok(name)
    } else {
        Err(format!("{name:?} is not lower_snake_case").into())
    }
}
