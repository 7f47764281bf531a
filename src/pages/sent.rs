//! `/packages/:id/request/sent`: what happens now.

use crate::api::{ApiError, Call, fetch, requests};
use crate::changes;
use crate::components::arrival::{self, Headline};
use crate::components::layout;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::request_row::package as named_package;
use crate::route::Route;
use crate::ui::mark::{Door, mark};
use crate::words::state::standing::{Known, Standing};
use crate::words::text::sent as text;
use leptos::prelude::*;
use portico_graph::portico::{Capability, RequestEvents};
use portico_graph::{AssignmentRequest, RequestState};
use portico_view::view;

#[derive(Debug, PartialEq)]
struct Sent {
    request: AssignmentRequest,
    told: Option<RequestEvents>,
}

async fn load(call: Call, id: String) -> Result<Option<Sent>, ApiError> {
    if !call.session().can(Capability::Events) {
        return Ok(None);
    }
    let (request, told) =
        futures_util::future::join(requests::request(&call, &id), requests::events(&call, &id))
            .await;
    Ok(Some(Sent {
        request: request?,
        told: Some(told?),
    }))
}

/// The page.
#[component]
pub fn SentPage(package: String, request: String) -> impl IntoView {
    arrival::title(text::title);
    layout::narrow();
    let id = request.clone();
    let sent = fetch(move || id.clone(), load);
    let undecided = move || {
        sent.value_now()
            .is_some_and(|sent| sent.as_ref().as_ref().is_some_and(Sent::is_new))
    };
    changes::follow(undecided, move || sent.refresh());
    let waiting = Waiting {
        rows: 1,
        words: text::loading(),
        below_heading: false,
    };
    view! { {loaded(sent, waiting, move |sent| draw(sent.as_ref().as_ref(), &package, &request))} }
}

impl Sent {
    /// The server has not found out yet who decides.
    fn is_new(&self) -> bool {
        self.request.state == Some(RequestState::Submitted)
    }
}

fn draw(sent: Option<&Sent>, package: &str, request: &str) -> AnyView {
    let reader = Reader::here();
    let name = sent.map(|sent| named_package(&sent.request).1);
    let say = sent.map(|sent| {
        let progress = sent.told.as_ref().map(|told| &told.progress);
        let standing = Standing::of(Known::listed(&sent.request, progress));
        reader.line(&standing.headline(reader.now()))
    });
    let href = Route::Request {
        id: request.to_owned(),
    }
    .path();
    let id = request.to_owned();
    let head = name.map(|name| view! {
        <div class="with-mark">{mark(package, &name, Door::Shut)}<p class="soft"><bdi>{name.clone()}</bdi></p></div>
    });
    view! {
        <div class="head">{head}<Headline>{text::headline()}</Headline></div>
        <p class="lead" role="status">{say}</p>
        <p>{text::how_you_hear()}</p>
        <p class="faint">{text::reference()} <span class="ref" dir="ltr">{id}</span></p>
        <div class="acts">
            <a class="btn main tall" href=href>{text::see_request()}</a>
            <a class="btn bare" href=Route::packages().path()>{text::browse()}</a>
        </div>
    }
    .into_any()
}
