//! Every set of people that can decide, in every list of a stage: panel, preview, "waits for me", progress and the decision itself
//! agree about who it is, because there is one resolver.

use std::collections::BTreeSet;
use std::sync::Arc;

use portico_governance::approval::Verdict;
use portico_governance::request::{Command, Plan, State};
use portico_governance::requirements;
use portico_graph::{ApprovalStagePolicy, ApproverVisibility, RequestType, SubjectSet};
use serde_json::json;

use super::act::Act;
use super::case::{Case, Purpose};
use super::harbour::{Harbour, group, manager, one, policy, stage};
use super::progress::ProgressOn;
use super::{new_rows, panels, preview, progress};
use crate::api::waiting;
use crate::store::{Sql, StoreError, subjects};

const EVERYBODY: [&str; 7] = ["ana", "bo", "chen", "dee", "ed", "gus", "tess"];

fn set(value: serde_json::Value) -> SubjectSet {
    serde_json::from_value(value).unwrap()
}

fn bare(kind: &str) -> SubjectSet {
    set(json!({ "@odata.type": format!("#microsoft.graph.{kind}") }))
}

fn up(manager_level: i32) -> SubjectSet {
    SubjectSet::TargetManager { manager_level }
}

fn clerks() -> SubjectSet {
    set(
        json!({ "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": "user.jobTitle -eq \"CLERK\"",
        "description": "Clerks" }),
    )
}

/// A set, the target, and who decides; for the people that [`Harbour::answerable`] adds.
fn sets() -> Vec<(SubjectSet, &'static str, &'static str)> {
    let leads = json!({ "@odata.type": "#microsoft.graph.identityGovernance.groupBasedSubjectSet", "groups": [ { "id": "leads" } ] });
    let rule = json!({ "@odata.type": "#microsoft.graph.identityGovernance.ruleBasedSubjectSet", "rule": "jobTitle eq 'clerk'" });
    vec![
        (one("ed"), "ana", "ed"),
        (group("leads"), "ana", "chen dee"),
        (group("leads"), "dee", "chen"),
        (set(leads), "ana", "chen dee"),
        (clerks(), "ana", "ed"),
        (set(rule), "bo", "ed"),
        (manager(), "ana", "bo"),
        (up(1), "bo", "chen"),
        (up(2), "ana", "chen"),
        (SubjectSet::InternalSponsors, "gus", "dee"),
        (SubjectSet::ExternalSponsors, "gus", "tess"),
        (SubjectSet::TargetUserSponsors, "ana", "chen dee ed"),
        (bare("targetApplicationOwners"), "pilot", "chen"),
        (
            bare("targetAgentIdentitySponsorsOrOwners"),
            "scout",
            "bo chen dee",
        ),
    ]
}

/// The set in each list of a stage: primary, fallback after nobody, escalation, and its fallback. Those of an escalation join Ed's or
/// Bo's decision after a day.
fn stages(set: &SubjectSet, other: &str) -> [(ApprovalStagePolicy, bool); 4] {
    let nobody = || vec![group("board")];
    let sets = vec![set.clone()];
    let escalating = |escalation_approvers, fallback_escalation_approvers| ApprovalStagePolicy {
        is_escalation_enabled: Some(true),
        duration_before_escalation: Some(portico_graph::time::Duration::from_days(1)),
        escalation_approvers,
        fallback_escalation_approvers,
        ..stage(vec![one(other)], vec![])
    };
    [
        (stage(sets.clone(), vec![]), false),
        (stage(nobody(), sets.clone()), false),
        (escalating(sets.clone(), vec![]), true),
        (escalating(nobody(), sets), true),
    ]
    .map(|(stage, escalates)| {
        let approver_information_visibility = Some(ApproverVisibility::Visible);
        (
            ApprovalStagePolicy {
                approver_information_visibility,
                ..stage
            },
            escalates,
        )
    })
}

/// A request for `target`, whatever it is, that waits at its stage; asked by the target, so that nobody else is a party.
async fn asked(harbour: &Harbour, target: &'static str, stage: &ApprovalStagePolicy) -> String {
    let stages = vec![stage.clone()];
    let policy = portico_graph::AssignmentPolicy {
        id: "tools-policy".to_owned(),
        ..policy(stages.clone())
    };
    let act = Act::by_service(harbour.engine.clock.now(), Arc::clone(&harbour.engine.ids));
    let id = act.ids.guid();
    let made = id.clone();
    harbour
        .write(move |tx| {
            let (stages, policy, act, id) =
                (stages.clone(), policy.clone(), act.clone(), made.clone());
            Box::pin(async move {
                let target = subjects::of_object(tx, target, act.now).await?.unwrap();
                let new = new_rows::NewRequest {
                    id: id.clone(),
                    assignment_id: act.ids.guid(),
                    request_type: RequestType::UserAdd,
                    purpose: Purpose::Give,
                    requestor: target.clone(),
                    creator: target.clone(),
                    target,
                    package_id: "tools".to_owned(),
                    policy,
                    justification: None,
                    schedule: None,
                    answers: Vec::new(),
                    start: None,
                    bypasses_approval: false,
                };
                let plan = Plan {
                    stages: stages.iter().map(requirements::rule).collect(),
                    ..Plan::default()
                };
                new_rows::write(tx, &act, &new, &State::Submitted(plan), &stages)
                    .await
                    .unwrap();
                let mut case = Case::load(tx, &id).await?.unwrap();
                case.step(tx, &act, Command::Start).await.unwrap();
                Ok::<_, StoreError>(())
            })
        })
        .await;
    id
}

