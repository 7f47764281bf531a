use super::*;
use crate::words::calendar::fixed::Fixed;
use portico_graph::portico::ApproverBasis;
use portico_graph::{ExpirationPattern, Schedule};

const NOW: &str = "2026-11-24T12:52:08Z";

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn assignment(state: AssignmentState, end: Option<&str>) -> Assignment {
    Assignment {
        id: "a1".into(),
        state: Some(state),
        schedule: end.map(|end| Schedule {
            start_date_time: None,
            expiration: Some(ExpirationPattern::at(instant(end))),
        }),
        ..Assignment::default()
    }
}

fn request(kind: RequestType, state: RequestState) -> AssignmentRequest {
    AssignmentRequest {
        id: "r1".into(),
        request_type: Some(kind),
        state: Some(state),
        assignment: Some(Box::new(Assignment {
            id: "a1".into(),
            ..Assignment::default()
        })),
        ..AssignmentRequest::default()
    }
}

fn read(assignment: &Assignment, requests: &[AssignmentRequest]) -> Holding {
    let deciders = |_: &str| Deciders::Named(vec!["Maren Holt".into()]);
    let beside = Beside {
        requests,
        deciders: &deciders,
    };
    Holding::of(assignment, beside, instant(NOW), &Fixed { offset_hours: 1 })
}

fn said(assignment: &Assignment, requests: &[AssignmentRequest]) -> String {
    read(assignment, requests)
        .row()
        .plain(instant(NOW), &Fixed { offset_hours: 1 })
}

#[test]
fn every_row_of_the_table_has_its_sentence() {
    use AssignmentState::{Delivered, Delivering, DeliveryFailed, PartiallyDelivered};
    let added = [request(RequestType::UserAdd, RequestState::Delivered)];
    let given = [request(RequestType::AdminAdd, RequestState::Delivered)];
    let longer = [request(RequestType::UserAdd, RequestState::PendingApproval)];
    let far = assignment(Delivered, Some("2027-04-12T10:00:00Z"));
    assert_eq!(said(&far, &added), "Open until 12 April 2027");
    assert_eq!(said(&assignment(Delivered, None), &added), "Open");
    let soon = assignment(Delivered, Some("2026-11-27T17:00:00Z"));
    assert_eq!(
        said(&soon, &added),
        "Ends Friday 27 November at 18:00, 3 days left"
    );
    let tomorrow = assignment(Delivered, Some("2026-11-25T17:00:00Z"));
    assert_eq!(
        said(&tomorrow, &[]),
        "Ends Wednesday 25 November at 18:00, 1 day left"
    );
    let today = assignment(Delivered, Some("2026-11-24T17:00:00Z"));
    assert_eq!(said(&today, &[]), "Ends today, 18:00");
    let january = assignment(Delivered, Some("2027-01-12T10:00:00Z"));
    assert_eq!(
        said(&january, &longer),
        "Until Tuesday 12 January; an extension is with Maren Holt. No gap"
    );
    assert_eq!(
        said(&far, &given),
        "Given to you by an administrator, who can also end it. Open until 12 April 2027"
    );
    assert_eq!(
        said(&assignment(Delivered, None), &given),
        "Given to you by an administrator, who can also end it"
    );
    assert_eq!(
        said(&assignment(Delivering, None), &[]),
        "Opening, usually within 15 minutes."
    );
    assert_eq!(
        said(&assignment(PartiallyDelivered, None), &[]),
        "Some of it is open, the rest is not."
    );
    assert_eq!(
        said(&assignment(DeliveryFailed, None), &[]),
        "Approved, but it could not be opened."
    );
}

#[test]
fn what_has_ended_says_how() {
    let mut ended = assignment(AssignmentState::Expired, None);
    assert_eq!(said(&ended, &[]), "Ended");
    ended.expired_date_time = Some(instant("2026-10-30T17:00:00Z"));
    for (kind, words) in [
        (RequestType::SystemRemove, "Ended 30 October, as planned"),
        (RequestType::UserRemove, "You gave it up on 30 October"),
        (RequestType::AdminRemove, "Taken away on 30 October"),
    ] {
        assert_eq!(
            said(&ended, &[request(kind, RequestState::Delivered)]),
            words
        );
    }
    assert_eq!(said(&ended, &[]), "Ended 30 October");
    assert!(!read(&ended, &[]).is_live());
}

#[test]
fn requests_about_something_else_change_nothing() {
    let mut other = request(RequestType::AdminAdd, RequestState::Delivered);
    other.assignment = Some(Box::new(Assignment {
        id: "a2".into(),
        ..Assignment::default()
    }));
    assert_eq!(
        read(&assignment(AssignmentState::Delivered, None), &[other]),
        Holding::Open { until: End::Untold }
    );
}

#[test]
fn colour_speaks_only_when_it_has_something_to_say() {
    let soon = read(
        &assignment(AssignmentState::Delivered, Some("2026-11-27T17:00:00Z")),
        &[],
    );
    assert_eq!(soon.badge().tone, Tone::Need);
    assert_eq!(soon.left().as_deref(), Some("3 days left"));
    let far = read(
        &assignment(AssignmentState::Delivered, Some("2027-04-12T10:00:00Z")),
        &[],
    );
    assert_eq!((far.badge().tone, far.left()), (Tone::Go, None));
    let hidden = Deciders::Role(ApproverBasis::Manager, None);
    let waiting = Holding::Extending {
        until: instant(NOW),
        with: hidden,
    };
    assert_eq!(waiting.badge().tone, Tone::Go);
}
