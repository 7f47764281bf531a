//! The API, a file a resource: extract, authorise, one use of the store or one operation, answer.

pub mod config_json;
pub mod health;
pub mod me;
pub mod portico;
/// Until the rest of it compiles.
pub mod read {
    mod asked;

    pub use asked::Asked;
}
