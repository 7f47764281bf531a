//! A notice; at most one a page.

use super::{Icon, Tone, icon};
use leptos::prelude::*;
use portico_view::view;

/// A heading, words and what can be done.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    glyph: Icon,
    #[prop(into)] title: String,
    /// True when it appears later than its page: it is then read out.
    #[prop(optional)]
    appears: bool,
    /// Links and buttons.
    #[prop(optional, into)]
    acts: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=format!("notice line {}", tone.class()) role=appears.then_some("status")>
            {icon(glyph)}
            <div>
                <h2>{title}</h2>
                {children()}
            </div>
            {acts.map(|acts| view! { <div class="acts">{acts}</div> })}
        </section>
    }
}
