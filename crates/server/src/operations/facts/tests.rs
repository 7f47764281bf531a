use std::collections::BTreeSet;

use portico_graph::{ApprovalStagePolicy, Subject, SubjectSet};
use serde_json::json;

use super::*;
use crate::operations::harbour::{Harbour, group, manager, one, stage};

fn set(value: serde_json::Value) -> SubjectSet {
    serde_json::from_value(value).unwrap()
}

fn bare(kind: &str) -> SubjectSet {
    set(json!({ "@odata.type": format!("#microsoft.graph.{kind}") }))
}

fn clerks() -> SubjectSet {
    set(
        json!({ "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": "(user.jobTitle -eq 'Clerk')" }),
    )
}

fn subject(id: &str) -> Subject {
    Subject {
        id: format!("subject of {id}"),
        object_id: Some(id.to_owned()),
        ..Subject::default()
    }
}

async fn harbour() -> Harbour {
    let harbour = Harbour::new().await;
    harbour.answerable().await;
    harbour
}

fn stages() -> Vec<(&'static str, ApprovalStagePolicy)> {
    let managers = |manager_level| vec![SubjectSet::TargetManager { manager_level }];
    let groups = json!({ "@odata.type": "#microsoft.graph.identityGovernance.groupBasedSubjectSet",
        "groups": [ { "id": "leads" } ] });
    [
        ("named", vec![one("ed")]),
        ("group", vec![group("leads")]),
        ("groups", vec![set(groups)]),
        ("rule", vec![clerks()]),
        ("manager", vec![manager()]),
        ("manager's manager", managers(2)),
        ("inside", vec![SubjectSet::InternalSponsors]),
        ("outside", vec![SubjectSet::ExternalSponsors]),
        ("sponsors", vec![SubjectSet::TargetUserSponsors]),
        ("owners", vec![bare("targetApplicationOwners")]),
        ("agent", vec![bare("targetAgentIdentitySponsorsOrOwners")]),
    ]
    .map(|(name, sets)| (name, stage(sets, vec![])))
    .into()
}

#[tokio::test]
async fn every_set_finds_its_people_for_every_kind_of_target() {
    let harbour = harbour().await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    // Whoever asks is none of these.
    let requestor = subject("nobody");
    for (target, expected) in [
        (
            "ana",
            "named: ed; group: chen dee; groups: chen dee; rule: ed; manager: bo; manager's manager: chen; sponsors: chen dee ed",
        ),
        (
            "gus",
            "named: ed; group: chen dee; groups: chen dee; rule: ed; inside: dee; outside: tess",
        ),
        (
            "tess",
            "named: ed; group: chen dee; groups: chen dee; rule: ed; inside: dee",
        ),
        ("ed", "group: chen dee; groups: chen dee"),
        (
            "pilot",
            "named: ed; group: chen dee; groups: chen dee; rule: ed; owners: chen",
        ),
        (
            "scout",
            "named: ed; group: chen dee; groups: chen dee; rule: ed; agent: bo chen dee",
        ),
    ] {
        let target = subject(target);
        let mut found = Vec::new();
        for (name, stage) in &stages() {
            let question = Question {
                stage,
                requestor: &requestor,
                target: &target,
            };
            let mut facts = Facts::default();
            facts.learn(&mut tx, &[question]).await.unwrap();
            let panel = facts.panel(&question, false);
            let users: BTreeSet<&str> = panel
                .approvers()
                .iter()
                .map(|one| one.user.as_str())
                .collect();
            if !users.is_empty() {
                let users: Vec<_> = users.into_iter().collect();
                found.push(format!("{name}: {}", users.join(" ")));
            }
        }
        assert_eq!(found.join("; "), expected, "{target:?}");
    }
}

#[tokio::test]
async fn many_are_learnt_with_as_many_statements_as_few() {
    let harbour = harbour().await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let requestor = subject("nobody");
    let targets = ["ana", "bo", "gus", "tess", "ed", "pilot", "scout"].map(subject);
    let stages = stages();
    let all: Vec<Question<'_>> = targets
        .iter()
        .flat_map(|target| stages.iter().map(move |(_, stage)| (target, stage)))
        .map(|(target, stage)| Question {
            stage,
            requestor: &requestor,
            target,
        })
        .collect();
    let before = tx.statements();
    let mut together = Facts::default();
    together.learn(&mut tx, &all).await.unwrap();
    let took = tx.statements() - before;
    // Organisations, two levels of managers, sponsors of both kinds, who answers for services, groups, rules, who can sign in.
    assert!(took <= 9, "{took}");
    for question in &all {
        let mut alone = Facts::default();
        alone.learn(&mut tx, &[*question]).await.unwrap();
        for escalated in [false, true] {
            assert_eq!(
                together.panel(question, escalated),
                alone.panel(question, escalated),
                "{question:?}"
            );
        }
    }
    let before = tx.statements();
    together.learn(&mut tx, &all).await.unwrap();
    assert_eq!(tx.statements(), before, "what is known is not asked again");
}

#[tokio::test]
async fn where_somebody_comes_from_is_asked_only_for_sponsors() {
    let harbour = harbour().await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let (requestor, target) = (subject("nobody"), subject("gus"));
    for (primary, statements) in [(one("ed"), 1), (SubjectSet::InternalSponsors, 3)] {
        let stage = stage(vec![primary], vec![]);
        let question = Question {
            stage: &stage,
            requestor: &requestor,
            target: &target,
        };
        let before = tx.statements();
        Facts::default().learn(&mut tx, &[question]).await.unwrap();
        assert_eq!(tx.statements() - before, statements, "{stage:?}");
    }
}
