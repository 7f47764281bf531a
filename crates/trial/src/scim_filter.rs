//! Filters of SCIM: what is read is printed and read again as the same filter, and what is not has a place in the text.

use portico_server::scim::filter::{meets, read};
use serde_json::Value;

/// A printed filter has more parentheses, and may be too long or too deep to be read.
const PLAIN: usize = 1_000;

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    match read(text) {
        Ok(filter) => {
            assert_eq!(meets(&filter, &Value::Null), meets(&filter, &Value::Null));
            let printed = filter.to_string();
            if printed.len() < PLAIN && !too_deep(&printed) {
                assert_eq!(read(&printed), Ok(filter), "{text:?} became {printed:?}");
            }
        }
        Err(problem) => {
            let places = 1..=text.chars().count() + 1;
            assert!(places.contains(&problem.at), "{text:?}: {problem}");
        }
    }
}

fn too_deep(printed: &str) -> bool {
    printed.matches(['(', '[']).count() > 16
}
