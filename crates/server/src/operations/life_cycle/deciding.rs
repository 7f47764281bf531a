use portico_governance::approval::Verdict;
use portico_graph::ApproverVisibility;
use portico_graph::time::Duration;

use crate::operations::harbour::{Harbour, START, group, manager, one, policy, stage};
use crate::operations::refusal::Refusal;

fn pair(state: &str, status: &str) -> (String, String) {
    (state.to_owned(), status.to_owned())
}

#[tokio::test]
async fn the_manager_approves_and_it_opens() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.ask("ana").await.unwrap();
    assert_eq!(
        harbour.state(&request).await,
        pair("pendingApproval", "PendingApproval")
    );
    assert_eq!(
        harbour.texts("SELECT state AS x FROM assignments").await,
        ["reserved"]
    );
    harbour.engine.run_due().await.unwrap();
    assert_eq!(
        harbour.texts("SELECT to_address AS x FROM mail").await,
        ["bo@harbour.example"]
    );

    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    assert_eq!(
        harbour.state(&request).await,
        pair("delivering", "Delivering")
    );
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    harbour.engine.run_due().await.unwrap();
    assert_eq!(
        harbour.state(&request).await,
        pair("delivered", "Delivered")
    );
    assert_eq!(harbour.crew().await, ["ana"]);
    assert_eq!(
        harbour
            .texts("SELECT origin_system AS x FROM role_grants ORDER BY origin_system")
            .await,
        ["AadApplication", "AadGroup", "SharePointOnline"]
    );
    assert_eq!(
        harbour.events(&request).await,
        [
            "submitted",
            "stageStarted",
            "approved",
            "deliveryStarted",
            "resourceDelivered",
            "resourceDelivered",
            "resourceDelivered",
            "delivered"
        ]
    );
}

#[tokio::test]
async fn a_refusal_ends_it() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![
            stage(vec![manager()], vec![]),
            stage(vec![one("dee")], vec![]),
        ]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .decide("bo", &request, 0, Verdict::Deny)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await, pair("denied", "Denied"));
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    assert_eq!(
        harbour
            .texts("SELECT status AS x FROM request_stages ORDER BY position")
            .await,
        ["Completed", "Initializing"]
    );
    // Ended is ended: the next stage's approver cannot revive it.
    let late = harbour.decide("dee", &request, 1, Verdict::Approve).await;
    assert!(
        matches!(
            late,
            Err(Refusal::StageOver {
                status: "Denied",
                ..
            })
        ),
        "{late:?}"
    );
    // And the person may ask again.
    harbour.ask("ana").await.unwrap();
}

#[tokio::test]
async fn stages_follow_one_another() {
    let harbour = Harbour::new().await;
    let stages = vec![
        stage(vec![manager()], vec![]),
        stage(vec![group("leads")], vec![]),
        stage(vec![one("ed")], vec![]),
    ];
    harbour.tools(policy(stages)).await;
    let request = harbour.asked("ana").await;
    let early = harbour.decide("dee", &request, 1, Verdict::Approve).await;
    assert!(matches!(early, Err(Refusal::NotYourApproval)), "{early:?}");
    for (place, who) in ["bo", "dee", "ed"].into_iter().enumerate() {
        assert_eq!(harbour.crew().await, Vec::<String>::new());
        harbour
            .decide(who, &request, place, Verdict::Approve)
            .await
            .unwrap();
        harbour.engine.run_due().await.unwrap();
    }
    assert_eq!(harbour.state(&request).await.0, "delivered");
    assert_eq!(harbour.crew().await, ["ana"]);
}

#[tokio::test]
async fn what_nobody_can_decide_any_more_is_no_longer_open() {
    let open =
        "SELECT tier || ' ' || kind AS x FROM stage_approvers WHERE settled = 0 ORDER BY kind";
    for end in [Some(Verdict::Approve), Some(Verdict::Deny), None] {
        let harbour = Harbour::new().await;
        let stages = vec![
            stage(vec![manager()], vec![]),
            stage(vec![one("ed")], vec![]),
        ];
        harbour.tools(policy(stages)).await;
        let request = harbour.asked("ana").await;
        let both = ["primary managerOf", "primary user"];
        assert_eq!(harbour.texts(open).await, both);
        let first = harbour.decide("bo", &request, 0, Verdict::Approve);
        first.await.unwrap();
        // The request still waits, for the other one; who decided is found by the decision.
        assert_eq!(harbour.texts(open).await, both);
        match end {
            Some(verdict) => harbour.decide("ed", &request, 1, verdict).await.unwrap(),
            None => harbour.later(Duration::from_days(400)).await,
        }
        assert_eq!(harbour.texts(open).await, Vec::<String>::new(), "{end:?}");
    }
}