async fn withdraw(harbour: &Harbour) {
    harbour
        .write(|tx| {
            Box::pin(async move {
                let closed = "UPDATE requests SET state = 'canceled', status = 'Canceled' WHERE state = 'pendingApproval'";
                Sql::new(closed).execute(tx).await.map(drop)
            })
        })
        .await;
}

#[tokio::test]
async fn whoever_is_asked_about_a_decider_gives_the_same_answer() {
    let harbour = Harbour::new().await;
    harbour.answerable().await;
    harbour
        .tools(policy(vec![stage(vec![one("ed")], vec![])]))
        .await;
    for (set, target, expected) in sets() {
        let other = ["ed", "bo", "dee"]
            .into_iter()
            .find(|id| !expected.contains(id) && *id != target)
            .unwrap();
        for (place, (stage, escalates)) in stages(&set, other).into_iter().enumerate() {
            let request = asked(&harbour, target, &stage).await;
            let mut deciders: BTreeSet<&str> = expected.split(' ').collect();
            if escalates {
                assert_eq!(
                    who_waits(&harbour, &request).await,
                    BTreeSet::from([other]),
                    "{set:?} before it escalates"
                );
                harbour
                    .later(portico_graph::time::Duration::from_days(1))
                    .await;
                deciders.insert(other);
            }
            let about = format!("{set:?} for {target}, list {place}");
            assert_eq!(who_waits(&harbour, &request).await, deciders, "{about}");
            for who in EVERYBODY {
                let person = harbour.person(who).await;
                let mut tx = harbour.engine.store.begin_read().await.unwrap();
                let readable = waiting::is_approver(&mut tx, &person, &request)
                    .await
                    .unwrap();
                assert_eq!(readable, deciders.contains(who), "{about}: {who} reads it");
                drop(tx);
                if !deciders.contains(who) {
                    let refused = harbour.decide(who, &request, 0, Verdict::Approve).await;
                    assert!(refused.is_err(), "{about}: {who} does not decide it");
                }
            }
            let first = deciders.first().copied().unwrap();
            harbour
                .decide(first, &request, 0, Verdict::Deny)
                .await
                .unwrap();
            assert_eq!(harbour.state(&request).await.0, "denied", "{about}");
        }
        withdraw(&harbour).await;
    }
}

/// Those of everybody for whom the request waits, by each of the lists that say so.
async fn who_waits(harbour: &Harbour, request: &str) -> BTreeSet<&'static str> {
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let sql = Sql::new("SELECT id FROM request_stages WHERE request_id = $1");
    let stage = sql
        .text(request)
        .fetch_one(&mut tx)
        .await
        .unwrap()
        .text("id")
        .unwrap();
    let panels = panels::of_stages(&mut tx, std::slice::from_ref(&stage))
        .await
        .unwrap();
    let mut found = BTreeSet::new();
    for who in EVERYBODY {
        let person = harbour.person(who).await;
        let listed = waiting::request_ids(&mut tx, &person)
            .await
            .unwrap()
            .contains(&request.to_owned());
        let page = waiting::page(&mut tx, &person, None, 100).await.unwrap();
        assert_eq!(
            page.request_ids.contains(&request.to_owned()),
            listed,
            "{who}"
        );
        let told = progress(&mut tx, &person, &[ProgressOn::Approver])
            .await
            .unwrap();
        let told = told.iter().find(|one| one.request_id == request);
        assert_eq!(
            told.is_some_and(|one| one.stages[0].assigned_to_me),
            listed,
            "{who}"
        );
        assert_eq!(panels[&stage].seat(who).is_some(), listed, "{who}");
        if listed {
            found.insert(who);
        }
    }
    found
}

#[tokio::test]
async fn the_preview_names_those_who_will_decide() {
    let harbour = Harbour::new().await;
    harbour.answerable().await;
    let people = sets()
        .into_iter()
        .filter(|(_, target, _)| EVERYBODY.contains(target));
    for (number, (set, target, expected)) in people.enumerate() {
        let [(stage, _), (fallback, _), ..] = stages(&set, "ed");
        let id: &'static str = format!("package-{number}").leak();
        let policy = portico_graph::AssignmentPolicy {
            id: format!("policy-{number}"),
            ..policy(vec![stage, fallback])
        };
        harbour.package(id, policy, false).await;
        let person = harbour.person(target).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        let seen = preview(&mut tx, &person, id, None).await.unwrap();
        assert!(seen.can_be_decided, "{set:?}");
        for (stage, is_fallback) in seen.stages.iter().zip([false, true]) {
            let named: Vec<_> = stage
                .approvers
                .iter()
                .filter_map(|one| one.id.as_deref())
                .collect();
            assert_eq!(named.join(" "), expected, "{set:?} for {target}");
            assert_eq!(stage.is_fallback, is_fallback, "{set:?}");
        }
        let organization = matches!(
            set,
            SubjectSet::InternalSponsors | SubjectSet::ExternalSponsors
        );
        let name = if set == clerks() {
            Some("Clerks")
        } else if organization {
            Some("Tern")
        } else {
            None
        };
        if let Some(name) = name {
            assert_eq!(seen.stages[0].basis_name.as_deref(), Some(name));
        }
    }
}
