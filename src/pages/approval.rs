//! `/approvals/:id`: one request to decide: who asks for what and why, why I decide, and the two answers.

mod also;
mod decide;
mod head;
mod knowing;
mod lost;
mod words;

use crate::api::batch::Part;
use crate::api::endpoint::{Endpoint, RequestsOn};
use crate::api::{ApiError, Call, Fetch, fetch, requests};
use crate::changes;
use crate::components::arrival;
use crate::components::crumb::crumb;
use crate::components::layout;
use crate::components::loaded::{Waiting, loaded};
use crate::components::reader::Reader;
use crate::components::request_row::package;
use crate::components::titled::unread;
use crate::effect::effect;
use crate::forms::decision::Way;
use crate::route::Route;
use crate::ui::button::Button;
use crate::words::state::duty::Duty;
use crate::words::text::approval as text;
use decide::Decide;
use leptos::prelude::*;
use portico_graph::portico::{Capability, Progress, ProgressStage};
use portico_graph::{Approval, AssignmentRequest, stage_status};
use portico_view::view;
use words::Words;

/// How many others are shown beside it.
const ALSO: u32 = 4;

/// One approval with its request, what is told about its stages, and what else waits.
#[derive(Debug, PartialEq)]
struct One {
    approval: Approval,
    request: AssignmentRequest,
    told: Option<Progress>,
    also: Vec<AssignmentRequest>,
    me: Option<String>,
}

impl One {
    fn stages(&self) -> &[ProgressStage] {
        self.told
            .as_ref()
            .map(|told| told.stages.as_slice())
            .unwrap_or_default()
    }

    /// The stage that is being decided, with its place.
    fn running(&self) -> Option<(usize, &ProgressStage)> {
        self.stages()
            .iter()
            .enumerate()
            .find(|(_, stage)| stage.status == stage_status::IN_PROGRESS)
    }

    /// The id of the stage that waits for me.
    fn mine(&self) -> Option<String> {
        let stages = self.approval.stages.as_deref().unwrap_or_default();
        let running = |status: Option<&str>| status == Some(stage_status::IN_PROGRESS);
        let mine = stages
            .iter()
            .find(|stage| stage.assigned_to_me == Some(true) && running(stage.status.as_deref()));
        mine.map(|stage| stage.id.clone())
    }

    fn duty(&self, reader: &Reader) -> Duty {
        let stages = self.approval.stages.as_deref().unwrap_or_default();
        let target = self
            .request
            .assignment
            .as_deref()
            .and_then(|assignment| assignment.target.as_deref());
        let mut people = target.into_iter().chain(self.request.requestor.as_deref());
        let own = self.me.is_some() && people.any(|person| person.object_id == self.me);
        Duty::of(
            stages,
            self.stages(),
            self.request.state,
            own,
            self.me.as_deref(),
            reader.now(),
        )
    }

    fn person(&self) -> String {
        super::approvals::person(&self.request)
    }

    fn package(&self) -> String {
        package(&self.request).1
    }

    /// Whether a reason is asked for when approving; `None` where nobody tells.
    fn reason_required(&self) -> Option<bool> {
        self.running()
            .map(|(_, stage)| stage.is_approver_justification_required)
    }
}

async fn load(call: Call, id: String) -> Result<One, ApiError> {
    let me = call.session().user_now().map(|user| user.id);
    let also = Endpoint::my_requests(RequestsOn::Approver, None, ALSO + 1);
    let parts = [Endpoint::approval(&id), Endpoint::request(&id), also].map(Part::get);
    let told = async {
        if call.session().can(Capability::Events) {
            requests::events(&call, &id)
                .await
                .ok()
                .map(|events| events.progress)
        } else {
            None
        }
    };
    let (answers, told) = futures_util::future::join(call.batch(parts), told).await;
    let mut answers = answers?;
    let approval = answers.take(0)?;
    let mut also: Vec<AssignmentRequest> = answers.list(2).unwrap_or_default();
    // Graph lets an approver read the list of what waits, but not one request (decision 27).
    let listed = also
        .iter()
        .position(|request| request.id == id)
        .map(|index| also.remove(index));
    let request = answers.take(1).or_else(|error| listed.ok_or(error))?;
    also.truncate(usize::try_from(ALSO).unwrap_or(usize::MAX));
    Ok(One {
        approval,
        request,
        told,
        also,
        me,
    })
}

/// The page.
#[component]
pub fn ApprovalPage(id: String) -> impl IntoView {
    let wanted = id.clone();
    let one = fetch(move || wanted.clone(), load);
    let reader = Reader::here();
    let waits = {
        let reader = reader.clone();
        move || {
            one.value_now()
                .is_none_or(|one| matches!(one.duty(&reader), Duty::Waiting { .. }))
        }
    };
    changes::follow(waits, move || one.refresh());
    let refuse = RwSignal::new(false);
    let open = RwSignal::new(false);
    let lost = RwSignal::new(false);
    let words = Words::new(&id);
    arrival::title(move || match one.value() {
        Some(one) => text::title(&one.person(), &one.package()),
        None => unread(one.reading(), text::loading()),
    });
    // Somebody else was faster while the dialog stood open: nothing is left to send, but the words stay.
    effect(move || {
        let over = one
            .value()
            .is_some_and(|one| !matches!(one.duty(&Reader::here()), Duty::Waiting { .. }));
        if over && open.get() {
            lost.set(true);
            open.set(false);
        }
    });
    let waiting = Waiting {
        rows: 3,
        words: text::loading(),
        below_heading: false,
    };
    let choose = move |chosen: Way| {
        refuse.set(chosen == Way::Refuse);
        open.set(true);
    };
    view! {
        {crumb(text::back(), &Route::approvals())}
        {loaded(one, waiting, move |one| draw(&one, lost, words, choose))}
        <Decide id=id one=one refuse=refuse open=open lost=lost words=words />
    }
}

fn draw(
    one: &One,
    lost: RwSignal<bool>,
    words: Words,
    choose: impl Fn(Way) + Copy + 'static,
) -> AnyView {
    let reader = Reader::here();
    let duty = one.duty(&reader);
    let buttons = matches!(duty, Duty::Waiting { .. }).then(|| {
        layout::deciding();
        view! {
            <div class="decide" role="group" aria-label=text::decide()>
                <Button kind="stop tall" on_press=move || choose(Way::Refuse)>{text::refuse()}</Button>
                <Button kind="main tall" on_press=move || choose(Way::Approve)>{text::approve()}</Button>
            </div>
        }
    });
    view! {
        <div class="split">
            <div class="stack">
                {head::draw(one, &duty, &reader)}
                {lost::draw(one, &duty, lost, words, &reader)}
                {knowing::asked(one, &reader)}
                {knowing::worth(one, &duty, &reader)}
                {knowing::opens(one)}
                {buttons}
            </div>
            {also::draw(one)}
        </div>
    }
    .into_any()
}

/// The signal of what is read, as the parts of the page take it.
type Reading = Fetch<One>;
