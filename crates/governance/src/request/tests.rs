//! Sequences of commands against the life of a request.

use portico_graph::{ApprovalStagePolicy, SubjectSet};
use proptest::prelude::*;

use super::*;
use crate::{
    approval::Verdict,
    approvers::{self, Seat},
    people::{Parties, People},
};

const START: Instant = Instant::from_unix(1_000_000_000);
const ASKER: &str = "ana";

/// Seats of one stage that names the asker first, so that a leak would show.
fn seat(user: &str) -> Option<Seat> {
    let named = |user: &str| SubjectSet::SingleUser {
        user_id: user.to_owned(),
        description: None,
    };
    let stage = ApprovalStagePolicy {
        primary_approvers: vec![named(ASKER), named("bo"), named("chen")],
        ..ApprovalStagePolicy::default()
    };
    let people = People {
        active: [ASKER, "bo", "chen"].map(str::to_owned).into(),
        ..People::default()
    };
    let parties = Parties {
        requestor: Some(ASKER.to_owned()),
        target: Some(ASKER.to_owned()),
        organization: None,
    };
    approvers::resolve(&stage, false, &parties, &people).seat(user)
}

fn rule(escalation: Option<i64>, justification_required: bool) -> StageRule {
    StageRule {
        patience: Duration::from_days(5),
        escalation: escalation.map(Duration::from_days),
        justification_required,
    }
}

fn decide(stage: usize, verdict: Verdict, words: &str) -> Command {
    Command::Decide(Decision {
        stage,
        seat: seat("bo").unwrap(),
        verdict,
        justification: words.to_owned(),
    })
}

fn pending(stages: Vec<StageRule>) -> State {
    let (state, _) = submit(Plan {
        stages,
        ..Plan::default()
    });
    step(state, Command::Start, START).unwrap().0
}

#[test]
fn two_stages_one_after_the_other() {
    let state = pending(vec![rule(None, false), rule(None, true)]);
    let later = START + Duration::from_days(1);
    assert_eq!(
        step(state.clone(), decide(1, Verdict::Approve, "x"), later),
        Err(Refusal::StageNotOpen)
    );
    let (state, effects) = step(state, decide(0, Verdict::Approve, ""), later).unwrap();
    assert_eq!(state.word(), RequestState::PendingApproval);
    let deadline = later + Duration::from_days(5);
    assert!(effects.contains(&Effect::OpenStage {
        stage: 1,
        started: later,
        deadline,
        escalates: None
    }));
    assert_eq!(
        step(state.clone(), decide(0, Verdict::Approve, ""), later),
        Err(Refusal::StageSettled)
    );
    assert_eq!(
        step(state.clone(), decide(1, Verdict::Approve, " "), later),
        Err(Refusal::JustificationRequired)
    );
    assert_eq!(
        step(state.clone(), decide(1, Verdict::Approve, "x"), deadline),
        Err(Refusal::DeadlinePassed { deadline })
    );
    let (state, effects) = step(state, decide(1, Verdict::Approve, "fine"), later).unwrap();
    assert_eq!(state, State::Delivering);
    assert!(effects.contains(&Effect::Deliver));
}

#[test]
fn escalation_keeps_the_clock_and_the_first_approvers() {
    let state = pending(vec![rule(Some(2), false)]);
    let escalate = Command::Escalate { stage: 0 };
    let due = START + Duration::from_days(2);
    assert_eq!(
        step(state.clone(), escalate.clone(), START),
        Err(Refusal::TooEarly { due })
    );
    let (state, _) = step(state, escalate.clone(), due).unwrap();
    assert_eq!(state.status(), "PendingApprovalEscalated");
    assert_eq!(
        step(state.clone(), escalate, due),
        Err(Refusal::NotPossible)
    );
    let timed_out = step(
        state,
        Command::TimeOut { stage: 0 },
        START + Duration::from_days(5),
    );
    assert_eq!(timed_out.unwrap().0.status(), "Expired");
}

#[test]
fn reprocessing_has_an_end() {
    let state = State::DeliveryFailed { ended: START };
    let late = START + REPROCESS_WITHIN;
    assert_eq!(
        step(state.clone(), Command::Reprocess, late),
        Err(Refusal::TooLate)
    );
    assert!(step(state, Command::Reprocess, START).is_ok());
}