#[tokio::test]
async fn fallbacks_decide_when_nobody_is_above() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![one("dee")])]))
        .await;
    let request = harbour.asked("ed").await;
    let stranger = harbour.decide("bo", &request, 0, Verdict::Approve).await;
    assert!(
        matches!(stranger, Err(Refusal::NotYourApproval)),
        "{stranger:?}"
    );
    harbour
        .decide("dee", &request, 0, Verdict::Approve)
        .await
        .unwrap();
}

#[tokio::test]
async fn sponsors_decide_about_guests() {
    use portico_graph::SubjectSet;
    let harbour = Harbour::new().await;
    let stages = vec![
        stage(vec![SubjectSet::ExternalSponsors], vec![]),
        stage(vec![SubjectSet::InternalSponsors], vec![]),
    ];
    harbour.tools(policy(stages)).await;
    let request = harbour.asked("gus").await;
    harbour
        .decide("tess", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour
        .decide("dee", &request, 1, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, ["gus"]);
    // Tess is the only outside sponsor, so nobody could decide hers.
    let own = harbour.ask("tess").await;
    assert!(matches!(own, Err(Refusal::NobodyCanDecide(0))), "{own:?}");
}

#[tokio::test]
async fn nobody_decides_for_herself() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![group("leads")], vec![])]))
        .await;
    let request = harbour.asked("dee").await;
    let own = harbour.decide("dee", &request, 0, Verdict::Approve).await;
    assert!(matches!(own, Err(Refusal::NotYourApproval)), "{own:?}");
    harbour
        .decide("chen", &request, 0, Verdict::Approve)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_second_hears_who_was_first_and_when() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![group("leads")], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    let (first, second) = tokio::join!(
        harbour.decide("chen", &request, 0, Verdict::Approve),
        harbour.decide("dee", &request, 0, Verdict::Deny)
    );
    let (winner, loser) = match (first, second) {
        (Ok(()), Err(refusal)) => ("Chen", refusal),
        (Err(refusal), Ok(())) => ("Dee", refusal),
        both => panic!("{both:?}"),
    };
    let Refusal::StageDecided { review, .. } = loser else {
        panic!("{loser:?}");
    };
    assert_eq!((review.name.as_str(), review.at), (winner, START));
    // The winner may repeat what was said, and nothing else.
    let (who, same, other) = if winner == "Chen" {
        ("chen", Verdict::Approve, Verdict::Deny)
    } else {
        ("dee", Verdict::Deny, Verdict::Approve)
    };
    harbour.decide(who, &request, 0, same).await.unwrap();
    let changed = harbour.decide(who, &request, 0, other).await;
    assert!(
        matches!(changed, Err(Refusal::StageDecided { .. })),
        "{changed:?}"
    );
    let written =
        harbour.texts("SELECT kind AS x FROM events WHERE kind IN ('approved', 'denied')");
    assert_eq!(written.await.len(), 1);
}

#[tokio::test]
async fn nobody_answers_in_time() {
    let harbour = Harbour::new().await;
    let mut patient = stage(vec![manager()], vec![]);
    patient.is_escalation_enabled = Some(true);
    patient.duration_before_escalation = Some(Duration::from_days(1));
    patient.escalation_approvers = vec![one("dee")];
    patient.approver_information_visibility = Some(ApproverVisibility::Visible);
    harbour.tools(policy(vec![patient])).await;
    let request = harbour.asked("ana").await;
    let early = harbour.decide("dee", &request, 0, Verdict::Approve).await;
    assert!(matches!(early, Err(Refusal::NotYourApproval)), "{early:?}");

    harbour.later(Duration::from_days(1)).await;
    assert_eq!(harbour.state(&request).await.1, "PendingApprovalEscalated");
    harbour.later(Duration::from_seconds(3 * 86_400 - 1)).await;
    assert_eq!(harbour.state(&request).await.0, "pendingApproval");
    harbour.later(Duration::from_seconds(1)).await;
    assert_eq!(harbour.state(&request).await, pair("denied", "Expired"));
    let late = harbour.decide("bo", &request, 0, Verdict::Approve).await;
    assert!(
        matches!(
            late,
            Err(Refusal::StageOver {
                status: "Expired",
                ..
            })
        ),
        "{late:?}"
    );
    assert_eq!(
        harbour.events(&request).await,
        ["submitted", "stageStarted", "escalated", "timedOut"]
    );
}

#[tokio::test]
async fn the_deadline_counts_even_before_the_worker_looks() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    harbour.clock.advance(Duration::from_days(4));
    let late = harbour.decide("bo", &request, 0, Verdict::Approve).await;
    assert!(
        matches!(
            late,
            Err(Refusal::StageOver {
                status: "Expired",
                ..
            })
        ),
        "{late:?}"
    );
}
