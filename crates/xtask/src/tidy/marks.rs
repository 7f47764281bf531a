//! Marks that must not stay: unfinished work, leftovers of a merge or of debugging, and markup the security policy refuses.

use std::path::Path;

use super::tree::{File, Tree};

struct Mark {
    text: &'static str,
    /// Ends of file names; none means every text file.
    extensions: &'static [&'static str],
    /// Beginning of the path.
    under: &'static str,
    why: &'static str,
}

// Written in two parts where the mark would otherwise find itself here.
const MARKS: &[Mark] = &[
    Mark {
        text: concat!("TO", "DO"),
        extensions: &["rs", "ts", "js", "py", "css", "html", "md", "toml", "sql"],
        under: "",
        why: "finish it, or write an issue",
    },
    Mark {
        text: concat!("FIX", "ME"),
        extensions: &["rs", "ts", "js", "py", "css", "html", "md", "toml", "sql"],
        under: "",
        why: "finish it, or write an issue",
    },
    Mark {
        text: concat!("<<<<", "<<< "),
        extensions: &[],
        under: "",
        why: "a merge was left open",
    },
    Mark {
        text: ".only(",
        extensions: &["ts"],
        under: "tests",
        why: "the other tests would not run",
    },
    Mark {
        text: "page.pause(",
        extensions: &["ts"],
        under: "tests",
        why: "nobody is there to go on",
    },
    Mark {
        text: " style=\"",
        extensions: &["rs", "html"],
        under: "src",
        why: "the security policy refuses inline styles; use a class",
    },
    Mark {
        text: "inner_html",
        extensions: &["rs"],
        under: "src",
        why: "no HTML from data",
    },
    Mark {
        text: concat!("/ho", "me/"),
        extensions: &[],
        under: "",
        why: "somebody's own folder",
    },
    Mark {
        text: concat!("/ro", "ot/"),
        extensions: &[],
        under: "",
        why: "somebody's own folder",
    },
];

pub fn check(tree: &Tree) -> Vec<String> {
    tree.files.iter().flat_map(marks_in).collect()
}

fn marks_in(file: &File) -> Vec<String> {
    let Some(text) = file.text() else {
        return Vec::new();
    };
    let marks: Vec<&Mark> = MARKS
        .iter()
        .filter(|mark| mark.extensions.is_empty() || file.has_extension(mark.extensions))
        .filter(|mark| file.path.starts_with(Path::new(mark.under)))
        .collect();
    text.lines()
        .enumerate()
        .flat_map(|(place, line)| {
            marks
                .iter()
                .filter(|mark| line.contains(mark.text))
                .map(move |mark| {
                    let path = file.path.display();
                    format!("{path}:{}: `{}`: {}", place + 1, mark.text.trim(), mark.why)
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_line_and_the_reason() {
        let unfinished = format!("fn main() {{}}\n// {} later\n", concat!("TO", "DO"));
        let tree = Tree::of(&[("src/main.rs", &unfinished), ("notes.txt", &unfinished)]);
        let found = check(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("src/main.rs:2:"));
    }

    #[test]
    fn inline_styles_are_refused_in_the_portal_only() {
        let view = "view! { <p style=\"color:red\"></p> }";
        let tree = Tree::of(&[("src/ui/row.rs", view), ("crates/server/src/mail.rs", view)]);
        assert_eq!(check(&tree).len(), 1);
    }
}
