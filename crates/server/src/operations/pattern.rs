//! Patterns of questions, run by an engine whose time grows with the text alone: a hostile pattern or answer cannot hold the server.

use regex::{Regex, RegexBuilder};

/// The most memory one compiled pattern may take.
const SIZE_LIMIT: usize = 256 * 1024;

/// Compiles a pattern so that only a whole answer matches.
///
/// # Errors
/// What is wrong with it: its syntax, look-around or back references (which this engine does not run), or its size.
pub fn whole(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|problem| problem.to_string())
}

/// Whether the whole value matches. A pattern that does not compile matches nothing; import and writes refuse such patterns.
pub fn matches(pattern: &str, value: &str) -> bool {
    whole(pattern).is_ok_and(|compiled| compiled.is_match(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_answer() {
        assert!(matches(r"CHG-\d{5}", "CHG-20391"));
        assert!(!matches(r"CHG-\d{5}", "CHG-20391x"));
        assert!(!matches(r"CHG-\d{5}", "CHG-20391\n"));
        assert!(!matches("a|b", "ab"));
    }

    #[test]
    fn what_is_not_linear_is_refused() {
        assert!(whole("(?=a)b").is_err());
        assert!(whole(r"(a)\1").is_err());
        assert!(whole("(a{1000}){1000}").is_err());
        assert!(whole("(").is_err());
    }
}
