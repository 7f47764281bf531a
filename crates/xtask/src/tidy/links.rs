//! Links between the pages of the documentation lead somewhere.

use std::path::{Component, Path, PathBuf};

use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<String> {
    let pages = tree.files.iter().filter(|file| file.has_extension(&["md"]));
    pages
        .flat_map(|page| {
            let here = page.path.parent().unwrap_or(Path::new(""));
            let text = page.text().unwrap_or_default();
            targets(text)
                .filter(|target| !is_elsewhere(target))
                .filter_map(|target| {
                    let file = target.split('#').next().unwrap_or_default();
                    let missing = !file.is_empty() && !tree.holds(&resolved(&here.join(file)));
                    missing.then(|| format!("{}: {target} is not there", page.path.display()))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What stands between `](` and the next `)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

fn resolved(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_dead_links_and_leaves_live_ones_alone() {
        let tree = Tree::of(&[
            (
                "README.md",
                "[a](docs/A.md) [b](docs/B.md) [c](#here) [d](https://portico.example/)",
            ),
            (
                "docs/A.md",
                "[up](../README.md#commands) [folder](../crates/)",
            ),
            ("crates/graph/src/lib.rs", ""),
        ]);
        assert_eq!(check(&tree), ["README.md: docs/B.md is not there"]);
    }
}
