use leptos::prelude::*;

#[component]
pub fn AccessPage() -> impl IntoView {
    ()
}
