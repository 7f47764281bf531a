//! A version that stands in two places is the same in both.

use anyhow::Result;

use crate::project::Project;
use crate::tools;

pub fn check(project: &Project) -> Result<Vec<String>> {
    let trunk = project.read("Trunk.toml")?;
    let package = project.read("tests/e2e/package.json")?;
    let package: serde_json::Value = serde_json::from_str(&package)?;
    let binaryen = package["devDependencies"]["binaryen"]
        .as_str()
        .and_then(|version| version.split('.').next())
        .unwrap_or("nothing");
    let expected = [
        format!("trunk-version = \"^{}\"", tools::TRUNK),
        format!(
            "wasm_bindgen = \"{}\"",
            tools::locked_wasm_bindgen(project)?
        ),
        format!("wasm_opt = \"version_{binaryen}\""),
    ];
    Ok(missing(&trunk, &expected))
}

fn missing(trunk: &str, expected: &[String]) -> Vec<String> {
    expected
        .iter()
        .filter(|line| !trunk.lines().any(|there| there == *line))
        .map(|line| format!("Trunk.toml: should say {line}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_line_that_should_be_there() {
        let expected = ["wasm_bindgen = \"0.2.130\"".to_owned()];
        assert!(missing("[tools]\nwasm_bindgen = \"0.2.130\"\n", &expected).is_empty());
        assert_eq!(
            missing("wasm_bindgen = \"0.2.129\"", &expected),
            ["Trunk.toml: should say wasm_bindgen = \"0.2.130\""]
        );
    }
}
