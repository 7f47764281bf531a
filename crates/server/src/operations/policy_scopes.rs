//! Whom a policy covers, as rows: what lists of "what may I ask for" start from, so that they never read a policy.

use portico_governance::approvers;
use portico_governance::membership_rule::Rule;
use portico_governance::targets::{self, Target};
use portico_graph::{AssignmentPolicy, Further};

use crate::store::{Sql, StoreError, Tx, rules};

/// Writes the rows of a policy over those that were there. The rules over attributes that it names are made known; whom they hold is
/// written by [`rules::refresh_all`], which must follow.
pub async fn write(tx: &mut Tx, policy: &AssignmentPolicy) -> Result<(), StoreError> {
    for rule in rules_of(policy) {
        rules::know(tx, &rule).await?;
    }
    Sql::new("DELETE FROM policy_scopes WHERE policy_id = $1")
        .text(&policy.id)
        .execute(tx)
        .await?;
    for target in targets::of(policy) {
        let (kind, id) = row(&target);
        Sql::new(
            "INSERT INTO policy_scopes (policy_id, kind, scope_id) VALUES ($1, $2, $3) \
             ON CONFLICT (policy_id, kind, scope_id) DO NOTHING",
        )
        .text(&policy.id)
        .text(kind)
        .text(id)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// How the table writes a target: kind, and id where the kind needs one.
fn row(target: &Target) -> (&'static str, String) {
    let everybody = String::new();
    match target {
        Target::AllMembers => ("allMembers", everybody),
        Target::AllUsers => ("allUsers", everybody),
        Target::AllExternal => ("allExternal", everybody),
        Target::AllConfiguredOrganizations => ("allConfiguredOrganizations", everybody),
        Target::AllServicePrincipals => ("allServicePrincipals", everybody),
        Target::AllAgents => ("allAgents", everybody),
        Target::User(id) => ("user", id.clone()),
        Target::Group(id) => ("group", id.clone()),
        Target::Rule(text) => ("rule", rules::id_of(text)),
        Target::Organization(id) => ("organization", id.clone()),
        Target::ServicePrincipal(id) => ("servicePrincipal", id.clone()),
    }
}

/// Whether a policy names rules over attributes, so that whom they hold must be written.
pub fn names_rules(policy: &AssignmentPolicy) -> bool {
    !rules_of(policy).is_empty()
}

/// The canonical texts of all rules that a policy names, as targets or as people who decide or ask.
fn rules_of(policy: &AssignmentPolicy) -> Vec<String> {
    let stages = policy
        .request_approval_settings
        .iter()
        .flat_map(|settings| &settings.stages);
    let requestors = policy.requestor_settings.iter();
    policy
        .specific_allowed_targets
        .iter()
        .chain(stages.flat_map(approvers::sets))
        .chain(requestors.flat_map(|settings| &settings.on_behalf_requestors))
        .filter_map(|set| match set.further()? {
            Further::AttributeRule { rule, .. } => Rule::canonical(rule),
            _ => None,
        })
        .collect()
}
