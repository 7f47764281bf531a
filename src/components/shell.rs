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
use crate::ui::toast::{ToastPlace, Toasts};
use crate::ui::{Icon, Tone, mark::plate, notice::Notice};
use crate::words::text;
use leptos::{ev, prelude::*};

/// The portal around a page of somebody who is, or was, signed in.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let layout = Layout::new();
    provide_context(layout);
    view! {
        <div class=move || layout.frame_class()>
            <Skip />
            <header class="top"><Organisation /><AccountMenu /></header>
            <Navigation />
            <main class=move || layout.page_class() id="main" tabindex="-1"><Notices />{children()}<Demo /></main>
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
            <header class="top"><Organisation /></header>
            <main class="page narrow" id="main" tabindex="-1"><Notices />{children()}<Demo /></main>
            {porch()}
            <Said />
        </div>
    }
}

/// Past what is the same on every page. The router would take the link for an address, so the focus is moved by hand.
#[component]
fn Skip() -> impl IntoView {
    let skip = |event: ev::MouseEvent| {
        event.prevent_default();
        focus::on_first("#main");
    };
    view! { <a class="skip" href="#main" on:click=skip>{text::shell::skip()}</a> }
}

#[component]
fn Organisation() -> impl IntoView {
    let session = Session::here();
    let name = move || {
        let known = session
            .config()
            .map(|config| config.organization.display_name);
        known.unwrap_or_else(text::shell::product)
    };
    view! { <a class="org" href=Route::Home.path()>{move || plate(&name())}<bdi>{name}</bdi></a> }
}

/// At most one notice of the frame: the most urgent.
#[component]
fn Notices() -> impl IntoView {
    let session = Session::here();
    let here = Here::here();
    let waiting = Api::here().waiting();
    let online = online::online();
    let signed_out = Memo::new(move |_| matches!(session.standing().get(), Standing::SignedOut(_)));
    let signing_in = Memo::new(move |_| matches!(here.route(), Route::SignIn { .. }));
    view! {
        {move || {
            if !online.get() {
                return view! {
                    <Notice glyph=Icon::Info title=text::shell::offline_title() appears=true>
                        <p>{text::shell::offline()}</p>
                    </Notice>
                }.into_any();
            }
            if let Some(seconds) = waiting.get() {
                return view! {
                    <Notice glyph=Icon::Clock title=text::shell::busy_title() appears=true>
                        <p>{text::shell::busy(seconds.into())}</p>
                    </Notice>
                }.into_any();
            }
            if signed_out.get() && !signing_in.get() {
                let back = Route::SignIn { back: Some(Box::new(here.route())) }.path();
                return view! {
                    <Notice
                        tone=Tone::Need
                        glyph=Icon::Lock
                        title=text::shell::signed_out_title()
                        appears=true
                        acts=view! { <a class="btn main" href=back>{text::shell::sign_in_again()}</a> }.into_any()
                    >
                        <p>{text::shell::signed_out()}</p>
                    </Notice>
                }.into_any();
            }
            ().into_any()
        }}
    }
}

/// Every page of a demonstration says that it is one, and where its letters are.
#[component]
fn Demo() -> impl IntoView {
    let session = Session::here();
    let demo = move || session.config().is_some_and(|config| config.demo);
    let mail = || Endpoint::demo_mail().address("");
    move || {
        demo().then(|| {
            view! {
                <footer class="faint">
                    <p>{text::shell::demo()}" "<a href=mail() rel="external">{text::shell::demo_mail()}</a></p>
                </footer>
            }
        })
    }
}

/// Where things are said that appear nowhere else.
#[component]
fn Said() -> impl IntoView {
    let said = Arrival::here().said();
    view! {
        <div class="vh" aria-live="polite">{said}</div>
        <ToastPlace toasts=Toasts::here() />
    }
}
