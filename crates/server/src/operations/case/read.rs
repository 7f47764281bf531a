//! Reads a case from its rows; many at once with as many statements as one.

use std::collections::BTreeMap;

use portico_governance::approval::{Approval, OpenStage};
use portico_governance::request::{Denial, Moment, Pauses, Plan, State};
use portico_graph::{RequestState, Subject, stage_status};

use super::{Case, Purpose, Review, Stage};
use crate::operations::among::{AT_ONCE, rows as among};
use crate::store::{Row, StoreError, Tx, subjects};

impl Case {
    /// The request with this id.
    pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Self>, StoreError> {
        Ok(Self::load_all(tx, &[id.to_owned()]).await?.pop())
    }

    /// The requests with these ids, in their order; one that is not there is left out.
    pub async fn load_all(tx: &mut Tx, ids: &[String]) -> Result<Vec<Self>, StoreError> {
        let mut cases = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            let rows = among(
                tx,
                "SELECT r.*, p.display_name AS package_name FROM requests r JOIN packages p ON p.id = r.package_id \
                 WHERE r.id IN",
                ids,
            )
            .await?;
            let mut stages: BTreeMap<String, Vec<(i64, Stage)>> = BTreeMap::new();
            let of_these = "SELECT * FROM request_stages WHERE request_id IN";
            for row in among(tx, of_these, ids).await? {
                let known = stages.entry(row.text("request_id")?).or_default();
                known.push((row.int("position")?, Stage::read(&row)?));
            }
            let people = subjects_of(tx, &rows).await?;
            let mut found = BTreeMap::new();
            for row in &rows {
                let id = row.text("id")?;
                let mut stages = stages.remove(&id).unwrap_or_default();
                stages.sort_unstable_by_key(|(position, _)| *position);
                let stages = stages.into_iter().map(|(_, stage)| stage).collect();
                found.insert(id, Self::read(row, stages, &people)?);
            }
            cases.extend(ids.iter().filter_map(|id| found.remove(id)));
        }
        Ok(cases)
    }

    fn read(
        row: &Row,
        stages: Vec<Stage>,
        people: &BTreeMap<String, Subject>,
    ) -> Result<Self, StoreError> {
        let subject = |column| {
            let id = row.text(column)?;
            let found = people.get(&id).cloned();
            found.ok_or_else(|| StoreError::Broken(format!("there is no subject {id}")))
        };
        Ok(Self {
            id: row.text("id")?,
            state: state(row, &stages)?,
            request_type: row.word("request_type")?,
            purpose: Purpose::of(row.word("request_type")?, row.flag("is_renewal")?),
            requestor: subject("requestor_id")?,
            creator: subject("created_by_id")?,
            target: subject("target_id")?,
            package_id: row.text("package_id")?,
            package_name: row.text("package_name")?,
            assignment_id: row.text("assignment_id")?,
            policy: row.opt_json("frozen_policy")?.unwrap_or_default(),
            stages,
            justification: row.opt_text("justification")?,
            answers: row.json("answers")?,
            schedule: row.opt_json("schedule")?,
            created: row.instant("created_at")?,
            completed: row.opt_instant("completed_at")?,
            version: row.int("version")?,
        })
    }
}

