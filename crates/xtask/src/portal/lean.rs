//! Scripts and styles without what only their readers need: comments, indentation, empty lines. Names stay, because after compression
//! they cost next to nothing, and so no other tool is needed.

use anyhow::{Result, ensure};

/// A script whose comments stand on lines of their own, as ours and those of wasm-bindgen do.
pub fn script(text: &str) -> Result<String> {
    let mut lean = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            // Inside a text of several lines, what looks like indentation would be part of it.
            ensure!(
                line.matches('`').count().is_multiple_of(2),
                "a text goes over several lines of a script: {line}"
            );
            lean.push_str(line);
            lean.push('\n');
        }
    }
    Ok(lean)
}

/// A stylesheet. Texts in quotes stay as they are.
pub fn style(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    let mut space = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token(rest, first);
        let (token, after) = rest.split_at(length);
        rest = after;
        if first.is_whitespace() || token.starts_with("/*") {
            space = true;
            continue;
        }
        let is_mark = |one: char| "{};,".contains(one);
        let before = lean.chars().next_back();
        // A colon keeps the space before it, which is a descendant in a selector.
        let needless = is_mark(first) || before.is_none_or(|one| is_mark(one) || one == ':');
        if space && !needless {
            lean.push(' ');
        }
        space = false;
        if first == '}' && before == Some(';') {
            lean.pop();
        }
        lean.push_str(token);
    }
    lean
}

/// How much of a stylesheet belongs together: a comment, a quoted text, or one character.
fn token(rest: &str, first: char) -> usize {
    let end = match first {
        '/' if rest.starts_with("/*") => rest[2..].find("*/").map(|at| at + 4),
        '"' | '\'' => {
            let mut escaped = false;
            let closing = rest.char_indices().skip(1).find(|(_, one)| {
                let closes = *one == first && !escaped;
                escaped = *one == '\\' && !escaped;
                closes
            });
            closing.map(|(at, _)| at + 1)
        }
        _ => Some(first.len_utf8()),
    };
    end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_its_lines_and_loses_its_comments() {
        let text = "// why\nconst a = `x` // kept\n\n    /**\n     * @returns {any}\n     */\n    f() {\n  /* one */\n  }\n";
        assert_eq!(script(text).unwrap(), "const a = `x` // kept\nf() {\n}\n");
    }

    #[test]
    fn a_text_of_several_lines_is_refused() {
        assert!(script("const a = `one\n  two`").is_err());
    }

    #[test]
    fn a_style_means_the_same() {
        let text = "/* why */\n@layer a, b;\n.a :hover, .b > p {\n  color: red;\n  margin: 0 auto;\n}\n\
                    .c::after { content: \"; { \\\" /* \"; --x: calc(1px + 2px) }\n";
        assert_eq!(
            style(text),
            "@layer a,b;.a :hover,.b > p{color:red;margin:0 auto}\
             .c::after{content:\"; { \\\" /* \";--x:calc(1px + 2px)}"
        );
    }
}
