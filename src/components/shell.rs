//! What stands around every page: skip link, top bar, navigation, notices, and the places where things are said.

use super::account_menu::AccountMenu;
use super::arrival::Arrival;
use super::here::Here;
use super::layout::Layout;
use super::navigation::Navigation;
use super::porch::porch;
use crate::api::{Api, endpoint::Endpoint};
use crate::browser::{focus, online};
use crate::route::Route;
use crate::session::{Session, Standing};
use crate::ui::live::{live, live_words};
use crate::ui::toast::{ToastPlace, Toasts};
use crate::ui::{Icon, Tone, mark::plate, notice::Notice};
use crate::words::text;
use leptos::{ev, prelude::*};
use portico_view::view;

/// The portal around a page of somebody who is, or was, signed in.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let layout = Layout::new();
    provide_context(layout);
    view! {
        <div class=move || layout.frame_class()>
            <Skip />
            <header class="top">{organisation()}<AccountMenu /></header>
            <Navigation />
            <main class=move || layout.page_class() id="main" tabindex="-1">{notices()}{children()}{demo()}</main>
            <Said />
        </div>
    }
}

/// The portal around a page that needs nobody: no navigation.
#[component]
pub fn Plain(children: Children) -> impl IntoView {
    provide_context(Layout::new());
    view! {
        <div class="app plain front">
            <Skip />
            <header class="top">{organisation()}</header>
            <main class="page narrow" id="main" tabindex="-1">{notices()}{children()}{demo()}</main>
            {porch()}
            <Said />
        </div>
    }
}

/// Past what is the same on every page. The router would take the link for an address, so the focus is moved by hand.
#[component]
fn Skip() -> impl IntoView {
    let skip = |event: ev::Event| {
        event.prevent_default();
        focus::on_first("#main");
    };
    view! { <a class="skip" href="#main" on:click=skip>{text::shell::skip()}</a> }
}

/// Whose portal it is: known before anything is drawn.
fn organisation() -> AnyView {
    let name = Session::here()
        .organization()
        .unwrap_or_else(text::shell::product);
    view! { <a class="org" href=Route::Home.path()>{plate(&name)}<bdi>{name}</bdi></a> }.into_any()
}

/// At most one notice of the frame: the most urgent.
fn notices() -> AnyView {
    let (session, here) = (Session::here(), Here::here());
    let waiting = Api::here().waiting();
    let online = online::online();
    live(move || {
        if !online.get() {
            return notice(
                Icon::Info,
                text::shell::offline_title(),
                text::shell::offline(),
            );
        }
        let seconds = waiting.get();
        if seconds > 0 {
            let words = text::shell::busy(seconds.into());
            return notice(Icon::Clock, text::shell::busy_title(), words);
        }
        match (session.standing().get(), here.route()) {
            (_, Route::SignIn { .. }) => ().into_any(),
            (Standing::SignedOut(_), route) => signed_out(route),
            _ => ().into_any(),
        }
    })
}

fn notice(glyph: Icon, title: String, words: String) -> AnyView {
    view! { <Notice glyph=glyph title=title appears=true><p>{words}</p></Notice> }.into_any()
}

fn signed_out(route: Route) -> AnyView {
    let back = Route::SignIn {
        back: Some(Box::new(route)),
    };
    let again = view! { <a class="btn main" href=back.path()>{text::shell::sign_in_again()}</a> };
    view! {
        <Notice
            tone=Tone::Need
            glyph=Icon::Lock
            title=text::shell::signed_out_title()
            appears=true
            acts=again.into_any()
        >
            <p>{text::shell::signed_out()}</p>
        </Notice>
    }
    .into_any()
}

/// Every page of a demonstration says that it is one, and where its letters are.
fn demo() -> AnyView {
    if !Session::here().is_demo() {
        return ().into_any();
    }
    let mail = Endpoint::demo_mail().address("");
    view! {
        <footer class="faint">
            <p>{text::shell::demo()}" "<a href=mail rel="external">{text::shell::demo_mail()}</a></p>
        </footer>
    }
    .into_any()
}

/// Where things are said that appear nowhere else.
#[component]
fn Said() -> impl IntoView {
    let said = Arrival::here().said();
    view! {
        <div class="vh" aria-live="polite">{live_words(move || said.get())}</div>
        <ToastPlace toasts=Toasts::here() />
    }
}
