//! The dialog of a decision. Nothing is sent before its button, and the words survive whatever happens.

use super::words::Words;
use super::{One, Reading, knowing};
use crate::api::{Api, ApiError, approvals};
use crate::browser::focus;
use crate::browser::task::spawn_local;
use crate::components::reader::Reader;
use crate::components::refusal::refusal;
use crate::effect::effect;
use crate::forms::decision::{Draft, Way};
use crate::session;
use crate::ui::button::{Button, SubmitButton};
use crate::ui::dialog::Dialog;
use crate::ui::field::{FieldIds, oops};
use crate::ui::live::{derived, live, live_words};
use crate::ui::toast::Toasts;
use crate::words::state::who::Deciders;
use crate::words::text::approval as text;
use leptos::{ev, prelude::*};
use portico_view::view;

/// The id of the field for the words.
const WORDS: &str = "words";

#[component]
pub fn Decide(
    /// The request.
    id: String,
    one: Reading,
    /// Which way is being taken.
    refuse: RwSignal<bool>,
    open: RwSignal<bool>,
    /// Set when somebody else was faster.
    lost: RwSignal<bool>,
    words: Words,
) -> impl IntoView {
    let api = Api::here();
    let toasts = Toasts::here();
    let busy = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(id);
    effect(move || {
        // Each time the dialog opens it starts clean, but for the words.
        if open.get() {
            missing.set(false);
            problem.set(None);
        }
    });
    let required =
        move || refuse.get() || one.value().and_then(|one| one.reason_required()) == Some(true);
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let Some(now) = one.value_now() else { return };
        let chosen = way_of(refuse.get_untracked());
        let Ok(valid) = (Draft { words: words.now() })
            .trimmed()
            .validate(chosen, now.reason_required())
        else {
            missing.set(true);
            focus::on_field(WORDS);
            return;
        };
        let Some(stage) = now.mine() else {
            lost.set(true);
            open.set(false);
            return;
        };
        missing.set(false);
        problem.set(None);
        busy.set(true);
        let who = now.person();
        let call = api.writing();
        spawn_local(async move {
            let request = id.try_get_value().unwrap_or_default();
            let answer = approvals::decide(&call, &request, &stage, valid.body()).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    words.forget();
                    let _ = open.try_set(false);
                    toasts.say(match chosen {
                        Way::Approve => text::approved_toast(&who),
                        Way::Refuse => text::refused_toast(&who),
                    });
                    focus::on_heading().await;
                    one.refresh();
                    session::begin(api).await;
                }
                // Somebody else decided, or it ended: the stage is read again and tells who and when.
                Err(ApiError::Conflict(_) | ApiError::Forbidden(_)) => {
                    let _ = lost.try_set(true);
                    let _ = open.try_set(false);
                    focus::on_heading().await;
                    one.refresh();
                    session::begin(api).await;
                }
                Err(error) => drop(problem.try_set(Some(error))),
            }
        });
    });
    let required = derived(required);
    view! {
        <Dialog id="decide" open=open on_submit=send>
            <h2 id="decide-title">{live_words(move || one.value().map(|one| title(&one, way_of(refuse.get()))).unwrap_or_default())}</h2>
            <p class="soft">{live(move || one.value().map_or_else(|| ().into_any(), |one| what_then(&one, way_of(refuse.get()))))}</p>
            {field(words, required, missing)}
            <p role="status" class="faint">{live_words(move || if busy.get() { text::sending() } else { String::new() })}</p>
            {refusal(problem)}
            <div class="acts">
                <Button on_press=move || open.set(false)>{text::not_now()}</Button>
                {live(move || match way_of(refuse.get()) {
                    Way::Approve => view! { <SubmitButton kind="main" busy=busy>{text::approve()}</SubmitButton> }.into_any(),
                    Way::Refuse => view! { <SubmitButton kind="stop" busy=busy>{text::refuse()}</SubmitButton> }.into_any(),
                })}
            </div>
        </Dialog>
    }
}

/// The field for the words.
fn field(words: Words, required: Signal<bool>, missing: RwSignal<bool>) -> AnyView {
    let ids = FieldIds::new(WORDS);
    let (hint_id, error_id) = (ids.hint.clone(), ids.error.clone());
    let error = derived(move || missing.get().then(text::words_missing));
    let label = move || {
        if required.get() {
            text::words()
        } else {
            text::words_optional()
        }
    };
    let described = move || ids.described_by(true, missing.get());
    view! {
        <div class=move || if missing.get() { "field wrong" } else { "field" }>
            <label for=WORDS>{live_words(label)}</label>
            <p class="hint" id=hint_id>{text::words_hint()}</p>
            {oops(error_id, error).into_any()}
            <textarea
                class="input"
                id=WORDS
                aria-invalid=move || missing.get().then_some("true")
                aria-describedby=described
                aria-required=move || required.get().then_some("true")
                prop:value=move || words.get()
                on:input=move |event: ev::Event| words.set(event_target_value(&event))
            ></textarea>
        </div>
    }
    .into_any()
}

fn way_of(refuse: bool) -> Way {
    if refuse { Way::Refuse } else { Way::Approve }
}

fn title(one: &One, way: Way) -> String {
    match way {
        Way::Approve => text::approve_title(&one.person(), &one.package()),
        Way::Refuse => text::refuse_title(&one.package(), &one.person()),
    }
}

/// What comes after the answer, and who reads it.
fn what_then(one: &One, way: Way) -> AnyView {
    let reader = Reader::here();
    let who = one.person();
    let (index, visible) = one
        .running()
        .map_or((None, false), |(index, stage)| (Some(index), stage.visible));
    let then = match way {
        Way::Refuse => text::request_ends(&who).into(),
        Way::Approve => {
            let next = index.and_then(|index| one.stages().get(index + 1));
            match next.and_then(|next| Deciders::of_stage(next).phrase()) {
                Some(next) => knowing::after_you(next),
                None if index.is_some() => text::then_opens().into(),
                None => crate::words::line::Line::default(),
            }
        }
    };
    let sees = if visible {
        text::sees_name(&who)
    } else {
        text::sees_words(&who)
    };
    reader.line(&then.then(sees.into()))
}
