use super::*;
use crate::words::calendar::fixed::Fixed;
use portico_graph::portico::{ApproverBasis, DeliveryProgress};
use portico_graph::{Assignment, ExpirationPattern, Identity};

/// Tuesday, 13:52 in Oslo.
const NOW: &str = "2026-11-24T12:52:08Z";

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn plain(line: &Line) -> String {
    line.plain(instant(NOW), &Fixed { offset_hours: 1 })
}

fn person(name: &str) -> Identity {
    Identity {
        id: Some(name.to_lowercase()),
        display_name: Some(name.into()),
    }
}

fn request(state: RequestState) -> AssignmentRequest {
    AssignmentRequest {
        id: "r1".into(),
        state: Some(state),
        created_date_time: Some(instant("2026-11-23T09:12:00Z")),
        completed_date_time: Some(instant("2026-10-02T09:12:00Z")),
        ..AssignmentRequest::default()
    }
}

fn stage() -> ProgressStage {
    ProgressStage {
        id: "s1".into(),
        status: stage_status::IN_PROGRESS.into(),
        review_result: review_result::NOT_REVIEWED.into(),
        basis: ApproverBasis::Group,
        visible: true,
        approvers: vec![person("Grete Solheim"), person("Bram de Wit")],
        started_date_time: Some(instant("2026-11-23T14:48:00Z")),
        due_date_time: Some(instant("2026-11-27T16:00:00Z")),
        ..ProgressStage::default()
    }
}

fn reviewed(result: &str, by: &str, words: &str) -> ProgressStage {
    ProgressStage {
        status: stage_status::COMPLETED.into(),
        review_result: result.into(),
        reviewed_by: Some(person(by)),
        reviewed_date_time: Some(instant("2026-10-02T09:12:00Z")),
        justification: Some(words.into()),
        ..stage()
    }
}

fn progress(
    stages: Vec<ProgressStage>,
    deliveries: Vec<(DeliveryState, Option<&str>)>,
) -> Progress {
    let deliveries = deliveries
        .into_iter()
        .enumerate()
        .map(|(index, (state, next))| DeliveryProgress {
            resource_role_scope_id: index.to_string(),
            resource: format!("Resource {index}"),
            role: "Member".into(),
            origin_system: "AadGroup".into(),
            state,
            date_time: None,
            next_try_date_time: next.map(instant),
        })
        .collect();
    Progress {
        request_id: "r1".into(),
        stages,
        deliveries,
    }
}

fn said(request: &AssignmentRequest, progress: Option<&Progress>) -> (String, String, String) {
    let standing = Standing::of(Known::listed(request, progress));
    (
        plain(&standing.headline(instant(NOW))),
        plain(&standing.row(instant(NOW))),
        plain(&standing.badge().words),
    )
}

#[test]
fn waiting_names_who_since_when_and_by_when() {
    let request = request(RequestState::PendingApproval);
    let mut told = stage();
    assert_eq!(
        said(&request, Some(&progress(vec![told.clone()], vec![]))),
        (
            "Waiting for Grete Solheim or Bram de Wit since yesterday. They have until Friday 17:00.".into(),
            "Grete Solheim or Bram de Wit, since yesterday, by Friday 17:00".into(),
            "Waiting".into()
        )
    );
    told.escalation_date_time = Some(instant("2026-11-25T16:00:00Z"));
    let (headline, ..) = said(&request, Some(&progress(vec![told.clone()], vec![])));
    assert_eq!(
        headline,
        "Waiting for Grete Solheim or Bram de Wit since yesterday. They have until Friday 17:00; from tomorrow others can decide too."
    );
    told.visible = false;
    told.basis_name = Some("Purchasing".into());
    told.due_date_time = None;
    let (headline, row, _) = said(&request, Some(&progress(vec![told], vec![])));
    assert_eq!(
        headline,
        "Waiting for a member of Purchasing since yesterday."
    );
    assert_eq!(row, "a member of Purchasing, since yesterday");
}

#[test]
fn where_nobody_tells_the_words_say_so() {
    assert_eq!(
        said(&request(RequestState::PendingApproval), None),
        (
            "Waiting for a decision since yesterday. The organisation does not tell us who decides.".into(),
            "Since yesterday".into(),
            "Waiting".into()
        )
    );
}

#[test]
fn what_was_sent_just_now_says_so() {
    let mut sent = request(RequestState::Submitted);
    assert_eq!(
        said(&sent, None).0,
        "Sent yesterday. We are finding out who decides."
    );
    sent.created_date_time = Some(instant("2026-11-24T12:51:50Z"));
    assert_eq!(
        said(&sent, None).0,
        "Sent just now. We are finding out who decides."
    );
}

#[test]
fn the_way_to_open() {
    let mut scheduled = request(RequestState::Scheduled);
    scheduled.schedule = Some(Schedule {
        start_date_time: Some(instant("2026-12-01T07:00:00Z")),
        expiration: None,
    });
    let approved = reviewed(review_result::APPROVED, "Yusuf Demir", "");
    assert_eq!(
        said(&scheduled, Some(&progress(vec![approved.clone()], vec![]))),
        (
            "Approved by Yusuf Demir. Opens on Tuesday 1 December at 08:00.".into(),
            "Approved by Yusuf Demir. Opens on Tuesday 1 December at 08:00.".into(),
            "Starts Tue 1 Dec".into()
        )
    );
    assert_eq!(
        said(&scheduled, None).0,
        "Opens on Tuesday 1 December at 08:00."
    );
    let three = vec![(DeliveryState::Pending, None); 3];
    let opening = request(RequestState::Delivering);
    assert_eq!(
        said(&opening, Some(&progress(vec![approved], three))).0,
        "Approved. Opening 3 resources, usually within 15 minutes."
    );
    assert_eq!(
        said(&opening, None).0,
        "Opening, usually within 15 minutes."
    );
}