fn a_command() -> impl Strategy<Value = Command> {
    let decision = (0usize..4, any::<bool>(), any::<bool>(), "[a-z]{0,2}").prop_filter_map(
        "a seat",
        |(stage, approve, first, justification)| {
            Some(Command::Decide(Decision {
                stage,
                seat: seat(if first { "bo" } else { "chen" })?,
                verdict: if approve {
                    Verdict::Approve
                } else {
                    Verdict::Deny
                },
                justification,
            }))
        },
    );
    prop_oneof![
        4 => decision,
        2 => Just(Command::Start),
        1 => Just(Command::TurnAway),
        1 => (0usize..4).prop_map(|stage| Command::Escalate { stage }),
        1 => (0usize..4).prop_map(|stage| Command::TimeOut { stage }),
        2 => Just(Command::Resume(Reply::GoOn)),
        1 => prop_oneof![Just(Reply::Deny), Just(Reply::Cancel)].prop_map(Command::Resume),
        1 => prop_oneof![Just(Moment::Created), Just(Moment::Approved)].prop_map(Command::CallbackTimeOut),
        1 => Just(Command::Open),
        1 => prop_oneof![Just(DeliveryOutcome::All), Just(DeliveryOutcome::Some), Just(DeliveryOutcome::Nothing)]
            .prop_map(Command::Report),
        1 => Just(Command::Reprocess),
        1 => Just(Command::Cancel),
    ]
}

/// A command and the hours that pass before it.
fn a_history() -> impl Strategy<Value = Vec<(Command, i64)>> {
    proptest::collection::vec((a_command(), 0i64..60), 1..40)
}

fn a_plan() -> impl Strategy<Value = Plan> {
    let stages = proptest::collection::vec((proptest::option::of(1i64..6), any::<bool>()), 0..4);
    let pauses =
        (any::<bool>(), any::<bool>()).prop_map(|(created, approved)| Pauses { created, approved });
    (stages, proptest::option::of(-2i64..20), pauses).prop_map(|(stages, start, pauses)| Plan {
        pauses,
        stages: stages.into_iter().map(|(e, j)| rule(e, j)).collect(),
        start: start.map(|days| START + Duration::from_days(days)),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_happens(plan in a_plan(), history in a_history()) {
        prop_assert_eq!(seat(ASKER), None);
        let (mut state, _) = submit(plan.clone());
        let mut now = START;
        let mut approved = 0;
        let mut opened: Option<(usize, Instant)> = None;
        let mut delivered = false;
        let (mut asked, mut answered) = (Vec::new(), 0);
        for (command, hours) in history {
            now = now + Duration::from_seconds(hours * 3600);
            let before = state.clone();
            let Ok((after, effects)) = step(state.clone(), command.clone(), now) else {
                continue;
            };
            // Ended is ended: only a failed delivery moves again, and only by trying it again.
            if before.has_ended() {
                prop_assert_eq!(&command, &Command::Reprocess);
                prop_assert_eq!(&after, &State::Delivering);
            }
            answered += usize::from(matches!(command, Command::Resume(Reply::GoOn)));
            for effect in &effects {
                match effect {
                    // Each moment once and in their order; what an extension is asked about happens after it said yes.
                    Effect::CallOut(moment) => {
                        prop_assert_eq!(*moment, if asked.is_empty() { Moment::Created } else { Moment::Approved });
                        asked.push(*moment);
                        prop_assert!(asked.len() <= 2);
                        if *moment == Moment::Approved { prop_assert_eq!(approved, plan.stages.len()); }
                    }
                    Effect::OpenStage { stage, started, deadline, escalates } => {
                        prop_assert_eq!(answered, usize::from(plan.pauses.created));
                        prop_assert_eq!(*stage, approved);
                        prop_assert_eq!(*started, now);
                        prop_assert_eq!(*deadline, now + plan.stages[*stage].patience);
                        prop_assert!(escalates.is_none_or(|at| at > *started && at < *deadline));
                        opened = Some((*stage, *deadline));
                    }
                    Effect::SettleStage { stage, by, verdict, justification } => {
                        prop_assert_ne!(by.approver().user.as_str(), ASKER);
                        prop_assert_eq!(opened.map(|(open, _)| open), Some(*stage));
                        prop_assert!(opened.is_some_and(|(_, deadline)| now < deadline));
                        let words = !justification.trim().is_empty();
                        prop_assert!(words || !plan.stages[*stage].justification_required);
                        if *verdict == Verdict::Approve { approved += 1; }
                    }
                    // Never before its deadline.
                    Effect::ExpireStage { .. } => {
                        prop_assert!(opened.is_some_and(|(_, deadline)| now >= deadline));
                    }
                    // No delivery without every approval, nor before its first day.
                    Effect::Deliver => {
                        delivered = true;
                        prop_assert_eq!(approved, plan.stages.len());
                        prop_assert!(plan.start.is_none_or(|start| start <= now));
                        prop_assert_eq!(asked.len(), 2);
                        let pauses = usize::from(plan.pauses.created) + usize::from(plan.pauses.approved);
                        prop_assert_eq!(answered, pauses);
                    }
                    Effect::ReleaseAssignment => prop_assert!(!delivered),
                    _ => {}
                }
            }
            state = after;
        }
    }
}
