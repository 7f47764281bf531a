//! `GET /portico/v1/packages/{id}/preview?policyId=`: who would decide, and why they.

use serde::Serialize;

use crate::{ExpirationPattern, Identity, enums::graph_enum, json::read_object, time::Duration};

/// How a request under one policy would go for the caller.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(Preview {
    policy_id = "policyId",
    stages = "stages",
    expiration = "expiration",
    owners = "owners",
    can_be_decided = "canBeDecided"
});

/// One stage to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(PreviewStage {
    basis = "basis",
    basis_name = "basisName",
    approvers = "approvers",
    visible = "visible",
    is_fallback = "isFallback",
    duration_before_automatic_denial = "durationBeforeAutomaticDenial",
    duration_before_escalation = "durationBeforeEscalation",
    is_approver_justification_required = "isApproverJustificationRequired"
});

graph_enum! {
    /// Why somebody decides.
    #[derive(Default)]
    ApproverBasis {
        /// The requestor's manager, or the manager's manager.
        Manager = "manager",
        /// Named in the policy.
        #[default]
        Named = "named",
        /// Member of a group named in the policy.
        Group = "group",
        /// Sponsor inside this organisation for the target's organisation.
        InternalSponsor = "internalSponsor",
        /// Sponsor in the target's organisation.
        ExternalSponsor = "externalSponsor",
        /// Sponsor of the target.
        TargetSponsor = "targetSponsor",
    }
}
