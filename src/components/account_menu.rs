//! The menu behind the face: theme, language, sign out. A popover, so Escape and a press beside it close it and the focus
//! returns without any script.

use crate::api::Api;
use crate::app::{Theme, choose_language};
use crate::route::Route;
use crate::session::{self, Session};
use crate::ui::{button::Button, mark::face, toast::Toasts};
use crate::words::{error, locale, locale::Locale, text};
use leptos::{prelude::*, task::spawn_local};

use super::here::Here;

/// The button with the face, and its menu.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let session = Session::here();
    let name = Memo::new(move |_| {
        session
            .user()
            .map(|user| user.display_name)
            .unwrap_or_default()
    });
    view! {
        <button class="btn icon-only" type="button" popovertarget="me">
            {move || face(&name.get())}
            <span class="vh">{move || text::shell::your_account(&name.get())}</span>
        </button>
        <div class="menu" id="me" popover="auto">
            <p class="faint">{move || text::shell::signed_in_as(&name.get())}</p>
            <Themes />
            <Languages />
            <SignOut />
        </div>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let chosen = RwSignal::new(Theme::chosen());
    let choice = move |theme: Theme| {
        let words = match theme {
            Theme::System => text::shell::theme_system(),
            Theme::Light => text::shell::theme_light(),
            Theme::Dark => text::shell::theme_dark(),
        };
        let choose = move |_| {
            theme.choose();
            chosen.set(theme);
        };
        view! {
            <label class="choice">
                <input type="radio" name="theme" prop:checked=move || chosen.get() == theme on:change=choose />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices close">
            <legend class="label">{text::shell::theme()}</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
}

/// Languages are offered when there is a choice; the mirrored one shows itself once it is spoken, so that one can leave it.
#[component]
fn Languages() -> impl IntoView {
    let current = locale::current();
    let mut offered = Locale::OFFERED.to_vec();
    if !offered.contains(&current) {
        offered.push(current);
    }
    let choice = move |locale: Locale| {
        let words = match locale {
            Locale::English => text::shell::english(),
            Locale::Mirrored => text::shell::mirrored(),
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="language"
                    prop:checked=current == locale
                    on:change=move |_| choose_language(locale)
                />
                <span lang=locale.document_tag()>{words}</span>
            </label>
        }
    };
    (offered.len() > 1).then(|| {
        view! {
            <fieldset class="choices close">
                <legend class="label">{text::shell::language()}</legend>
                {offered.into_iter().map(choice).collect_view()}
            </fieldset>
        }
    })
}

#[component]
fn SignOut() -> impl IntoView {
    let api = Api::here();
    let here = Here::here();
    let toasts = Toasts::here();
    let busy = RwSignal::new(false);
    let sign_out = move || {
        busy.set(true);
        spawn_local(async move {
            match session::end(api).await {
                Ok(()) => here.go(&Route::SignIn { back: None }),
                Err(problem) => toasts.say(error::say(&problem).title),
            }
            let _ = busy.try_set(false);
        });
    };
    view! { <Button busy=busy on_press=sign_out>{text::shell::sign_out()}</Button> }
}
