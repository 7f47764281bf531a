//! Sending, once: a second press is ignored, and what is sent again after a lost answer is the same request.

use super::desk::Desk;
use super::step::{Steps, step_of};
use crate::api::endpoint::{Endpoint, RequestsOn};
use crate::api::{Api, ApiError, Call, Fetch, Refusal, paging::Pages, requests};
use crate::browser::letters::small;
use crate::browser::task::spawn_local;
use crate::components::failure::for_help_desk;
use crate::components::here::Here;
use crate::forms::request::{Field, Problem, Wrong};
use crate::route::{Route, Step};
use crate::session::{self, Session};
use crate::ui::button::Button;
use crate::ui::live::{derived, live, live_words};
use crate::ui::notice::Notice;
use crate::ui::{Icon, Tone};
use crate::words::error;
use crate::words::text::ask as text;
use leptos::prelude::*;
use portico_graph::portico::{Backend, Preview};
use portico_graph::{AssignmentRequest, NewAssignmentRequest, RequestState, Requirements};
use portico_view::view;
use send_wrapper::SendWrapper;
use std::sync::Arc;

/// What is sent, and where it leads.
pub struct Sender {
    pub package: String,
    pub asked: Arc<Requirements>,
    pub steps: Steps,
    pub desk: Desk,
    pub ahead: Fetch<Option<Preview>>,
}

/// The button that sends, what is said meanwhile, and what went wrong.
#[component]
pub fn Send(sender: Sender, back: String) -> impl IntoView {
    let api = Api::here();
    let here = Here::here();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let ahead = sender.ahead;
    let blocked = derived(move || {
        let nobody = ahead.value().is_some_and(|preview| {
            preview
                .as_ref()
                .as_ref()
                .is_some_and(|ahead| !ahead.can_be_decided)
        });
        nobody.then(|| "what-next".to_owned())
    });
    let package = sender.package.clone();
    let send = move || {
        let Sender {
            package,
            asked,
            steps,
            desk,
            ..
        } = &sender;
        let valid = match desk.check(asked) {
            Ok(valid) => valid,
            Err(problems) => {
                let first = problems
                    .first()
                    .map_or(Step::Questions, |problem| step_of(&problem.field));
                desk.show(problems);
                here.go(&Route::ask(
                    package,
                    if steps.holds(first) {
                        first
                    } else {
                        Step::Questions
                    },
                    None,
                ));
                return;
            }
        };
        let again = problem.get_untracked().is_some();
        busy.set(true);
        problem.set(None);
        let call = api.writing_as(desk.client_request_id());
        let target = Session::here().user_now().map(|user| user.id);
        let body = valid.request(package, target.as_deref());
        let (package, asked, desk) = (package.clone(), Arc::clone(asked), *desk);
        spawn_local(async move {
            let answer = deliver(&call, &body, again).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(created) => {
                    desk.forget();
                    here.replace(&Route::Sent {
                        package,
                        request: created.id,
                    });
                    session::begin(api).await;
                }
                Err(error) => {
                    let found = error
                        .refusal()
                        .map(|refusal| fields(refusal, &asked))
                        .unwrap_or_default();
                    if found.is_empty() {
                        let _ = problem.try_set(Some(error));
                    } else {
                        let first = found
                            .first()
                            .map_or(Step::Questions, |problem| step_of(&problem.field));
                        desk.show(found);
                        here.go(&Route::ask(&package, first, None));
                    }
                }
            }
        });
    };
    view! {
        {live(move || problem.get().map_or_else(|| ().into_any(), |problem| refused(&problem, &package)))}
        <p role="status" class="faint">{live_words(move || if busy.get() { text::sending() } else { String::new() })}</p>
        <div class="acts">
            <Button kind="main tall" busy=busy blocked_by=blocked on_press=send>{text::send()}</Button>
            <a class="btn bare" href=back>{text::back()}</a>
        </div>
    }
}

/// Sends. Our server knows a repeated request by its id; Graph does not, so there an open request is looked for first.
async fn deliver(
    call: &Call,
    body: &NewAssignmentRequest,
    again: bool,
) -> Result<AssignmentRequest, ApiError> {
    let graph = call.session().backend() == Some(Backend::Graph);
    if again && graph {
        let mine: Vec<AssignmentRequest> =
            Pages::all(call, &Endpoint::my_requests(RequestsOn::Target, None, 100)).await?;
        let same = |request: &AssignmentRequest| {
            request.state.is_some_and(RequestState::is_open)
                && request.access_package.as_deref().map(|package| &package.id)
                    == body.assignment.access_package_id.as_ref()
        };
        if let Some(sent) = mine.into_iter().find(same) {
            return Ok(sent);
        }
    }
    requests::create(call, body).await
}

