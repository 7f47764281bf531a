//! Where the words that were looked for stand in a text.

use crate::browser::letters::small;
use leptos::prelude::*;
use portico_view::view;

/// The text with the words marked.
pub fn matched(text: &str, words: &str) -> AnyView {
    let Some((start, end)) = place(text, words) else {
        let text = text.to_owned();
        return view! { <bdi>{text}</bdi> }.into_any();
    };
    let (before, inside, after) = (
        text[..start].to_owned(),
        text[start..end].to_owned(),
        text[end..].to_owned(),
    );
    view! { <bdi>{before}<mark>{inside}</mark>{after}</bdi> }.into_any()
}

/// Whether the words stand in a text, without regard to case.
pub fn holds(text: &str, words: &str) -> bool {
    place(text, words).is_some()
}

/// The bytes of the text where the words stand: together, else the first of them that stands there at all. The service
/// finds them in any order.
fn place(text: &str, words: &str) -> Option<(usize, usize)> {
    phrase(text, words).or_else(|| words.split_whitespace().find_map(|word| phrase(text, word)))
}

fn phrase(text: &str, phrase: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = small(phrase.trim()).chars().collect();
    if wanted.is_empty() {
        return None;
    }
    text.char_indices().find_map(|(start, _)| {
        let mut wanted = wanted.iter();
        for (at, letter) in text[start..].char_indices() {
            for small in small(letter.encode_utf8(&mut [0; 4])).chars() {
                // A letter that becomes several must fit as a whole, so running out inside one is a miss.
                if wanted.next() != Some(&small) {
                    return None;
                }
            }
            if wanted.len() == 0 {
                return Some((start, start + at + letter.len_utf8()));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        assert_eq!(place("Forgeyard build service", "BUILD"), Some((10, 15)));
        assert_eq!(place("Ørsted ØST", " øst "), Some((8, 12)));
        assert_eq!(place("build", "builds"), None);
        assert_eq!(place("anything", "  "), None);
        assert_eq!(place("aab", "ab"), Some((1, 3)));
        assert_eq!(
            place("Forgeyard build service", "service forgeyard"),
            Some((16, 23))
        );
    }

    #[test]
    fn a_letter_that_grows_when_folded_is_found_whole_or_not_at_all() {
        assert_eq!(place("İzmir", "i\u{307}z"), Some((0, 3)));
        assert_eq!(place("İ", "i"), None);
    }
}
