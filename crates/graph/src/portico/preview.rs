//! `GET /portico/v1/packages/{id}/preview?policyId=`: who would decide, and why they.

use serde::{Deserialize, Serialize};

use crate::{ExpirationPattern, Identity, time::Duration};

/// How a request under one policy would go for the caller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Preview {
    /// The policy.
    pub policy_id: String,
    /// In order; empty: nobody needs to decide.
    pub stages: Vec<PreviewStage>,
    /// The end of the access under this policy.
    pub expiration: Option<ExpirationPattern>,
    /// People who own the package's catalog.
    pub owners: Vec<Identity>,
    /// False: a stage resolves to nobody, so a request would be refused.
    pub can_be_decided: bool,
}

/// One stage to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PreviewStage {
    /// Why these people.
    pub basis: ApproverBasis,
    /// The group's or the organization's name, when the basis has one.
    pub basis_name: Option<String>,
    /// Who can decide now; empty when the policy hides them.
    pub approvers: Vec<Identity>,
    /// False: the policy hides who decides.
    pub visible: bool,
    /// The named approvers resolved to nobody, these stand in.
    pub is_fallback: bool,
    /// How long they have.
    pub duration_before_automatic_denial: Option<Duration>,
    /// When others join, counted from the stage's start.
    pub duration_before_escalation: Option<Duration>,
    /// A decider must give a reason.
    pub is_approver_justification_required: bool,
}

/// Why somebody decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ApproverBasis {
    /// The requestor's manager, or the manager's manager.
    Manager,
    /// Named in the policy.
    #[default]
    Named,
    /// Member of a group named in the policy.
    Group,
    /// Sponsor inside this organisation for the target's organisation.
    InternalSponsor,
    /// Sponsor in the target's organisation.
    ExternalSponsor,
    /// Sponsor of the target.
    TargetSponsor,
}
