//! Who may decide stages that wait now: the one place where a stage and the directory meet.

use std::collections::BTreeMap;

use portico_governance::approvers::{self, Panel};
use portico_governance::people::Parties;
use portico_graph::{ApprovalStagePolicy, stage_status};

use super::facts::Facts;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, StoreError, Tx, Value, organizations};

/// How many stages one statement asks about.
const AT_ONCE: usize = 400;

/// The panels of those of the stages that wait for a decision, by stage id.
pub async fn of_stages(
    tx: &mut Tx,
    stage_ids: &[String],
) -> Result<BTreeMap<String, Panel>, StoreError> {
    let mut facts = Facts::default();
    let mut panels = BTreeMap::new();
    for ids in stage_ids.chunks(AT_ONCE) {
        let text = format!(
            "SELECT x.id, x.settings, x.escalated_at, t.object_id AS target, t.connected_organization_id AS organization, \
               q.object_id AS requestor \
             FROM request_stages x JOIN requests r ON r.id = x.request_id \
             JOIN subjects t ON t.id = r.target_id JOIN subjects q ON q.id = r.requestor_id \
             WHERE x.status = '{}' AND x.id IN ({})",
            stage_status::IN_PROGRESS,
            placeholders_from(1, ids.len())
        );
        let values = ids.iter().map(|id| Value::Text(Some(id.clone())));
        for row in Sql::new(text).values(values).fetch_all(tx).await? {
            let settings: ApprovalStagePolicy = row.json("settings")?;
            let parties = Parties {
                requestor: row.opt_text("requestor")?,
                target: row.opt_text("target")?,
            };
            let organization = match &parties.target {
                Some(target) => organizations::of_user(tx, target).await?,
                None => row.opt_text("organization")?,
            };
            let people = facts
                .people(tx, [&settings], &parties, organization.as_deref())
                .await?;
            let escalated = row.opt_text("escalated_at")?.is_some();
            let panel = approvers::resolve(&settings, escalated, &parties, &people);
            panels.insert(row.text("id")?, panel);
        }
    }
    Ok(panels)
}

/// The panel of one stage; nobody when it does not wait.
pub async fn of_stage(tx: &mut Tx, stage_id: &str) -> Result<Panel, StoreError> {
    let mut panels = of_stages(tx, &[stage_id.to_owned()]).await?;
    Ok(panels.remove(stage_id).unwrap_or_default())
}
