use portico_governance::approval::Verdict;
use portico_graph::time::Duration;
use portico_graph::{AssignmentPolicy, ExpirationPattern, RequestType, Schedule, SubjectSet};

use super::sending::{Sent, as_administrator, as_person, changeable, extend, leave, period, wish};
use crate::operations::alter::Alteration;
use crate::operations::harbour::{Harbour, START, manager, one, policy, stage};
use crate::operations::holding::Which;
use crate::operations::refusal::Refusal;
use crate::operations::remove::Removal;

const DAY: Duration = Duration::from_days(1);

#[tokio::test]
async fn access_is_extended_without_a_gap_while_it_is_decided() {
    let harbour = Harbour::new().await;
    harbour
        .tools(changeable(
            policy(vec![stage(vec![manager()], vec![])]),
            true,
        ))
        .await;
    let first = harbour.asked("ana").await;
    harbour
        .decide("bo", &first, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();

    harbour.later(Duration::from_days(29)).await;
    let id = harbour.held("ana").await;
    let asked = harbour
        .send(as_person("ana"), extend(&id, period(30)))
        .await
        .unwrap();
    assert_eq!(harbour.state(&asked).await.0, "pendingApproval");
    // The end comes while Bo thinks.
    harbour.later(Duration::from_days(2)).await;
    assert_eq!(harbour.crew().await, ["ana"]);
    harbour
        .decide("bo", &asked, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&asked).await.0, "delivered");
    assert_eq!(harbour.events(&asked).await.last().unwrap(), "changed");
    let ends = START + Duration::from_days(29 + 2 + 30);
    assert_eq!(
        harbour.texts("SELECT ends_at AS x FROM assignments").await,
        [ends.to_string()]
    );
    harbour.later(Duration::from_seconds(30 * 86_400 - 1)).await;
    assert_eq!(harbour.crew().await, ["ana"]);
    harbour.later(Duration::from_seconds(1)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_kept_while_it_was_decided_ends_with_a_no() {
    for verdict in [Some(Verdict::Deny), None] {
        let harbour = Harbour::new().await;
        harbour
            .tools(changeable(
                policy(vec![stage(vec![manager()], vec![])]),
                true,
            ))
            .await;
        let first = harbour.asked("ana").await;
        harbour
            .decide("bo", &first, 0, Verdict::Approve)
            .await
            .unwrap();
        harbour.engine.run_due().await.unwrap();
        harbour.later(Duration::from_days(29)).await;
        let id = harbour.held("ana").await;
        let asked = harbour
            .send(as_person("ana"), extend(&id, period(30)))
            .await
            .unwrap();
        harbour.later(Duration::from_days(2)).await;
        assert_eq!(harbour.crew().await, ["ana"]);
        match verdict {
            Some(verdict) => harbour.decide("bo", &asked, 0, verdict).await.unwrap(),
            None => harbour.later(Duration::from_days(3)).await,
        }
        harbour.engine.run_due().await.unwrap();
        assert_eq!(harbour.state(&asked).await.0, "denied");
        assert_eq!(harbour.crew().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn asking_again_renews_and_never_shortens() {
    let harbour = Harbour::new().await;
    harbour.tools(changeable(policy(vec![]), false)).await;
    harbour.asked("ana").await;
    harbour.later(Duration::from_days(10)).await;
    let again = harbour.asked("ana").await;
    assert_eq!(harbour.state(&again).await.0, "delivered");
    let ends = START + Duration::from_days(40);
    assert_eq!(
        harbour.texts("SELECT ends_at AS x FROM assignments").await,
        [ends.to_string()]
    );
    // A start behind the end would leave a gap.
    let gap = Schedule {
        start_date_time: Some(ends + DAY),
        expiration: Some(ExpirationPattern::after(DAY)),
    };
    let wish = crate::operations::create_request::Wish {
        schedule: Some(gap),
        ..wish("tools")
    };
    assert!(matches!(
        harbour.ask_for("ana", wish).await,
        Err(Refusal::Bad(_))
    ));
}

#[tokio::test]
async fn what_the_policy_does_not_let_people_do() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.asked("ana").await;
    let id = harbour.held("ana").await;
    let refused = harbour.send(as_person("ana"), extend(&id, period(5))).await;
    assert!(matches!(refused, Err(Refusal::PolicyRequirementsNotMet)));
    let refused = harbour.send(as_person("ana"), leave(&id)).await;
    assert!(matches!(refused, Err(Refusal::PolicyRequirementsNotMet)));
    // Somebody else does not learn that there is such access.
    for request in [extend(&id, period(5)), leave(&id)] {
        let refused = harbour.send(as_person("ed"), request).await;
        assert!(matches!(refused, Err(Refusal::UnknownHere)));
    }
    let again = harbour.ask("ana").await;
    assert!(matches!(again, Err(Refusal::AssignmentAlreadyExists(_))));
}

#[tokio::test]
async fn people_give_up_what_they_hold() {
    let harbour = Harbour::new().await;
    harbour.tools(changeable(policy(vec![]), false)).await;
    harbour.asked("ana").await;
    let id = harbour.held("ana").await;
    let left = harbour.send(as_person("ana"), leave(&id)).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&left).await.0, "delivered");
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    assert_eq!(harbour.events(&left).await, ["submitted", "ended"]);
    let kinds = harbour
        .texts("SELECT request_type AS x FROM requests ORDER BY request_type")
        .await;
    assert_eq!(kinds, ["userAdd", "userRemove"]);
    let gone = harbour.send(as_person("ana"), leave(&id)).await;
    assert!(matches!(gone, Err(Refusal::Bad(_))));
    // And may ask again.
    harbour.asked("ana").await;
    assert_eq!(harbour.crew().await, ["ana"]);
}

#[tokio::test]
async fn administrators_give_change_and_take() {
    let harbour = Harbour::new().await;
    let direct = AssignmentPolicy {
        allowed_target_scope: Some(portico_graph::AllowedTargetScope::NotSpecified),
        ..policy(vec![stage(vec![manager()], vec![])])
    };
    harbour.tools(direct).await;
    harbour.administrator("chen").await;
    let mut given = wish("tools");
    given.target_object = Some("ana".to_owned());
    let id = harbour
        .send(as_administrator("chen"), Sent::Give(given.clone()))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&id).await.0, "delivered");
    assert_eq!(harbour.crew().await, ["ana"]);
    // The requestor is who was given it, not who gave it.
    let who = "SELECT s.object_id AS x FROM requests q JOIN subjects s ON s.id = q.requestor_id";
    assert_eq!(harbour.texts(who).await, ["ana"]);
    let twice = harbour
        .send(as_administrator("chen"), Sent::Give(given))
        .await;
    assert!(matches!(twice, Err(Refusal::AssignmentAlreadyExists(_))));

    let held = harbour.held("ana").await;
    let change = extend(&held, period(7));
    harbour
        .send(as_administrator("chen"), change.clone())
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let ends = START + Duration::from_days(7);
    assert_eq!(
        harbour.texts("SELECT ends_at AS x FROM assignments").await,
        [ends.to_string()]
    );
    for request in [change, leave(&held)] {
        let by_nobody = harbour.send(as_administrator("ed"), request).await;
        assert!(matches!(by_nobody, Err(Refusal::UnknownHere)));
    }
    harbour
        .send(as_administrator("chen"), leave(&held))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn access_moves_to_another_policy() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.administrator("chen").await;
    harbour.asked("ana").await;
    let mut longer = policy(vec![]);
    longer.id = "longer".to_owned();
    longer.expiration = Some(ExpirationPattern::after(Duration::from_days(90)));
    harbour.package("tools", longer, false).await;
    let mut given = wish("tools");
    given.target_object = Some("ana".to_owned());
    given.policy_id = Some("longer".to_owned());
    harbour
        .send(as_administrator("chen"), Sent::Give(given))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let ends = START + Duration::from_days(90);
    let one = "SELECT policy_id || ' ' || ends_at || ' ' || state AS x FROM assignments";
    assert_eq!(
        harbour.texts(one).await,
        [format!("longer {ends} delivered")]
    );
}

