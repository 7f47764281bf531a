//! Reads a case from its rows.

use portico_governance::approval::{Approval, OpenStage};
use portico_governance::request::{Denial, Plan, State};
use portico_graph::{RequestState, stage_status};

use super::{Case, Review, Stage};
use crate::store::{Row, Sql, StoreError, Tx, subjects};

impl Case {
    /// The request with this id.
    pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Self>, StoreError> {
        let Some(row) = Sql::new(
            "SELECT r.*, p.display_name AS package_name FROM requests r JOIN packages p ON p.id = r.package_id \
             WHERE r.id = $1",
        )
        .text(id)
        .fetch_optional(tx)
        .await?
        else {
            return Ok(None);
        };
        let stages = Stage::of_request(tx, id).await?;
        let state = state(&row, &stages)?;
        Ok(Some(Self {
            id: row.text("id")?,
            state,
            request_type: row.word("request_type")?,
            requestor: subject(tx, &row.text("requestor_id")?).await?,
            target: subject(tx, &row.text("target_id")?).await?,
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
        }))
    }
}

impl Stage {
    /// The stages of a request in their order.
    pub async fn of_request(tx: &mut Tx, request: &str) -> Result<Vec<Self>, StoreError> {
        Sql::new("SELECT * FROM request_stages WHERE request_id = $1 ORDER BY position")
            .text(request)
            .fetch_all(tx)
            .await?
            .iter()
            .map(Self::read)
            .collect()
    }

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

async fn subject(tx: &mut Tx, id: &str) -> Result<portico_graph::Subject, StoreError> {
    subjects::by_id(tx, id)
        .await?
        .ok_or_else(|| StoreError::Broken(format!("there is no subject {id}")))
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
    Ok(match row.word::<RequestState>("state")? {
        RequestState::Submitted => State::Submitted(Plan {
            stages: rules(),
            start,
        }),
        RequestState::PendingApproval => State::PendingApproval {
            approval: Approval {
                rules: rules(),
                open: open(stages).ok_or_else(|| broken("waits for no stage"))?,
            },
            start,
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
