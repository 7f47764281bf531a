use super::*;
use crate::words::calendar::fixed::Fixed;

const NOW: &str = "2026-11-24T12:52:08Z";

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn plain(line: &Line) -> String {
    line.plain(instant(NOW), &Fixed { offset_hours: 1 })
}

fn running() -> ApprovalStage {
    ApprovalStage {
        id: "s1".into(),
        assigned_to_me: Some(true),
        status: Some(stage_status::IN_PROGRESS.into()),
        review_result: Some(review_result::NOT_REVIEWED.into()),
        ..ApprovalStage::default()
    }
}

fn decided(result: &str) -> ApprovalStage {
    ApprovalStage {
        id: "s1".into(),
        assigned_to_me: Some(false),
        status: Some(stage_status::COMPLETED.into()),
        review_result: Some(result.into()),
        reviewed_by: Some(Identity {
            id: Some("maren".into()),
            display_name: Some("Maren Holt".into()),
        }),
        reviewed_date_time: Some(instant("2026-11-24T13:02:11Z")),
        justification: Some("Ticket is right.".into()),
        ..ApprovalStage::default()
    }
}

fn read(stage: &ApprovalStage, told: &[ProgressStage], me: &str) -> Duty {
    Duty::of(
        std::slice::from_ref(stage),
        told,
        None,
        false,
        Some(me),
        instant(NOW),
    )
}

#[test]
fn what_waits_says_by_when() {
    let told = ProgressStage {
        id: "s1".into(),
        due_date_time: Some(instant("2026-11-24T16:00:00Z")),
        escalation_date_time: Some(instant("2026-11-23T16:00:00Z")),
        ..ProgressStage::default()
    };
    let duty = read(&running(), &[told], "me");
    assert_eq!(
        plain(&duty.badge().words),
        "Your answer is due today, 17:00"
    );
    let Duty::Waiting {
        more_since: Some(since),
        ..
    } = duty
    else {
        panic!("nobody joined: {duty:?}")
    };
    assert_eq!(
        plain(&others_joined(since)),
        "Since yesterday others can decide too, because nobody had answered."
    );
    assert_eq!(
        plain(&read(&running(), &[], "me").badge().words),
        "Your answer is awaited"
    );
}

#[test]
fn a_decision_of_somebody_else_is_told_with_name_and_time() {
    let Duty::Settled(settled) = read(&decided(review_result::APPROVED), &[], "me") else {
        panic!("not settled")
    };
    assert_eq!(
        plain(&settled.badge().words),
        "Approved by Maren Holt today, 14:02"
    );
    assert_eq!(
        plain(&settled.before_you()),
        "Maren Holt approved this before you"
    );
    assert_eq!(
        plain(&settled.how()),
        "At 14:02:11: “Ticket is right.” Your answer was not sent and nothing else is needed."
    );
    let Duty::Settled(refused) = read(&decided(review_result::DENIED), &[], "me") else {
        panic!("not settled")
    };
    assert_eq!(
        plain(&refused.badge().words),
        "Refused by Maren Holt today, 14:02"
    );
    assert_eq!(
        plain(&refused.before_you()),
        "Maren Holt refused this before you"
    );
}

#[test]
fn my_own_decision_is_mine() {
    let Duty::Settled(mine) = read(&decided(review_result::APPROVED), &[], "maren") else {
        panic!("not settled")
    };
    assert_eq!(plain(&mine.badge().words), "You approved this today, 14:02");
}

#[test]
fn a_decision_without_a_name_is_still_a_sentence() {
    let mut stage = decided(review_result::APPROVED);
    stage.reviewed_by = Some(Identity {
        id: Some("00000000-0000-0000-0000-000000000000".into()),
        display_name: None,
    });
    stage.reviewed_date_time = None;
    let Duty::Settled(settled) = read(&stage, &[], "me") else {
        panic!("not settled")
    };
    assert_eq!(plain(&settled.badge().words), "Approved");
    assert_eq!(
        plain(&settled.before_you()),
        "Somebody approved this before you"
    );
    assert_eq!(
        plain(&settled.how()),
        "Your answer was not sent and nothing else is needed."
    );
}

#[test]
fn the_end_without_an_answer() {
    let mut stage = running();
    stage.status = Some(stage_status::EXPIRED.into());
    let told = ProgressStage {
        id: "s1".into(),
        due_date_time: Some(instant("2026-11-24T12:00:00Z")),
        ..ProgressStage::default()
    };
    let duty = read(&stage, &[told], "me");
    assert_eq!(
        plain(&duty.badge().words),
        "The deadline passed today, 13:00 and the request ended unanswered"
    );
    let taken = Duty::of(
        &[],
        &[],
        Some(RequestState::Canceled),
        false,
        None,
        instant(NOW),
    );
    assert_eq!(
        plain(&taken.badge().words),
        "The request was taken back. Nothing left for you to do"
    );
}

#[test]
fn nobody_decides_for_himself() {
    let mut stage = running();
    stage.assigned_to_me = Some(false);
    let own = Duty::of(&[stage.clone()], &[], None, true, Some("me"), instant(NOW));
    assert_eq!(own, Duty::Own);
    let elses = Duty::of(&[stage], &[], None, false, Some("me"), instant(NOW));
    assert_eq!(elses, Duty::Elses);
}

#[test]
fn every_basis_says_why() {
    for (basis, name, why, short) in [
        (
            ApproverBasis::Manager,
            None,
            "You decide because you are Amara’s manager.",
            "you are the manager",
        ),
        (
            ApproverBasis::Named,
            None,
            "You decide because the rules of this package name you.",
            "the rules name you",
        ),
        (
            ApproverBasis::Group,
            Some("Leads"),
            "You decide because you are a member of Leads.",
            "you are in Leads",
        ),
        (
            ApproverBasis::Group,
            None,
            "You decide because you are a member of a group of approvers.",
            "the rules name you",
        ),
        (
            ApproverBasis::InternalSponsor,
            Some("Tern"),
            "You decide because you are the internal sponsor for Tern.",
            "you are the internal sponsor",
        ),
        (
            ApproverBasis::ExternalSponsor,
            None,
            "You decide because you are a sponsor of Amara’s organisation.",
            "you are the external sponsor",
        ),
        (
            ApproverBasis::TargetSponsor,
            None,
            "You decide because you sponsor Amara.",
            "you are the sponsor",
        ),
    ] {
        let stage = ProgressStage {
            basis,
            basis_name: name.map(str::to_owned),
            ..ProgressStage::default()
        };
        assert_eq!(plain(&why_you(&stage, "Amara")), why);
        assert_eq!(plain(&you_are(&stage)), short);
    }
    let stage = ProgressStage {
        is_fallback: true,
        ..ProgressStage::default()
    };
    assert_eq!(
        plain(&why_you(&stage, "Amara")),
        "You decide because the rules of this package name you. Those who come first could not be found, so it came to you."
    );
    assert_eq!(stage_of(0, 2).as_deref(), Some("This is stage 1 of 2."));
    assert_eq!(stage_of(0, 1), None);
}
