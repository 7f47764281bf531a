//! The API, a file a resource: extract, authorise, one use of the store or one operation, answer.

pub mod administer;
pub mod approvals;
pub mod assignments;
pub mod available_packages;
pub mod by_role;
pub mod cancel_request;
pub mod catalogs;
mod concerned;
pub mod config_json;
pub mod create_request;
pub mod decide_stage;
mod eligible;
pub(crate) mod extensions;
pub mod groups;
pub mod health;
pub mod language;
pub mod me;
pub mod openapi;
pub mod organizations;
pub mod packages;
pub mod photos;
pub mod policies;
mod policy_view;
pub mod portico;
mod reach;
pub mod read;
mod repeated;
pub mod reprocess;
pub mod requests;
pub mod requirements;
pub mod resource_environments;
pub mod resource_requests;
pub mod resume;
pub mod role_assignments;
pub mod settings;
pub mod subjects;
pub mod suggestions;
pub mod users;
pub mod waiting;

#[cfg(test)]
mod operations_test;
#[cfg(test)]
mod scopes_test;
#[cfg(test)]
mod test_yard;
