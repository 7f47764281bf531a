//! How a request would go for the caller: who would decide, and why they. By the same resolver as the decision itself.

use portico_governance::approvers;
use portico_governance::requirements;
use portico_graph::portico::{Preview, PreviewStage};
use portico_graph::{AssignmentPolicy, Identity, Subject};

use super::facts::{Facts, Question};
use super::refusal::Refusal;
use super::requirements::{Fitting, fitting};
use super::shown::{Names, Shown};
use super::visibility;
use crate::signin::person::Person;
use crate::store::{Sql, StoreError, Tx};

/// The role of a catalog's owner (Graph contract: roles).
const CATALOG_OWNER: &str = "ae79f266-94d4-4dab-b730-feca7e132178";

/// The preview under one policy; without one named, under the first that lets the caller ask: the answer says which.
///
/// # Errors
/// [`Refusal::UnknownHere`] when no policy, or not this one, lets the caller ask.
pub async fn run(
    tx: &mut Tx,
    viewer: &Person,
    package_id: &str,
    policy_id: Option<&str>,
) -> Result<Preview, Refusal> {
    let Fitting {
        package,
        subject,
        policies,
    } = fitting(tx, viewer, package_id).await?;
    let mut policies = policies.into_iter();
    let policy = match policy_id {
        Some(id) => policies.find(|policy| policy.id.eq_ignore_ascii_case(id)),
        None => policies.next(),
    };
    let policy = policy.ok_or(Refusal::UnknownHere)?;
    let stages = stages(tx, &policy, &subject).await?;
    let declared = requirements::stages(&policy);
    Ok(Preview {
        can_be_decided: declared.is_ok() && stages.iter().all(|(_, decidable)| *decidable),
        stages: stages.into_iter().map(|(stage, _)| stage).collect(),
        owners: owners(tx, &package.catalog_id).await?,
        policy_id: policy.id,
        expiration: policy.expiration,
    })
}

/// Each stage as the caller may see it, and whether anybody could decide it.
async fn stages(
    tx: &mut Tx,
    policy: &AssignmentPolicy,
    subject: &Subject,
) -> Result<Vec<(PreviewStage, bool)>, StoreError> {
    let stages = requirements::stages(policy).unwrap_or_default();
    let questions: Vec<_> = stages
        .iter()
        .map(|stage| Question {
            stage,
            requestor: subject,
            target: subject,
        })
        .collect();
    let mut facts = Facts::default();
    facts.learn(tx, &questions).await?;
    let by_default = visibility::shown_to(tx, subject).await?;
    let panels: Vec<_> = questions
        .iter()
        .map(|question| facts.panel(question, false))
        .collect();
    let shown: Vec<_> = stages
        .iter()
        .zip(&panels)
        .map(|(stage, panel)| Shown {
            stage,
            panel,
            organization: facts.organization(subject),
            with_people: approvers::visible(stage, by_default),
        })
        .collect();
    let mut names = Names::default();
    names.learn(tx, &shown).await?;
    Ok(shown
        .iter()
        .map(|shown| (one(shown, &names), !shown.panel.is_empty()))
        .collect())
}

fn one(shown: &Shown<'_>, names: &Names) -> PreviewStage {
    let why = names.why(shown);
    let rule = requirements::rule(shown.stage);
    PreviewStage {
        basis: why.basis,
        basis_name: why.name,
        approvers: if shown.with_people {
            names.identities(shown)
        } else {
            Vec::new()
        },
        visible: shown.with_people,
        is_fallback: why.is_fallback,
        duration_before_automatic_denial: Some(rule.patience),
        duration_before_escalation: rule.escalation,
        is_approver_justification_required: rule.justification_required,
    }
}

/// The owners of the package's catalog, people of owning groups included: whom to tell when nobody can decide.
async fn owners(tx: &mut Tx, catalog_id: &str) -> Result<Vec<Identity>, StoreError> {
    Sql::new(
        "SELECT DISTINCT u.id, u.display_name, u.display_name_folded FROM role_assignments r \
         JOIN users u ON u.id = r.principal_id OR u.id IN \
           (SELECT m.member_id FROM memberships m WHERE m.group_id = r.principal_id) \
         WHERE r.role_id = $1 AND r.app_scope_id = $2 AND u.account_enabled = 1 \
         ORDER BY u.display_name_folded, u.id LIMIT 20",
    )
    .text(CATALOG_OWNER)
    .text(format!("/AccessPackageCatalog/{catalog_id}"))
    .fetch_all(tx)
    .await?
    .iter()
    .map(|row| {
        Ok(Identity {
            id: Some(row.text("id")?),
            display_name: row.opt_text("display_name")?,
        })
    })
    .collect()
}
