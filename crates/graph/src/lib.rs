//! Wire types of the Microsoft Graph entitlement management API (v1.0), shared by the portal and the server.
//!
//! One module an idea. Every type serialises as Graph does: camelCase members, declared structural properties always
//! present (`null` when unset), navigation properties only when expanded. Reading is lenient where Graph may grow (unknown
//! members are ignored, unknown enum members become `unknownFutureValue`); strict checks of input belong to the server.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod approval;
mod assignment;
pub mod batch;
mod collection;
mod directory;
mod enums;
mod error;
pub mod json;
pub mod model;
mod odata_type;
mod organization;
mod package;
mod policy;
pub mod portico;
mod question;
mod request;
mod requirements;
mod resource;
mod schedule;
mod subject;
mod subject_set;
pub mod time;

pub use approval::{Approval, ApprovalStage, StageDecision, review_result, stage_status};
pub use assignment::Assignment;
pub use collection::Collection;
pub use directory::{DirectoryObject, Group, Identity, User};
pub use enums::*;
pub use error::{ErrorBody, ErrorDetail, ErrorObject, InnerError};
pub use odata_type::short_type;
pub use organization::{ConnectedOrganization, IdentitySource};
pub use package::{AccessPackage, Catalog};
pub use policy::{
    ApprovalSettings, ApprovalStagePolicy, AssignmentPolicy, NotificationSettings,
    RequestorSettings,
};
pub use question::{Answer, AnswerChoice, AnsweredQuestion, LocalizedText, Question, QuestionKind};
pub use request::{AssignmentRequest, NewAssignment, NewAssignmentRequest, Reference};
pub use requirements::Requirements;
pub use resource::{Resource, ResourceRole, ResourceRoleScope, ResourceScope};
pub use schedule::{ExpirationPattern, Schedule};
pub use subject::Subject;
pub use subject_set::{Further, SubjectSet};
