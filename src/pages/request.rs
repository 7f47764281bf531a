//! `/requests/:id`: one request: where it stands, who is next, what happened.

mod delivery;
mod facts;
mod timeline;

pub use facts::answers;

use crate::api::{Api, ApiError, Call, Fetch, fetch, requests};
use crate::api::{endpoint::Endpoint, endpoint::RequestsOn, paging::Pages};
use crate::browser::focus;
use crate::browser::task::spawn_local;
use crate::changes;
use crate::components::arrival::{self, Headline};
use crate::components::crumb::crumb;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::refusal::refusal;
use crate::components::request_row::package;
use crate::components::stages::stages;
use crate::components::titled::unread;
use crate::route::{Route, Step};
use crate::ui::button::{Button, SubmitButton};
use crate::ui::colonnade::Height;
use crate::ui::dialog::Dialog;
use crate::ui::live::live_words;
use crate::ui::mark::{Door, mark};
use crate::ui::rows::Bay;
use crate::ui::toast::Toasts;
use crate::words::state::standing::{Known, Standing};
use crate::words::text::request as text;
use leptos::prelude::*;
use portico_graph::portico::{Capability, RequestEvents};
use portico_graph::{AssignmentRequest, AssignmentState};
use portico_view::view;

/// One request with its timeline, as far as the back end tells it.
#[derive(Debug, PartialEq)]
struct One {
    request: AssignmentRequest,
    told: Option<RequestEvents>,
    me: Option<String>,
}

impl One {
    fn known(&self) -> Known<'_> {
        Known {
            request: &self.request,
            progress: self.told.as_ref().map(|told| &told.progress),
            events: self
                .told
                .as_ref()
                .map(|told| told.value.as_slice())
                .unwrap_or_default(),
            me: self.me.as_deref(),
        }
    }

    fn standing(&self) -> Standing {
        Standing::of(self.known())
    }
}

async fn load(call: Call, id: String) -> Result<One, ApiError> {
    let session = call.session();
    let me = session.user_now().map(|user| user.id);
    if session.can(Capability::Events) {
        let both =
            futures_util::future::join(requests::request(&call, &id), requests::events(&call, &id));
        let (request, told) = both.await;
        return Ok(One {
            request: request?,
            told: Some(told?),
            me,
        });
    }
    // Graph lets a plain user read lists only (decision 27), so the request is looked for among the person's own.
    let mine: Vec<AssignmentRequest> =
        Pages::all(&call, &Endpoint::my_requests(RequestsOn::Target, None, 100)).await?;
    let request = mine.into_iter().find(|request| request.id == id);
    let request = request.ok_or_else(|| ApiError::from_answer(404, None, None))?;
    Ok(One {
        request,
        told: None,
        me,
    })
}

/// The page.
#[component]
pub fn RequestPage(id: String) -> impl IntoView {
    let wanted = id.clone();
    let one = fetch(move || wanted.clone(), load);
    let moving = move || one.value_now().is_none_or(|one| one.standing().is_open());
    changes::follow(moving, move || one.refresh());
    arrival::title(move || match one.value() {
        Some(one) => text::title(&package(&one.request).1),
        None => unread(one.reading(), text::loading()),
    });
    let cancelling = RwSignal::new(false);
    let waiting = Waiting {
        rows: 3,
        words: text::loading(),
        below_heading: false,
    };
    view! {
        {crumb(text::back(), &Route::requests())}
        <p class="vh" role="status">{live_words(changed(one))}</p>
        {loaded(one, waiting, move |one| draw(&one, cancelling))}
        <Cancel id=id one=one open=cancelling />
    }
}

/// What is read out when the request moves on while somebody looks; nothing at first.
fn changed(one: Fetch<One>) -> impl Fn() -> String {
    let reader = Reader::here();
    let said = Memo::new(move |before: Option<&(String, String)>| {
        let now = one
            .value()
            .map(|one| reader.plain(&one.standing().headline(reader.now())))
            .unwrap_or_default();
        let news = match before {
            Some((shown, _)) if !shown.is_empty() && *shown != now => now.clone(),
            Some((_, news)) => news.clone(),
            None => String::new(),
        };
        (now, news)
    });
    move || said.get().1
}

