//! Instants and durations as the API writes them, without a calendar library: the browser pays for every byte.

mod duration;
mod instant;

pub use duration::Duration;
pub use instant::Instant;

/// A text that is no instant or no duration, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TimeError(pub(crate) &'static str);

/// Implements serde through `Display` and `FromStr`.
macro_rules! serde_as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl $crate::json::FromJson for $name {
            fn blank() -> Self {
                Self(0)
            }

            fn read(&mut self, value: serde_json::Value) -> Result<(), $crate::json::Fault> {
                let text = $crate::json::text(value)?;
                *self = text
                    .parse()
                    .map_err(|TimeError(why)| $crate::json::Fault::new(why))?;
                Ok(())
            }
        }
        $crate::json::deserialize_from_json!($name);
    };
}
pub(crate) use serde_as_text;
