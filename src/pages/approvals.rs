use leptos::prelude::*;

#[component]
pub fn ApprovalsPage() -> impl IntoView {
    ()
}
