use portico_governance::approval::Verdict;
use portico_graph::portico::{ApproverBasis, DeliveryState, EventKind};
use portico_graph::{ApproverVisibility, SubjectSet};

use crate::operations::harbour::{Harbour, group, manager, one, policy, stage};
use crate::operations::{self, Refusal};

#[tokio::test]
async fn the_preview_names_who_will_decide() {
    let harbour = Harbour::new().await;
    let mut hidden = stage(vec![group("leads")], vec![]);
    hidden.approver_information_visibility = Some(ApproverVisibility::NotVisible);
    harbour
        .tools(policy(vec![
            stage(vec![manager()], vec![one("dee")]),
            hidden,
        ]))
        .await;
    let preview = async |who: &str| {
        let person = harbour.person(who).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        operations::preview(&mut tx, &person, "tools", None)
            .await
            .unwrap()
    };
    let ana = preview("ana").await;
    assert!(ana.can_be_decided);
    assert_eq!(ana.stages[0].basis, ApproverBasis::Manager);
    assert_eq!(
        ana.stages[0].approvers[0].display_name.as_deref(),
        Some("Bo")
    );
    assert!(!ana.stages[0].is_fallback);
    assert_eq!(ana.stages[1].basis_name.as_deref(), Some("Group leads"));
    assert!(ana.stages[1].approvers.is_empty() && !ana.stages[1].visible);

    let ed = preview("ed").await;
    assert!(ed.stages[0].is_fallback);
    assert_eq!(
        ed.stages[0].approvers[0].display_name.as_deref(),
        Some("Dee")
    );

    // Whom the preview names is who can decide.
    let request = harbour.asked("ana").await;
    let by_id = ana.stages[0].approvers[0].id.clone().unwrap();
    harbour
        .decide(&by_id, &request, 0, Verdict::Approve)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_preview_says_when_nobody_can_decide() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(
            vec![SubjectSet::TargetUserSponsors],
            vec![],
        )]))
        .await;
    let ana = harbour.person("ana").await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let preview = operations::preview(&mut tx, &ana, "tools", None)
        .await
        .unwrap();
    assert!(!preview.can_be_decided);
    assert_eq!(preview.stages[0].basis, ApproverBasis::TargetSponsor);
    let unknown = operations::preview(&mut tx, &ana, "tools", Some("other")).await;
    assert!(matches!(unknown, Err(Refusal::UnknownHere)), "{unknown:?}");
}

#[tokio::test]
async fn the_timeline_hides_whom_the_policy_hides() {
    let harbour = Harbour::new().await;
    let mut hidden = stage(vec![group("leads")], vec![]);
    hidden.approver_information_visibility = Some(ApproverVisibility::NotVisible);
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![]), hidden]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour
        .decide("dee", &request, 1, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let read = async |who: &str| {
        let person = harbour.person(who).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        operations::events(&mut tx, &person, &request).await
    };
    let deciders = |events: &portico_graph::portico::RequestEvents| {
        let approved = events
            .value
            .iter()
            .filter(|e| e.kind == EventKind::Approved);
        approved
            .map(|e| e.actor.as_ref().and_then(|a| a.display_name.clone()))
            .collect::<Vec<_>>()
    };
    let ana = read("ana").await.unwrap();
    assert_eq!(deciders(&ana), [Some("Bo".to_owned()), None]);
    assert_eq!(ana.value[0].kind, EventKind::Submitted);
    assert_eq!(ana.progress.stages[1].reviewed_by, None);
    assert_eq!(
        ana.progress.stages[1].justification.as_deref(),
        Some("dee says so")
    );
    assert!(
        ana.progress
            .deliveries
            .iter()
            .all(|d| d.state == DeliveryState::Delivered)
    );
    assert_eq!(ana.progress.deliveries.len(), 3);
    let chen = read("chen").await.unwrap();
    assert_eq!(
        deciders(&chen),
        [Some("Bo".to_owned()), Some("Dee".to_owned())]
    );
    assert!(matches!(read("ed").await, Err(Refusal::UnknownHere)));
}

#[tokio::test]
async fn progress_tells_what_is_mine_and_what_waits_for_me() {
    use operations::ProgressOn;
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let anas = harbour.asked("ana").await;
    let bos = harbour.asked("bo").await;
    let read = async |who: &str, on: &[ProgressOn]| {
        let person = harbour.person(who).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        operations::progress(&mut tx, &person, on).await.unwrap()
    };
    let both = read("bo", &[ProgressOn::Target, ProgressOn::Approver]).await;
    let ids: Vec<_> = both.iter().map(|p| p.request_id.clone()).collect();
    assert_eq!(ids, [bos, anas.clone()]);
    assert!(!both[0].stages[0].assigned_to_me && both[1].stages[0].assigned_to_me);
    let mine = read("ana", &[ProgressOn::Target]).await;
    assert_eq!(mine.len(), 1);
    assert_eq!(
        mine[0].stages[0].approvers[0].display_name.as_deref(),
        Some("Bo")
    );
    assert!(mine[0].stages[0].due_date_time > mine[0].stages[0].started_date_time);
    assert!(read("dee", &[ProgressOn::Approver]).await.is_empty());
}

#[tokio::test]
async fn letters_go_to_whom_they_concern() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    let mut letters = harbour
        .texts("SELECT to_address || ': ' || subject AS x FROM mail")
        .await;
    letters.sort();
    assert_eq!(
        letters,
        [
            "ana@harbour.example: Approved: Package tools",
            "ana@harbour.example: Open: Package tools",
            "bo@harbour.example: Please decide: Package tools for Ana"
        ]
    );
    let bodies = "SELECT body_text AS x FROM mail WHERE to_name = 'Bo' \
                  UNION ALL SELECT body_html AS x FROM mail WHERE to_name = 'Bo'";
    for body in harbour.texts(bodies).await {
        let body = body.replace("&#x2f;", "/");
        let link = format!("https://portico.harbour.example/approvals/{request}");
        assert!(body.contains(&link), "{body}");
    }
}
