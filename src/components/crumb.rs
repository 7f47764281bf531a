//! The way back to the list that a page belongs to.

use crate::route::Route;
use crate::ui::{Icon, icon_small_flip};
use leptos::prelude::*;
use portico_view::view;

/// A link to where one came from.
pub fn crumb(words: impl IntoView + 'static, to: &Route) -> AnyView {
    let words = words.into_any();
    view! { <p class="crumb"><a href=to.path()>{icon_small_flip(Icon::Back)}<bdi>{words}</bdi></a></p> }.into_any()
}
