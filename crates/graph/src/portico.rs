//! What Graph has no word for: `/config.json`, `/portico/v1` and the demo. Absent when the back end is Microsoft Graph.

mod config;
mod preview;
mod progress;
mod session;

pub use config::{Backend, Capability, Config, OrganizationInfo};
pub use preview::{ApproverBasis, Preview, PreviewStage};
pub use progress::{
    DeliveryProgress, DeliveryState, Event, EventKind, Progress, ProgressStage, RequestEvents,
};
pub use session::{DemoPerson, DemoSignIn, Session, SessionUser};
