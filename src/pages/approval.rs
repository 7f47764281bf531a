use leptos::prelude::*;

#[component]
pub fn ApprovalPage(id: String) -> impl IntoView {
    drop(id);
    ()
}