#[test]
fn open_partly_open_and_not_opened() {
    let mut open = request(RequestState::Delivered);
    assert_eq!(said(&open, None).0, "Open.");
    let schedule = |expiration| {
        Some(Schedule {
            start_date_time: None,
            expiration: Some(expiration),
        })
    };
    let held = |schedule| {
        Some(Box::new(Assignment {
            schedule,
            ..Assignment::default()
        }))
    };
    open.assignment = held(schedule(ExpirationPattern::at(instant(
        "2027-04-12T10:00:00Z",
    ))));
    assert_eq!(
        said(&open, None),
        (
            "Open until 12 April 2027.".into(),
            "Open until 12 April 2027.".into(),
            "Opened".into()
        )
    );
    open.assignment = held(schedule(ExpirationPattern::never()));
    assert_eq!(said(&open, None).0, "Open, with no end date.");
    open.assignment = Some(Box::new(Assignment {
        state: Some(AssignmentState::Expired),
        expired_date_time: Some(instant("2026-10-30T10:00:00Z")),
        ..Assignment::default()
    }));
    assert_eq!(said(&open, None).0, "Ended 30 October.");

    let deliveries = vec![
        (DeliveryState::Delivered, None),
        (DeliveryState::Delivered, None),
        (DeliveryState::Failed, Some("2026-11-24T13:30:00Z")),
    ];
    let partly = request(RequestState::PartiallyDelivered);
    assert_eq!(
        said(&partly, Some(&progress(vec![], deliveries))).0,
        "2 of 3 are open. We try the rest again today, 14:30. Nothing is needed from you."
    );
    let failed = request(RequestState::DeliveryFailed);
    assert_eq!(
        said(
            &failed,
            Some(&progress(vec![], vec![(DeliveryState::Failed, None)]))
        )
        .0,
        "Approved, but Resource 0 could not be opened. Ask the owner of the package, or request again later."
    );
}

#[test]
fn refused_cancelled_and_unanswered() {
    let denied = request(RequestState::Denied);
    let no = reviewed(
        review_result::DENIED,
        "Priya Raman",
        "Use the public subset.",
    );
    assert_eq!(
        said(&denied, Some(&progress(vec![no], vec![]))),
        (
            "Refused by Priya Raman on 2 October. “Use the public subset.” You can request again with changes.".into(),
            "2 October by Priya Raman: “Use the public subset.”".into(),
            "Refused".into()
        )
    );
    assert_eq!(
        said(&denied, None).0,
        "Refused on 2 October. You can request again with changes."
    );

    let mut unanswered = request(RequestState::Denied);
    unanswered.status = Some("Expired".into());
    let silent = ProgressStage {
        status: stage_status::EXPIRED.into(),
        started_date_time: Some(instant("2026-09-18T09:12:00Z")),
        due_date_time: Some(instant("2026-10-02T09:12:00Z")),
        ..stage()
    };
    assert_eq!(
        said(&unanswered, Some(&progress(vec![silent], vec![]))),
        (
            "Nobody answered in 14 days. You can request again.".into(),
            "Ended 2 October after 14 days".into(),
            "Nobody answered in time".into()
        )
    );
    assert_eq!(
        said(&unanswered, None).0,
        "Nobody answered in time. You can request again."
    );
}

#[test]
fn who_cancelled_is_said_only_where_it_is_told() {
    let cancelled = request(RequestState::Canceled);
    assert_eq!(said(&cancelled, None).0, "Cancelled on 2 October.");
    let event = Event {
        id: "e".into(),
        kind: EventKind::Canceled,
        created_date_time: instant("2026-09-03T09:00:00Z"),
        actor: Some(person("Ines")),
        stage: None,
        text: None,
        resource: None,
    };
    let known = Known {
        request: &cancelled,
        progress: None,
        events: &[event],
        me: Some("ines"),
    };
    let standing = Standing::of(known);
    assert_eq!(
        plain(&standing.headline(instant(NOW))),
        "You cancelled this on 3 September."
    );
    assert_eq!(plain(&standing.badge().words), "You cancelled");
}

#[test]
fn a_state_of_tomorrow_is_shown_by_its_word() {
    let mut later = request(RequestState::UnknownFutureValue);
    later.status = Some("WaitingForMoon".into());
    assert_eq!(
        said(&later, None).0,
        "This request is being worked on. The directory says: WaitingForMoon."
    );
}

#[test]
fn only_what_is_undecided_may_be_cancelled() {
    use RequestState as S;
    for (state, open, cancel) in [
        (S::Submitted, true, true),
        (S::PendingApproval, true, true),
        (S::Scheduled, true, true),
        (S::Delivering, true, false),
        (S::Delivered, false, false),
        (S::PartiallyDelivered, false, false),
        (S::DeliveryFailed, false, false),
        (S::Denied, false, false),
        (S::Canceled, false, false),
        (S::UnknownFutureValue, true, false),
    ] {
        let request = request(state);
        let standing = Standing::of(Known::listed(&request, None));
        assert_eq!(
            (standing.is_open(), standing.may_be_cancelled()),
            (open, cancel),
            "{state}"
        );
    }
}
