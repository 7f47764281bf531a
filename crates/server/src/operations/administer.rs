//! Changes of the organisation's own things by whoever administers them (Graph contract: catalogs, packages, policies, organizations,
//! roles): one file a thing. Each is one transaction of the change and its entry in the log; who may do it is asked of a
//! [`Mandate`](super::mandate::Mandate) first.

pub mod catalogs;
pub mod extensions;
pub mod incompatible;
pub mod organizations;
mod origins;
pub mod packages;
mod past;
pub mod policies;
pub mod policy_lists;
pub mod resources;
pub mod role_scopes;
pub mod roles;
pub mod settings;
pub mod subjects;
