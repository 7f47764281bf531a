//! No drawer modules: a name says what is inside.

use super::tree::Tree;

const DRAWERS: &[&str] = &[
    "common", "helper", "helpers", "misc", "shared", "stuff", "types", "util", "utils",
];

pub fn check(tree: &Tree) -> Vec<String> {
    tree.files
        .iter()
        .filter(|file| file.has_extension(&["rs", "ts", "js", "py", "css"]))
        .filter_map(|file| {
            let drawer = file.path.iter().find_map(|part| {
                let part = part.to_str()?;
                let stem = part.split('.').next()?;
                DRAWERS.contains(&stem).then_some(stem)
            })?;
            Some(format!(
                "{}: `{drawer}` names a drawer; name the idea, or keep the code beside its one user",
                file.path.display()
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_drawers_as_files_and_as_folders() {
        let tree = Tree::of(&[
            ("src/utils.rs", ""),
            ("src/helpers/date.rs", ""),
            ("src/route.rs", ""),
        ]);
        assert_eq!(check(&tree).len(), 2);
    }
}
