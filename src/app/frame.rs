//! Which page is drawn, and what stands around it.

use crate::components::here::Here;
use crate::components::shell::{Plain, Shell};
use crate::components::starting::{Starting, Unreachable};
use crate::effect::effect;
use crate::pages;
use crate::route::Route;
use crate::session::{Session, Standing};
use leptos::prelude::*;
use portico_view::view;

/// What the session means for the frame. Compared by what it is, so that news about a person do not draw the page again.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Unknown,
    Unreachable,
    Nobody,
    Person(String),
}

impl Who {
    fn of(standing: &Standing) -> Self {
        match standing {
            Standing::Unknown => Self::Unknown,
            Standing::Unreachable => Self::Unreachable,
            Standing::Anonymous => Self::Nobody,
            Standing::SignedIn(user) | Standing::SignedOut(user) => Self::Person(user.id.clone()),
        }
    }
}

/// The portal for whoever is there.
#[component]
pub fn Frame() -> impl IntoView {
    let session = Session::here();
    let here = Here::here();
    let who = Memo::new(move |_| session.standing().with(Who::of));
    let signing_in = Memo::new(move |_| matches!(here.route(), Route::SignIn { .. }));
    effect(move || {
        // Whoever is nobody signs in first and comes back; whoever is there need not.
        match (who.get(), here.route()) {
            (Who::Nobody, route) if !matches!(route, Route::SignIn { .. }) => {
                here.replace(&Route::SignIn {
                    back: Some(Box::new(route)),
                });
            }
            (Who::Person(_), Route::SignIn { back })
                if matches!(session.standing().get(), Standing::SignedIn(_)) =>
            {
                here.replace(&back.map_or(Route::Home, |back| *back));
            }
            _ => {}
        }
    });
    move || match (who.get(), signing_in.get()) {
        (Who::Unknown, _) => view! { <Starting /> }.into_any(),
        (Who::Unreachable, _) => view! { <Unreachable /> }.into_any(),
        (_, true) => view! { <Plain><pages::sign_in::SignInPage /></Plain> }.into_any(),
        (Who::Nobody, false) => ().into_any(),
        (Who::Person(_), false) => view! { <Shell><Page /></Shell> }.into_any(),
    }
}

/// The page of the current address. Filters and steps change inside their page.
#[component]
fn Page() -> impl IntoView {
    let here = Here::here();
    let page = Memo::new(move |_| here.route().page());
    move || match page.get() {
        Route::Home => view! { <pages::home::HomePage /> }.into_any(),
        Route::Packages(_) => view! { <pages::packages::PackagesPage /> }.into_any(),
        Route::Package { id } => view! { <pages::package::PackagePage id=id /> }.into_any(),
        Route::Ask { package, .. } => view! { <pages::ask::AskPage package=package /> }.into_any(),
        Route::Sent { package, request } => {
            view! { <pages::sent::SentPage package=package request=request /> }.into_any()
        }
        Route::Requests { .. } => view! { <pages::requests::RequestsPage /> }.into_any(),
        Route::Request { id } => view! { <pages::request::RequestPage id=id /> }.into_any(),
        Route::Access { .. } => view! { <pages::access::AccessPage /> }.into_any(),
        Route::AccessItem { id } => {
            view! { <pages::access_item::AccessItemPage id=id /> }.into_any()
        }
        Route::Approvals { .. } => view! { <pages::approvals::ApprovalsPage /> }.into_any(),
        Route::Approval { id } => view! { <pages::approval::ApprovalPage id=id /> }.into_any(),
        Route::Unknown => view! { <pages::not_found::NotFoundPage /> }.into_any(),
        Route::SignIn { .. } => ().into_any(),
    }
}
