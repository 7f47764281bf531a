//! What happened and what comes, newest last.

use super::{Icon, colonnade::Is, icon};
use leptos::prelude::*;
use portico_view::view;

/// One thing that happened or will.
pub struct Moment {
    pub is: Is,
    /// None leaves the dot empty: it has not happened.
    pub glyph: Option<Icon>,
    /// A `<time>`.
    pub when: AnyView,
    pub title: AnyView,
    pub say: Option<String>,
    /// Somebody's own words.
    pub quote: Option<String>,
}

/// The moments in order.
pub fn timeline(moments: Vec<Moment>) -> AnyView {
    let items = moments
        .into_iter()
        .map(|moment| {
            view! {
                <li data-is=moment.is.word()>
                    <span class="dot">{moment.glyph.map(icon)}</span>
                    <p class="when">{moment.when}</p>
                    <h3>{moment.title}</h3>
                    {moment.say.map(|say| view! { <p>{say}</p> })}
                    {moment.quote.map(|quote| view! { <blockquote class="quote" dir="auto">{quote}</blockquote> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="timeline" role="list">{items}</ol> }.into_any()
}
