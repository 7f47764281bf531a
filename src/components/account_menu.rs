//! The menu behind the face: theme, language, sign out. A popover, so Escape and a press beside it close it and the focus
//! returns without any script.

use crate::api::Api;
use crate::app::{Theme, choose_language};
use crate::browser::task::spawn_local;
use crate::route::Route;
use crate::session::{self, Session};
use crate::ui::live::{live, live_words};
use crate::ui::{button::Button, mark::face, toast::Toasts};
use crate::words::{error, locale, locale::Locale, text};
use leptos::prelude::*;
use portico_view::view;

use super::here::Here;

/// The button with the face, and its menu.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let session = Session::here();
    let name = move || {
        let user = session.user();
        user.map(|user| user.display_name).unwrap_or_default()
    };
    view! {
        <button class="btn icon-only" type="button" popovertarget="me">
            {live(move || face(&name()))}
            <span class="vh">{live_words(move || text::shell::your_account(&name()))}</span>
        </button>
        <div class="menu" id="me" popover="auto">
            <p class="faint">{live_words(move || text::shell::signed_in_as(&name()))}</p>
            {themes()}
            {languages()}
            <SignOut />
        </div>
    }
}

/// One of several, as a native radio button.
fn choice(
    name: &'static str,
    words: String,
    language: Option<&'static str>,
    checked: bool,
    choose: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name=name checked=checked on:change=move |_| choose() />
            <span lang=language>{words}</span>
        </label>
    }
    .into_any()
}

fn choices(title: String, choices: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="choices close"><legend class="label">{title}</legend>{choices}</fieldset>
    }
    .into_any()
}

fn themes() -> AnyView {
    let chosen = Theme::chosen();
    let theme = |theme: Theme| {
        let words = match theme {
            Theme::System => text::shell::theme_system(),
            Theme::Light => text::shell::theme_light(),
            Theme::Dark => text::shell::theme_dark(),
        };
        choice(
            "theme",
            words,
            None,
            chosen == theme,
            Box::new(move || theme.choose()),
        )
    };
    choices(text::shell::theme(), Theme::ALL.map(theme).into())
}

/// Languages are offered when there is a choice; the mirrored one shows itself once it is spoken, so that one can leave it.
fn languages() -> AnyView {
    let current = locale::current();
    let mut offered = Locale::OFFERED.to_vec();
    if !offered.contains(&current) {
        offered.push(current);
    }
    if offered.len() < 2 {
        return ().into_any();
    }
    let language = |locale: Locale| {
        let words = match locale {
            Locale::English => text::shell::english(),
            Locale::Mirrored => text::shell::mirrored(),
        };
        let tag = Some(locale.document_tag());
        choice(
            "language",
            words,
            tag,
            current == locale,
            Box::new(move || choose_language(locale)),
        )
    };
    choices(
        text::shell::language(),
        offered.into_iter().map(language).collect(),
    )
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
