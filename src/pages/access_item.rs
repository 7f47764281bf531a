use leptos::prelude::*;

#[component]
pub fn AccessItemPage(id: String) -> impl IntoView {
    drop(id);
    ()
}
