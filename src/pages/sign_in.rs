//! Signing in: the people of the demonstration. Whoever came for a page comes back to it.

use crate::api::{Api, demo, fetch};
use crate::components::arrival::{self, Headline};
use crate::components::here::Here;
use crate::components::loaded::{Waiting, loaded};
use crate::components::person::{find_people, person_row};
use crate::route::Route;
use crate::session::{self, Session, Standing};
use crate::ui::toast::Toasts;
use crate::ui::{
    Icon, Tone, blank,
    button::Button,
    notice::Notice,
    rows::{Bay, rows},
};
use crate::words::text::{shell, sign_in as text};
use leptos::{prelude::*, task::spawn_local};
use portico_graph::portico::{DemoPerson, SessionUser};
use std::sync::Arc;

/// The page of somebody who is nobody yet.
#[component]
pub fn SignInPage() -> impl IntoView {
    arrival::title(text::title);
    let session = Session::here();
    let demo = Memo::new(move |_| session.config().is_some_and(|config| config.demo));
    view! {
        <Again />
        {move || if demo.get() { view! { <Choose /> }.into_any() } else { unavailable() }}
    }
}

/// Who was signed out is told so, and that there is a way back.
#[component]
fn Again() -> impl IntoView {
    let session = Session::here();
    let here = Here::here();
    let sign_in = signing_in();
    let back = Memo::new(
        move |_| matches!(here.route(), Route::SignIn { back: Some(back) } if *back != Route::Home),
    );
    let notice = move |user: SessionUser| {
        let name = user.display_name.clone();
        let upn = user.user_principal_name;
        let again = view! {
            <Button kind="main" busy=sign_in.busy on_press=move || sign_in.run(&upn)>{text::as_before(&name)}</Button>
        };
        view! {
            <Notice tone=Tone::Need glyph=Icon::Lock title=text::out_title() acts=again.into_any()>
                <p>{text::out()}</p>
            </Notice>
        }
    };
    move || match session.standing().get() {
        Standing::SignedOut(user) => notice(user).into_any(),
        _ => back
            .get()
            .then(|| view! { <p class="soft">{text::back_to_work()}</p> })
            .into_any(),
    }
}

#[component]
fn Choose() -> impl IntoView {
    let session = Session::here();
    let organisation = session.organization().unwrap_or_else(shell::product);
    let people = fetch(|| (), |call, ()| async move { demo::people(&call).await });
    let wanted = RwSignal::new(String::new());
    let waiting = Waiting {
        rows: 6,
        words: text::loading(),
        below_heading: true,
    };
    view! {
        <div class="head">
            <Headline class="sentence">{text::sentence(&organisation)}</Headline>
            <p class="lead">{text::demo()}</p>
        </div>
        <div class="field">
            <label for="who">{text::find()}</label>
            <input
                class="input"
                id="who"
                type="search"
                autocomplete="off"
                on:input=move |event| wanted.set(event_target_value(&event))
            />
        </div>
        {loaded(people, waiting, move |people| view! { <People people=people wanted=wanted /> }.into_any())}
    }
}

#[component]
fn People(people: Arc<Vec<DemoPerson>>, wanted: RwSignal<String>) -> impl IntoView {
    let session = Session::here();
    let organisation = session.organization().unwrap_or_else(shell::product);
    let sign_in = signing_in();
    let found = Memo::new(move |_| find_people(&people, &wanted.get()));
    let list = move |guests: bool| {
        let found: Vec<DemoPerson> = found
            .get()
            .into_iter()
            .filter(|one| (one.user_type == "Guest") == guests)
            .collect();
        let row = |person: DemoPerson| person_row(&person, move |upn| sign_in.run(upn));
        (!found.is_empty()).then(|| {
            let title = if guests {
                text::guests()
            } else {
                text::members(&organisation)
            };
            Bay::new(if guests { "guests" } else { "members" }, title)
                .count(found.len().to_string())
                .around(rows(found.into_iter().map(row)))
        })
    };
    let counted = move || match found.with(Vec::len) {
        0 => text::nobody(),
        n => text::found(i64::try_from(n).unwrap_or(i64::MAX)),
    };
    let guests = list.clone();
    view! {
        <p class="faint" role="status">{counted}</p>
        {move || list(false)}
        {move || guests(true)}
    }
}

fn unavailable() -> AnyView {
    blank::blank(1, text::unavailable_title(), text::unavailable(), ())
}

/// Signing in as somebody, one at a time.
#[derive(Clone, Copy)]
struct SigningIn {
    api: Api,
    toasts: Toasts,
    busy: RwSignal<bool>,
}

fn signing_in() -> SigningIn {
    SigningIn {
        api: Api::here(),
        toasts: Toasts::here(),
        busy: RwSignal::new(false),
    }
}

impl SigningIn {
    fn run(self, upn: &str) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        let upn = upn.to_owned();
        spawn_local(async move {
            match demo::sign_in(&self.api.writing(), &upn).await {
                Ok(()) => session::begin(self.api).await,
                Err(_) => self.toasts.say(text::failed()),
            }
            let _ = self.busy.try_set(false);
        });
    }
}
