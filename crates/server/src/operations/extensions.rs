//! Custom extensions (Graph contract: customExtensionStageSettings): at which moments a policy has whom called, the calls, and the answers.

pub mod callouts;
pub mod limits;
pub mod resume;
pub mod stages;
