//! A modal dialog: a sheet on a phone, a panel on a desk.

use crate::browser::focus;
use crate::effect::effect;
use leptos::{ev, html, prelude::*};
use portico_view::view;
use send_wrapper::SendWrapper;

/// Opens while `open` is true. Escape and the form's own closing set it to false; the focus goes to the first field and
/// back to where it was. The children stand inside the dialog's form, the title first, with the id `{id}-title`.
#[component]
pub fn Dialog(
    id: &'static str,
    open: RwSignal<bool>,
    /// Called when the form is sent; without it, sending closes.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(None);
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        let is_open = open.get();
        if is_open && !dialog.open() {
            opener.set_value(focus::current());
            // It is in the document and not open, the two reasons to refuse.
            let _ = dialog.show_modal();
            focus::on_first(&format!("#{id} :is(textarea, input, select)"));
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        // The browser tells of closing a moment later, and by then a quick hand may have opened it again.
        if dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
            return;
        }
        open.set(false);
        if let Some(opener) = opener.try_update_value(Option::take).flatten() {
            focus::on(&opener);
        }
    };
    let submit = move |event: ev::Event| {
        event.prevent_default();
        match on_submit {
            Some(on_submit) => on_submit.run(()),
            None => open.set(false),
        }
    };
    let closing = SendWrapper::new(dialog);
    on_cleanup(move || {
        if let Some(dialog) = closing.get_untracked() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog" id=id aria-labelledby=format!("{id}-title") node_ref=dialog on:close=closed>
            {move || open.get().then(|| view! { <form method="dialog" novalidate on:submit=submit>{children()}</form> })}
        </dialog>
    }
}
