//! The sentence that a page says first, with its links.

use crate::words::fill::Part;
use leptos::prelude::*;
use portico_view::view;

/// Parts of a sentence, each link leading to `href(slot)`; a slot without address stays plain.
pub fn linked(
    parts: Vec<Part>,
    class: &'static str,
    href: impl Fn(u8) -> Option<String>,
) -> AnyView {
    parts
        .into_iter()
        .map(|part| match part {
            Part::Plain(words) => words.into_any(),
            Part::Link(slot, words) => match href(slot) {
                Some(href) => view! { <a class=class href=href><bdi>{words}</bdi></a> }.into_any(),
                None => view! { <b>{words}</b> }.into_any(),
            },
        })
        .collect::<Vec<_>>()
        .into_any()
}