/// Whoever asked in these requests, sent them, or gets the access, by subject id.
async fn subjects_of(tx: &mut Tx, rows: &[Row]) -> Result<BTreeMap<String, Subject>, StoreError> {
    let mut ids = Vec::new();
    for row in rows {
        for column in ["requestor_id", "target_id", "created_by_id"] {
            ids.push(row.text(column)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let mut people = BTreeMap::new();
    for row in among(tx, "SELECT * FROM subjects WHERE id IN", &ids).await? {
        people.insert(row.text("id")?, subjects::read(&row)?);
    }
    Ok(people)
}

impl Stage {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let review = match (
            row.opt_text("reviewed_by_id")?,
            row.opt_instant("reviewed_at")?,
        ) {
            (Some(subject_id), Some(at)) => Some(Review {
                subject_id,
                name: row.opt_text("reviewed_by_name")?.unwrap_or_default(),
                at,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.text("id")?,
            settings: row.json("settings")?,
            status: row.text("status")?,
            review_result: row.text("review_result")?,
            started: row.opt_instant("started_at")?,
            due: row.opt_instant("due_at")?,
            escalates: row.opt_instant("escalates_at")?,
            escalated: row.opt_instant("escalated_at")?,
            review,
            justification: row.text("justification")?,
        })
    }
}

/// Words of the column that says at which moment an extension is waited for.
const CREATED: &str = "created";
const APPROVED: &str = "approved";

/// The moment at which an extension is waited for, as the column says it.
pub(super) const fn awaits(state: &State) -> Option<&'static str> {
    match state {
        State::AwaitingCallback {
            at: Moment::Created,
            ..
        } => Some(CREATED),
        State::AwaitingCallback {
            at: Moment::Approved,
            ..
        } => Some(APPROVED),
        _ => None,
    }
}

/// The row's state with what belongs to it.
fn state(row: &Row, stages: &[Stage]) -> Result<State, StoreError> {
    let broken = |what: &str| StoreError::Broken(format!("the request {what}"));
    let ended = || {
        row.opt_instant("completed_at")?
            .ok_or_else(|| broken("ended at no time"))
    };
    let start = row.opt_instant("starts_at")?;
    let rules = || stages.iter().map(Stage::rule).collect();
    let pauses = Pauses {
        created: row.flag("pauses_created")?,
        approved: row.flag("pauses_approved")?,
    };
    let plan = || Plan {
        stages: rules(),
        start,
        pauses,
    };
    if let Some(moment) = row.opt_text("awaits")? {
        let at = match moment.as_str() {
            CREATED => Moment::Created,
            APPROVED => Moment::Approved,
            _ => return Err(broken("waits for an extension at no moment")),
        };
        return Ok(State::AwaitingCallback { at, plan: plan() });
    }
    Ok(match row.word::<RequestState>("state")? {
        RequestState::Submitted => State::Submitted(plan()),
        RequestState::PendingApproval => State::PendingApproval {
            approval: Approval {
                rules: rules(),
                open: open(stages).ok_or_else(|| broken("waits for no stage"))?,
            },
            start,
            pauses: pauses.approved,
        },
        RequestState::Scheduled => State::Scheduled {
            start: start.ok_or_else(|| broken("waits for no day"))?,
        },
        RequestState::Delivering => State::Delivering,
        RequestState::Delivered => State::Delivered,
        RequestState::PartiallyDelivered => State::PartiallyDelivered { ended: ended()? },
        RequestState::DeliveryFailed => State::DeliveryFailed { ended: ended()? },
        RequestState::Denied => State::Denied(if row.text("status")? == "Expired" {
            Denial::Expired
        } else {
            Denial::ByApprover
        }),
        RequestState::Canceled => State::Canceled,
        RequestState::UnknownFutureValue => return Err(broken("is in no known state")),
    })
}

fn open(stages: &[Stage]) -> Option<OpenStage> {
    let (stage, row) = stages
        .iter()
        .enumerate()
        .find(|(_, row)| row.status == stage_status::IN_PROGRESS)?;
    Some(OpenStage {
        stage,
        started: row.started?,
        deadline: row.due?,
        escalated: row.escalated.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use portico_graph::Schedule;

    use super::*;
    use crate::operations::harbour::{Harbour, START, group, manager, policy, stage};
    use crate::operations::new_rows::{self, NewRequest};
    use crate::operations::progress::{ProgressOn, run};

    #[tokio::test]
    async fn many_come_as_one_does_and_in_the_order_asked_for() {
        let harbour = Harbour::new().await;
        let leads = || vec![group("leads")];
        let stages = vec![stage(leads(), vec![]), stage(vec![manager()], leads())];
        harbour.tools(policy(stages)).await;
        let (ana, ed) = (harbour.asked("ana").await, harbour.asked("ed").await);
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        let ids = [ed.clone(), "nobody's".to_owned(), ana.clone()];
        let cases = Case::load_all(&mut tx, &ids).await.unwrap();
        let seen: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(seen, [&ed, &ana]);
        for case in &cases {
            let alone = Case::load(&mut tx, &case.id).await.unwrap().unwrap();
            assert_eq!(format!("{case:?}"), format!("{alone:?}"));
            assert_eq!(case.stages[0].status, stage_status::IN_PROGRESS);
            assert_eq!(case.stages.len(), 2);
        }
        let dee = harbour.person("dee").await;
        let waiting = run(&mut tx, &dee, &[ProgressOn::Approver]).await.unwrap();
        // Both were made in the same second; the longest waiting comes first.
        let mut told: Vec<_> = waiting.iter().map(|one| &one.request_id).collect();
        told.sort();
        let mut both = [&ana, &ed];
        both.sort();
        assert_eq!(told, both);
        assert!(waiting.iter().all(|one| one.stages[0].assigned_to_me));
        let targets: Vec<_> = cases
            .iter()
            .map(|case| case.target.object_id.as_deref())
            .collect();
        assert_eq!(targets, [Some("ed"), Some("ana")]);
    }

    #[tokio::test]
    async fn a_new_one_is_as_it_will_be_read() {
        let harbour = Harbour::new().await;
        let leads = vec![group("leads")];
        let stages = vec![
            stage(vec![manager()], leads),
            stage(vec![manager()], vec![]),
        ];
        harbour.tools(policy(stages.clone())).await;
        let id = harbour.asked("ana").await;
        let act = crate::operations::act::Act::by_service(START, harbour.engine.ids.clone());
        harbour
            .write(move |tx| {
                let (id, act, stages) = (id.clone(), act.clone(), stages.clone());
                Box::pin(async move {
                    let known = Case::load(tx, &id).await?.unwrap();
                    // Another person's, for the same package under the same policy.
                    let new = NewRequest {
                        id: act.ids.guid(),
                        assignment_id: act.ids.guid(),
                        request_type: known.request_type,
                        purpose: known.purpose,
                        requestor: subjects::by_object(tx, "ed").await?.unwrap(),
                        creator: subjects::by_object(tx, "bo").await?.unwrap(),
                        target: subjects::by_object(tx, "ed").await?.unwrap(),
                        package_id: known.package_id,
                        policy: known.policy,
                        justification: Some("Kräne".to_owned()),
                        schedule: Some(Schedule::default()),
                        answers: known.answers,
                        start: None,
                        bypasses_approval: false,
                    };
                    let plan = State::Submitted(Plan {
                        stages: known.stages.iter().map(Stage::rule).collect(),
                        ..Plan::default()
                    });
                    let ids = new_rows::write(tx, &act, &new, &plan, &stages).await;
                    let named = ids.unwrap().into_iter().zip(stages);
                    let made = Case::of_new(&new, known.package_name, plan, named, act.now);
                    let read = Case::load(tx, &new.id).await?.unwrap();
                    assert_eq!(format!("{made:?}"), format!("{read:?}"));
                    Ok(())
                })
            })
            .await;
    }
}