fn draw(one: &One, cancelling: RwSignal<bool>) -> AnyView {
    let reader = Reader::here();
    let standing = one.standing();
    let (package_id, name) = package(&one.request);
    let door = if matches!(
        standing,
        Standing::Open { .. } | Standing::PartlyOpen { .. }
    ) {
        Door::Plain
    } else {
        Door::Shut
    };
    let package_href = Route::Package {
        id: package_id.clone(),
    }
    .path();
    let headline = reader.line(&standing.headline(reader.now()));
    let delivered = delivery::rows(one.known(), &reader);
    view! {
        <div class="head">
            <div class="with-mark">
                {mark(&package_id, &name, door)}
                <p class="soft"><a href=package_href><bdi>{name.clone()}</bdi></a><br />{reader.badge(&standing.badge())}</p>
            </div>
            <Headline>{headline}</Headline>
        </div>
        <div class="split">
            <div class="stack">
                {stages(Height::Tall, one.known(), &standing, &reader)}
                {delivered.map(|rows| Bay::new("what-is-open", text::what_is_open()).around(rows))}
                {Bay::new("what-happened", text::what_happened()).around(timeline::timeline(one.known(), &standing, &reader))}
            </div>
            <aside class="stack" aria-label=text::about()>
                {acts(one, &standing, &package_id, cancelling)} {facts::facts(&one.request, &reader)}
            </aside>
        </div>
    }
    .into_any()
}

/// What the person can do now.
fn acts(one: &One, standing: &Standing, package: &str, cancelling: RwSignal<bool>) -> AnyView {
    let own = one
        .request
        .requestor
        .as_deref()
        .is_none_or(|requestor| requestor.object_id == one.me);
    let cancel = (own && standing.may_be_cancelled()).then(|| {
        view! { <Button kind="stop" on_press=move || cancelling.set(true)>{text::cancel()}</Button> }
    });
    let live = one.request.assignment.as_deref().filter(|assignment| {
        let state = assignment.state;
        matches!(
            standing,
            Standing::Open { .. } | Standing::PartlyOpen { .. }
        ) && state != Some(AssignmentState::Expired)
    });
    let see = live.map(|assignment| {
        let href = Route::AccessItem {
            id: assignment.id.clone(),
        }
        .path();
        view! { <a class="btn main" href=href>{text::see_access()}</a> }
    });
    let again = matches!(
        standing,
        Standing::Refused { .. }
            | Standing::Cancelled { .. }
            | Standing::Unanswered { .. }
            | Standing::Ended { .. }
            | Standing::NotOpened { next_try: None, .. }
    )
    .then(|| view! { <a class="btn main" href=Route::ask(package, Step::Who, None).path()>{text::again()}</a> });
    view! { <div class="acts">{see}{again}{cancel}</div> }.into_any()
}

/// Asks before the request is taken back.
#[component]
fn Cancel(id: String, one: Fetch<One>, open: RwSignal<bool>) -> impl IntoView {
    let api = Api::here();
    let toasts = Toasts::here();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(id);
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let call = api.writing();
        spawn_local(async move {
            let id = id.try_get_value().unwrap_or_default();
            let answer = requests::cancel(&call, &id).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = open.try_set(false);
                    toasts.say(text::cancelled_toast());
                    focus::on_heading().await;
                    one.refresh();
                }
                Err(error) => {
                    let _ = problem.try_set(Some(error));
                    one.refresh();
                }
            }
        });
    });
    let name = move || {
        one.value()
            .map(|one| package(&one.request).1)
            .unwrap_or_default()
    };
    view! {
        <Dialog id="cancel" open=open on_submit=send>
            <h2 id="cancel-title">{live_words(move || text::cancel_title(&name()))}</h2>
            <p class="soft">{text::cancel_say()}</p>
            <p role="status" class="faint">{live_words(move || if busy.get() { text::cancelling() } else { String::new() })}</p>
            {refusal(problem)}
            <div class="acts">
                <Button on_press=move || open.set(false)>{text::cancel_not_now()}</Button>
                <SubmitButton kind="stop" busy=busy>{text::cancel()}</SubmitButton>
            </div>
        </Dialog>
    }
}
