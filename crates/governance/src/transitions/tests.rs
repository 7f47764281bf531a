use std::collections::HashSet;

use portico_graph::time::{Duration, Instant};

use super::*;
use crate::{
    approval::{Approval, Decision, OpenStage, StageRule, Verdict},
    approvers, assignment,
    people::{Parties, People},
    request::{self, Command, DeliveryOutcome, Denial, Moment, Pauses, Plan, Reply},
};

const NOW: Instant = Instant::from_unix(1_000_000);
const RULE: StageRule = StageRule {
    patience: Duration::from_days(14),
    escalation: Some(Duration::from_days(1)),
    justification_required: false,
};

fn seat() -> approvers::Seat {
    let stage = portico_graph::ApprovalStagePolicy {
        primary_approvers: vec![portico_graph::SubjectSet::SingleUser {
            user_id: "bo".to_owned(),
            description: None,
        }],
        ..Default::default()
    };
    let people = People {
        active: ["bo".to_owned()].into(),
        ..People::default()
    };
    approvers::resolve(&stage, false, &Parties::default(), &people)
        .seat("bo")
        .unwrap()
}

fn pending(stages: usize, started: Instant, start: Option<Instant>) -> request::State {
    let open = OpenStage {
        stage: 0,
        started,
        deadline: started + RULE.patience,
        escalated: false,
    };
    let approval = Approval {
        rules: vec![RULE; stages],
        open,
    };
    request::State::PendingApproval {
        approval,
        start,
        pauses: false,
    }
}

fn request_states() -> Vec<request::State> {
    use request::State;
    let tomorrow = Some(NOW + Duration::from_days(1));
    let long_ago = NOW + Duration::from_days(-14);
    let plan = |stages, start| Plan {
        stages: vec![RULE; stages],
        start,
        pauses: Pauses::default(),
    };
    let asking = |pauses, stages, start| Plan {
        pauses,
        ..plan(stages, start)
    };
    let (first, last) = (
        Pauses {
            created: true,
            approved: false,
        },
        Pauses {
            created: false,
            approved: true,
        },
    );
    let awaiting = |at, plan| State::AwaitingCallback { at, plan };
    vec![
        State::Submitted(asking(first, 1, None)),
        awaiting(Moment::Created, asking(first, 1, None)),
        awaiting(Moment::Created, asking(first, 0, None)),
        awaiting(Moment::Created, asking(first, 0, tomorrow)),
        awaiting(Moment::Created, asking(last, 0, None)),
        awaiting(Moment::Approved, asking(last, 0, None)),
        awaiting(Moment::Approved, asking(last, 1, None)),
        awaiting(Moment::Approved, asking(last, 1, tomorrow)),
        State::Submitted(plan(0, None)),
        State::Submitted(plan(0, tomorrow)),
        State::Submitted(plan(2, None)),
        pending(1, NOW, None),
        pending(1, NOW, tomorrow),
        pending(2, NOW, None),
        pending(1, NOW + Duration::from_days(-2), None),
        pending(1, long_ago, None),
        State::Scheduled { start: NOW },
        State::Delivering,
        State::Delivered,
        State::PartiallyDelivered { ended: NOW },
        State::DeliveryFailed { ended: NOW },
        State::Denied(Denial::ByApprover),
        State::Denied(Denial::Expired),
        State::Denied(Denial::TurnedAway),
        State::Canceled,
    ]
}

fn request_commands() -> Vec<(C, Command)> {
    let decide = |verdict| {
        Command::Decide(Decision {
            stage: 0,
            seat: seat(),
            verdict,
            justification: String::new(),
        })
    };
    vec![
        (C::Start, Command::Start),
        (C::TurnAway, Command::TurnAway),
        (C::Approve, decide(Verdict::Approve)),
        (C::Deny, decide(Verdict::Deny)),
        (C::Escalate, Command::Escalate { stage: 0 }),
        (C::TimeOut, Command::TimeOut { stage: 0 }),
        (C::GoOn, Command::Resume(Reply::GoOn)),
        (C::Stop, Command::Resume(Reply::Deny)),
        (C::CallOff, Command::Resume(Reply::Cancel)),
        (
            C::CallbackTimeOut,
            Command::CallbackTimeOut(Moment::Created),
        ),
        (
            C::CallbackTimeOut,
            Command::CallbackTimeOut(Moment::Approved),
        ),
        (C::Open, Command::Open),
        (C::Report, Command::Report(DeliveryOutcome::All)),
        (C::Report, Command::Report(DeliveryOutcome::Some)),
        (C::Report, Command::Report(DeliveryOutcome::Nothing)),
        (C::Reprocess, Command::Reprocess),
        (C::Cancel, Command::Cancel),
    ]
}

#[test]
fn requests_do_what_is_listed_and_nothing_else() {
    let mut seen = HashSet::new();
    for state in request_states() {
        for (kind, command) in request_commands() {
            if let Ok((next, _)) = request::step(state.clone(), command, NOW) {
                seen.insert((state.word(), kind, next.word()));
            }
        }
    }
    let listed: HashSet<_> = REQUEST.iter().copied().collect();
    assert_eq!(listed.len(), REQUEST.len(), "a line stands twice");
    assert_eq!(seen, listed);
}

#[test]
fn assignments_do_what_is_listed_and_nothing_else() {
    use assignment::{Command as Do, State};
    let ends = Some(NOW);
    let states = [
        State::Reserved,
        State::Released,
        State::Delivering,
        State::Delivered { ends },
        State::PartiallyDelivered { ends },
        State::DeliveryFailed,
        State::Expired { at: NOW },
    ];
    let report = |outcome| (A::Report, Do::Report { outcome, ends });
    let commands = [
        (A::Begin, Do::Begin),
        (A::Release, Do::Release),
        report(DeliveryOutcome::All),
        report(DeliveryOutcome::Some),
        report(DeliveryOutcome::Nothing),
        (A::Retry, Do::Retry),
        (A::Change, Do::Change { ends: None }),
        (A::Repair, Do::Repair),
        (A::Expire, Do::Expire),
        (A::Remove, Do::Remove),
    ];
    let mut seen = HashSet::new();
    for state in states {
        for (kind, command) in commands {
            if let Ok((next, _)) = assignment::step(state, command, NOW) {
                assert_ne!(state, State::Released, "a released id was used");
                seen.insert((state.word(), kind, next.word()));
            }
        }
    }
    let listed: HashSet<_> = ASSIGNMENT.iter().copied().collect();
    assert_eq!(listed.len(), ASSIGNMENT.len(), "a line stands twice");
    assert_eq!(seen, listed);
}

#[test]
fn every_state_of_the_metadata_has_its_place() {
    let on_the_way: HashSet<_> = REQUEST.iter().flat_map(|(a, _, b)| [*a, *b]).collect();
    for state in RequestState::MEMBERS {
        assert_eq!(
            on_the_way.contains(state),
            *state != RequestState::UnknownFutureValue,
            "{state}"
        );
    }
}