#[tokio::test]
async fn managers_ask_for_those_who_report_to_them() {
    let harbour = Harbour::new().await;
    let mut for_reports = policy(vec![stage(vec![one("dee")], vec![])]);
    if let Some(settings) = for_reports.requestor_settings.as_mut() {
        settings.enable_on_behalf_requestors_to_add_access = Some(true);
        settings.enable_on_behalf_requestors_to_remove_access = Some(true);
        settings.on_behalf_requestors = vec![SubjectSet::TargetManager { manager_level: 1 }];
    }
    harbour.tools(for_reports).await;
    let mut for_ana = wish("tools");
    for_ana.target_object = Some("ana".to_owned());
    let refused = harbour.ask_for("ed", for_ana.clone()).await;
    assert!(matches!(refused, Err(Refusal::PolicyRequirementsNotMet)));
    let id = harbour.ask_for("bo", for_ana).await.unwrap();
    let parties = "SELECT a.object_id || ' for ' || b.object_id AS x FROM requests q \
        JOIN subjects a ON a.id = q.requestor_id JOIN subjects b ON b.id = q.target_id";
    assert_eq!(harbour.texts(parties).await, ["bo for ana"]);
    harbour
        .decide("dee", &id, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, ["ana"]);
    let held = harbour.held("ana").await;
    harbour.send(as_person("bo"), leave(&held)).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn nobody_decides_what_they_asked_for_somebody_else() {
    let harbour = Harbour::new().await;
    let mut for_reports = policy(vec![stage(vec![manager()], vec![])]);
    if let Some(settings) = for_reports.requestor_settings.as_mut() {
        settings.enable_on_behalf_requestors_to_add_access = Some(true);
        settings.on_behalf_requestors = vec![SubjectSet::TargetManager { manager_level: 1 }];
    }
    harbour.tools(for_reports).await;
    let mut for_ana = wish("tools");
    for_ana.target_object = Some("ana".to_owned());
    // Bo, her manager, is the only one who could decide it.
    let refused = harbour.ask_for("bo", for_ana).await;
    assert!(matches!(refused, Err(Refusal::NobodyCanDecide(0))));
}

#[tokio::test]
async fn who_approved_takes_it_back() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let id = harbour.asked("ana").await;
    harbour
        .decide("bo", &id, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let held = harbour.held("ana").await;
    let removal = Removal {
        which: Which::Id(held),
        justification: Some("Not needed any more".to_owned()),
    };
    let by_another = harbour
        .send(as_person("chen"), Sent::TakeBack(removal.clone()))
        .await;
    assert!(matches!(by_another, Err(Refusal::UnknownHere)));
    harbour
        .send(as_person("bo"), Sent::TakeBack(removal))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    let kinds = "SELECT request_type AS x FROM requests WHERE request_type <> 'userAdd'";
    assert_eq!(
        harbour.texts(kinds).await,
        [RequestType::ApproverRemove.as_str()]
    );
}

#[tokio::test]
async fn an_update_names_what_is_to_change() {
    let harbour = Harbour::new().await;
    harbour.tools(changeable(policy(vec![]), false)).await;
    harbour.asked("ana").await;
    let nothing = Alteration {
        which: Which::Of {
            package_id: "tools".to_owned(),
            target_object: None,
        },
        justification: None,
        schedule: None,
        answers: None,
    };
    let refused = harbour
        .send(as_person("ana"), Sent::Change(nothing.clone()))
        .await;
    assert!(matches!(refused, Err(Refusal::Bad(_))));
    let longer = Alteration {
        schedule: Some(period(31)),
        ..nothing.clone()
    };
    let refused = harbour.send(as_person("ana"), Sent::Change(longer)).await;
    assert!(matches!(refused, Err(Refusal::Schedule(_))));
    let shorter = Alteration {
        schedule: Some(period(3)),
        ..nothing
    };
    harbour
        .send(as_person("ana"), Sent::Change(shorter))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour.later(Duration::from_days(3)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    // The first end finds nothing left to do.
    harbour.later(Duration::from_days(30)).await;
}
