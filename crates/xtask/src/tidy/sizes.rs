//! Files stay small enough to read at once.

use super::tree::{File, Tree};

/// Bytes. Aim at half of it.
const LIMIT: usize = 20_000;

/// Written by a machine, or a record of what one printed.
const GENERATED: &[&str] = &["lock", "snap", "svg", "png", "ico", "woff2"];
const GENERATED_NAMES: &[&str] = &["package-lock.json", "requirements.txt", "LICENSE"];

pub fn check(tree: &Tree) -> Vec<String> {
    by_hand(tree)
        .filter(|file| file.bytes.len() > LIMIT)
        .map(|file| {
            format!(
                "{} has {} bytes; the limit is {LIMIT}",
                file.path.display(),
                file.bytes.len()
            )
        })
        .collect()
}

/// The shape of the whole, for the eye.
pub fn sentence(tree: &Tree) -> String {
    let mut sizes: Vec<usize> = by_hand(tree).map(|file| file.bytes.len()).collect();
    sizes.sort_unstable();
    let median = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let largest = sizes.last().copied().unwrap_or_default();
    format!(
        "{} files written by hand, median {median} bytes, largest {largest}",
        sizes.len()
    )
}

fn by_hand(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.files.iter().filter(|file| {
        let name = file.path.file_name().and_then(|name| name.to_str());
        !file.has_extension(GENERATED) && !name.is_some_and(|name| GENERATED_NAMES.contains(&name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_named_unless_a_machine_wrote_it() {
        let long = "x".repeat(LIMIT + 1);
        let tree = Tree::of(&[
            ("src/app.rs", &long),
            ("Cargo.lock", &long),
            ("src/main.rs", "fn main() {}"),
        ]);
        assert_eq!(
            check(&tree),
            ["src/app.rs has 20001 bytes; the limit is 20000"]
        );
        assert!(sentence(&tree).starts_with("2 files"));
    }
}
