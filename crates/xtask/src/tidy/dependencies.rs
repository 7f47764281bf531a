//! Who may depend on whom, and what the browser may not be made to load.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project::Project;

/// Each of our packages with those of ours it may use. Nobody uses the portal, and only its trials the server.
const ALLOWED: &[(&str, &[&str])] = &[
    ("portico-graph", &[]),
    ("portico-governance", &["portico-graph"]),
    ("portico-odata", &["portico-graph"]),
    ("portico-view", &[]),
    (
        "portal",
        &["portico-graph", "portico-governance", "portico-view"],
    ),
    (
        "portico-server",
        &["portico-graph", "portico-governance", "portico-odata"],
    ),
    (
        "portico-trial",
        &[
            "portico-governance",
            "portico-graph",
            "portico-odata",
            "portico-server",
        ],
    ),
    ("portico-bench", &[]),
    ("xtask", &[]),
];

/// What the browser loads, or shares with what it loads.
const IN_THE_BROWSER: &[&str] = &["portal", "portico-graph", "portico-governance"];

/// Too heavy for it: the browser has its own `RegExp` and `Intl`. Leptos names some of them too, but calls nothing of theirs, so
/// the linker drops them.
const TOO_HEAVY: &[&str] = &["regex", "jiff", "chrono", "uuid", "winnow", "rand", "url"];

pub fn check(project: &Project) -> Result<Vec<String>> {
    let metadata = project.metadata()?;
    let mut problems = edges(&metadata)?;
    problems.extend(weights(&metadata)?);
    Ok(problems)
}

/// Every dependency between our own packages that the table does not allow, of whatever kind.
fn edges(metadata: &Value) -> Result<Vec<String>> {
    let packages = packages(metadata)?;
    let names: Vec<&str> = packages.iter().map(|(name, _)| *name).collect();
    let mut problems = Vec::new();
    for (name, dependencies) in packages {
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            problems.push(format!("{name}: say in this table what it may depend on"));
            continue;
        };
        for dependency in dependencies.iter().filter_map(|one| one["name"].as_str()) {
            if names.contains(&dependency) && !allowed.contains(&dependency) {
                problems.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    Ok(problems)
}

/// Every heavy crate that something of the browser's asks for outside its tests.
fn weights(metadata: &Value) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (name, dependencies) in packages(metadata)? {
        let light = IN_THE_BROWSER.contains(&name);
        for dependency in dependencies
            .iter()
            .filter(|one| light && one["kind"].is_null())
        {
            let heavy = dependency["name"]
                .as_str()
                .filter(|one| TOO_HEAVY.contains(one));
            problems.extend(heavy.map(|heavy| format!("{name} makes the browser load {heavy}")));
        }
    }
    Ok(problems)
}

/// Name and dependencies of each of our packages.
fn packages(metadata: &Value) -> Result<Vec<(&str, &[Value])>> {
    let packages = metadata["packages"].as_array().context("no packages")?;
    packages
        .iter()
        .map(|package| {
            let name = package["name"]
                .as_str()
                .context("a package without a name")?;
            let dependencies = package["dependencies"]
                .as_array()
                .map_or(&[][..], Vec::as_slice);
            Ok((name, dependencies))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_forbidden_edge_is_named() {
        let metadata = json!({ "packages": [
            { "name": "portico-graph", "dependencies": [{ "name": "serde" }] },
            { "name": "portico-governance", "dependencies": [{ "name": "portico-graph" }, { "name": "portico-server" }] },
            { "name": "portico-server", "dependencies": [] },
            { "name": "portico-news", "dependencies": [] },
        ] });
        assert_eq!(
            edges(&metadata).unwrap(),
            [
                "portico-governance must not depend on portico-server",
                "portico-news: say in this table what it may depend on"
            ]
        );
    }

    #[test]
    fn the_workspace_keeps_the_rule() {
        let project = Project::find().unwrap();
        assert_eq!(check(&project).unwrap(), [""; 0]);
    }

    #[test]
    fn a_heavy_crate_is_named_outside_tests_only() {
        let metadata = json!({ "packages": [
            { "name": "portal", "dependencies": [{ "name": "regex", "kind": null }, { "name": "jiff", "kind": "dev" }] },
            { "name": "portico-server", "dependencies": [{ "name": "jiff", "kind": null }] },
        ] });
        assert_eq!(
            weights(&metadata).unwrap(),
            ["portal makes the browser load regex"]
        );
    }
}