/// The fields that the server found wrong: each detail names a question, or its code names the reason or the period.
pub fn fields(refusal: &Refusal, asked: &Requirements) -> Vec<Problem> {
    use crate::forms::period::Field as Place;
    let named = |target: Option<&str>, code: &str| {
        let question = target.and_then(|target| {
            asked
                .questions
                .iter()
                .find(|one| small(target).contains(&*small(&one.id)))
        });
        match (question, code) {
            (Some(question), _) => Some(Field::Question(question.id.clone())),
            (None, "JustificationRequired") => Some(Field::Justification),
            (None, "ScheduleNotAllowed") => Some(Field::Period(Place::Length)),
            (None, _) => match target? {
                target if target.starts_with("justification") => Some(Field::Justification),
                target if target.starts_with("schedule") => Some(Field::Period(Place::Length)),
                _ => None,
            },
        }
    };
    let details = refusal
        .details
        .iter()
        .map(|detail| named(detail.target.as_deref(), &detail.code));
    let whole = std::iter::once_with(|| named(refusal.target.as_deref(), &refusal.code));
    let mut found: Vec<Problem> = Vec::new();
    for field in details.chain(whole).flatten() {
        if found.iter().all(|problem| problem.field != field) {
            found.push(Problem {
                field,
                wrong: Wrong::Refused,
            });
        }
    }
    found
}

fn refused(problem: &ApiError, package: &str) -> AnyView {
    // The frame says it already, and leads back here.
    if *problem == ApiError::Unauthorized {
        return ().into_any();
    }
    let code = problem
        .refusal()
        .map(|refusal| refusal.code.clone())
        .unwrap_or_default();
    let see_package = || {
        let href = Route::Package {
            id: package.to_owned(),
        }
        .path();
        view! { <a class="btn" href=href>{text::see_package()}</a> }.into_any()
    };
    let (title, words, acts) = match code.as_str() {
        "RequestAlreadyOpen" => {
            let open = problem
                .refusal()
                .and_then(|refusal| refusal.details.first()?.target.clone());
            let href = open
                .map_or_else(Route::requests, |id| Route::Request { id })
                .path();
            let acts = view! { <a class="btn" href=href>{text::see_requests()}</a> }.into_any();
            (text::already_open_title(), text::already_open(), acts)
        }
        "AssignmentAlreadyExists" => (text::have_title(), text::have(), see_package()),
        "IncompatibleAccess" => (
            text::incompatible_title(),
            text::incompatible(),
            see_package(),
        ),
        "NobodyCanDecide" => (text::nobody_title(), text::nobody_can(), see_package()),
        "PolicyRequirementsNotMet" => (text::not_met_title(), text::not_met(), see_package()),
        _ if *problem == ApiError::Network => (
            text::unanswered_title(),
            text::unanswered_send(),
            ().into_any(),
        ),
        _ => {
            let said = error::say(problem);
            (said.title, said.words, see_package())
        }
    };
    let help = SendWrapper::new(for_help_desk(problem));
    view! {
        <Notice tone=Tone::No glyph=Icon::Warn title=title appears=true acts=acts>
            <p>{words}</p>
            {help.take()}
        </Notice>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::{ErrorDetail, Question, QuestionKind};

    fn asked() -> Requirements {
        let question = Question {
            id: "7F3K".into(),
            is_answer_editable: None,
            is_required: None,
            localizations: vec![],
            sequence: None,
            text: None,
            kind: QuestionKind::Text {
                is_single_line: true,
                regex_pattern: None,
            },
        };
        Requirements {
            questions: vec![question],
            ..Requirements::default()
        }
    }

    #[test]
    fn details_lead_back_to_their_fields() {
        let detail = |code: &str, target: &str| ErrorDetail {
            code: code.into(),
            target: Some(target.into()),
            ..ErrorDetail::default()
        };
        let refusal = Refusal {
            code: "AnswerInvalid".into(),
            details: vec![
                detail("AnswerInvalid", "answers/7f3k"),
                detail("AnswerRequired", "7F3K"),
                detail("JustificationRequired", "justification"),
                detail("ScheduleNotAllowed", "schedule/expiration"),
                detail("SomethingElse", "elsewhere"),
            ],
            ..Refusal::default()
        };
        let ids: Vec<String> = fields(&refusal, &asked())
            .iter()
            .map(|problem| problem.field.id())
            .collect();
        assert_eq!(ids, ["question-7F3K", "justification", "length"]);
    }

    #[test]
    fn a_refusal_as_a_whole_has_no_field() {
        let refusal = Refusal {
            code: "RequestAlreadyOpen".into(),
            ..Refusal::default()
        };
        assert_eq!(fields(&refusal, &asked()), []);
        let reason = Refusal {
            code: "JustificationRequired".into(),
            ..Refusal::default()
        };
        assert_eq!(fields(&reason, &asked()).len(), 1);
    }
}
