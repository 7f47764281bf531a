//! Who may decide stages that wait now: the one place where a stage and the directory meet.

use std::collections::BTreeMap;

use portico_governance::approvers::Panel;
use portico_graph::{ApprovalStagePolicy, Subject, stage_status};

use super::among;
use super::facts::{Facts, Question};
use crate::store::{Row, StoreError, Tx};

/// A stage that waits, with whom it concerns.
struct Waiting {
    id: String,
    settings: ApprovalStagePolicy,
    escalated: bool,
    requestor: Subject,
    target: Subject,
}

impl Waiting {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let subject = |id, object| {
            Ok::<_, StoreError>(Subject {
                id: row.text(id)?,
                object_id: row.opt_text(object)?,
                ..Subject::default()
            })
        };
        Ok(Self {
            id: row.text("id")?,
            settings: row.json("settings")?,
            escalated: row.opt_text("escalated_at")?.is_some(),
            requestor: subject("requestor_id", "requestor")?,
            target: subject("target_id", "target")?,
        })
    }

    fn question(&self) -> Question<'_> {
        Question {
            stage: &self.settings,
            requestor: &self.requestor,
            target: &self.target,
        }
    }
}

/// The panels of those of the stages that wait for a decision, by stage id; many with as many statements as one.
pub async fn of_stages(
    tx: &mut Tx,
    stage_ids: &[String],
) -> Result<BTreeMap<String, Panel>, StoreError> {
    let mut facts = Facts::default();
    let mut panels = BTreeMap::new();
    for ids in stage_ids.chunks(among::AT_ONCE) {
        let text = format!(
            "SELECT x.id, x.settings, x.escalated_at, t.id AS target_id, t.object_id AS target, \
               q.id AS requestor_id, q.object_id AS requestor \
             FROM request_stages x JOIN requests r ON r.id = x.request_id \
             JOIN subjects t ON t.id = r.target_id JOIN subjects q ON q.id = r.created_by_id \
             WHERE x.status = '{}' AND x.id IN",
            stage_status::IN_PROGRESS,
        );
        let rows = among::rows(tx, &text, ids).await?;
        let waiting: Vec<Waiting> = rows.iter().map(Waiting::read).collect::<Result<_, _>>()?;
        let questions: Vec<Question<'_>> = waiting.iter().map(Waiting::question).collect();
        facts.learn(tx, &questions).await?;
        for (stage, question) in waiting.iter().zip(&questions) {
            panels.insert(stage.id.clone(), facts.panel(question, stage.escalated));
        }
    }
    Ok(panels)
}
