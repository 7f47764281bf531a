//! `GET /demo/people`: whom one can sign in as.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use portico_governance::approvers::Panel;
use portico_graph::portico::DemoPerson;

use crate::directory::role::ADMINISTRATOR;
use crate::http::App;
use crate::http::error::ApiError;
use crate::operations::panels;
use crate::store::{Sql, StoreError, Tx, users};

/// Everybody who may sign in, by name, with what makes them interesting.
pub async fn list(State(app): State<App>) -> Result<Json<Vec<DemoPerson>>, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let everybody = users::everybody(&mut tx).await?;
    let mut reports: BTreeMap<&str, u64> = BTreeMap::new();
    for manager in everybody
        .iter()
        .filter_map(|user| user.manager_id.as_deref())
    {
        *reports.entry(manager).or_default() += 1;
    }
    let administrators = administrators(&mut tx).await?;
    let panels = panels(&mut tx).await?;
    let people = everybody
        .iter()
        .filter(|user| user.account_enabled)
        .map(|user| DemoPerson {
            user_principal_name: user.user_principal_name.clone(),
            display_name: user.display_name.clone(),
            job_title: user.job_title.clone(),
            department: user
                .department
                .clone()
                .or_else(|| user.company_name.clone()),
            user_type: user.user_type.as_str().into(),
            reports: reports.get(user.id.as_str()).copied().unwrap_or(0),
            pending_approvals: waits_for(&panels, &user.id),
            is_administrator: administrators.contains(&user.id),
        })
        .collect();
    Ok(Json(people))
}

async fn administrators(tx: &mut Tx) -> Result<BTreeSet<String>, StoreError> {
    Sql::new("SELECT principal_id FROM role_assignments WHERE role_id = $1")
        .text(ADMINISTRATOR)
        .fetch_all(tx)
        .await?
        .iter()
        .map(|row| row.text("principal_id"))
        .collect()
}

/// Who may decide, of every stage that waits.
async fn panels(tx: &mut Tx) -> Result<Vec<Panel>, StoreError> {
    let waiting = Sql::new(
        "SELECT t.id AS id FROM request_stages t JOIN requests q ON q.id = t.request_id \
         WHERE t.status = 'InProgress' AND q.state = 'pendingApproval'",
    )
    .fetch_all(tx)
    .await?;
    let stages = waiting
        .iter()
        .map(|row| row.text("id"))
        .collect::<Result<Vec<_>, _>>()?;
    let panels = panels::of_stages(tx, &stages).await?;
    Ok(panels.into_values().collect())
}

fn waits_for(panels: &[Panel], user_id: &str) -> u64 {
    let mine = panels.iter().filter(|panel| panel.seat(user_id).is_some());
    u64::try_from(mine.count()).unwrap_or(u64::MAX)
}
