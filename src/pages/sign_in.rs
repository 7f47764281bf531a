//! Signing in: the people of the demonstration. Whoever came for a page comes back to it.

use crate::api::{Api, demo, fetch};
use crate::browser::task::spawn_local;
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
    live::live,
    notice::Notice,
    rows::{Bay, rows},
};
use crate::words::text::{shell, sign_in as text};
use leptos::prelude::*;
use portico_graph::portico::{DemoPerson, SessionUser};
use portico_view::view;

/// The page of somebody who is nobody yet.
#[component]
pub fn SignInPage() -> impl IntoView {
    arrival::title(text::title);
    let (session, here) = (Session::here(), Here::here());
    let sign_in = signing_in();
    // What it was configured for is known before anybody gets here, and does not change.
    let page = if session.is_demo() {
        choose(sign_in)
    } else {
        unavailable()
    };
    view! { {live(move || again(session, here, sign_in))} {page} }
}

/// Who was signed out is told so, and that there is a way back.
fn again(session: Session, here: Here, sign_in: SigningIn) -> AnyView {
    match (session.standing().get(), here.route()) {
        (Standing::SignedOut(user), _) => signed_out(user, sign_in),
        (_, Route::SignIn { back: Some(back) }) if *back != Route::Home => {
            view! { <p class="soft">{text::back_to_work()}</p> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn signed_out(user: SessionUser, sign_in: SigningIn) -> AnyView {
    let name = text::as_before(&user.display_name);
    let upn = user.user_principal_name;
    let again = view! {
        <Button kind="main" busy=sign_in.busy on_press=move || sign_in.run(&upn)>{name}</Button>
    };
    view! {
        <Notice tone=Tone::Need glyph=Icon::Lock title=text::out_title() acts=again.into_any()>
            <p>{text::out()}</p>
        </Notice>
    }
    .into_any()
}

fn choose(sign_in: SigningIn) -> AnyView {
    let people = fetch(|| (), |call, ()| async move { demo::people(&call).await });
    let wanted = RwSignal::new(String::new());
    let waiting = Waiting {
        rows: 6,
        words: text::loading(),
        below_heading: true,
    };
    view! {
        <div class="head">
            <Headline class="sentence">{text::sentence(&organisation())}</Headline>
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
        {loaded(people, waiting, move |people| {
            live(move || found(&find_people(&people, &wanted.get()), sign_in))
        })}
    }
    .into_any()
}

fn found(people: &[DemoPerson], sign_in: SigningIn) -> AnyView {
    let counted = match people.len() {
        0 => text::nobody(),
        n => text::found(i64::try_from(n).unwrap_or(i64::MAX)),
    };
    let (guests, members): (Vec<_>, Vec<_>) = people
        .iter()
        .partition(|person| person.user_type == "Guest");
    let list = |id, title: String, people: Vec<&DemoPerson>| {
        let row = |person: &&DemoPerson| person_row(person, Box::new(move |upn| sign_in.run(upn)));
        let count = people.len().to_string();
        let bay = Bay::new(id, title).count(count);
        (!people.is_empty()).then(|| bay.around(rows(people.iter().map(row))))
    };
    let lists = [
        list("members", text::members(&organisation()), members),
        list("guests", text::guests(), guests),
    ];
    let status = view! { <p class="faint" role="status">{counted}</p> }.into_any();
    let shown: Vec<AnyView> = [Some(status)].into_iter().chain(lists).flatten().collect();
    shown.into_any()
}

fn organisation() -> String {
    Session::here()
        .organization()
        .unwrap_or_else(shell::product)
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
