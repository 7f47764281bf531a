//! What a request is for (Graph contract: requestType).

use portico_governance::effect::{Happening, Notice};
use portico_graph::RequestType;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Access that the target does not have.
    Give,
    /// Another period of access that is held, other answers, or another policy.
    Change,
    /// The end of access that is held.
    Remove,
}

impl Purpose {
    /// Of a request that was written down; `is_renewal`: somebody asked again for what they held.
    pub const fn of(kind: RequestType, is_renewal: bool) -> Self {
        use RequestType as T;
        match kind {
            T::UserRemove | T::AdminRemove | T::ApproverRemove | T::SystemRemove => Self::Remove,
            T::UserUpdate | T::AdminUpdate | T::SystemUpdate => Self::Change,
            _ if is_renewal => Self::Change,
            _ => Self::Give,
        }
    }

    /// What is told of its life in its history. The end of access is told by the access itself, and that access which is held opens is no
    /// news.
    pub fn happening(self, happening: Happening) -> Option<Happening> {
        match (self, happening) {
            (Self::Change, Happening::Delivered) => Some(Happening::Changed),
            (Self::Remove, Happening::Delivered)
            | (Self::Change | Self::Remove, Happening::DeliveryStarted) => None,
            (_, happening) => Some(happening),
        }
    }

    /// What people are told of it.
    pub fn notice(self, notice: Notice) -> Option<Notice> {
        match (self, notice) {
            (Self::Change, Notice::Delivered) => Some(Notice::Changed),
            (Self::Remove, Notice::Delivered) => None,
            (_, notice) => Some(notice),
        }
    }
}

/// Whether an administrator sent it: they choose the period whatever the policy lets its requestors do.
pub const fn is_by_administrator(kind: RequestType) -> bool {
    use RequestType as T;
    matches!(kind, T::AdminAdd | T::AdminUpdate | T::AdminRemove)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_again_changes_what_is_held() {
        assert_eq!(Purpose::of(RequestType::UserAdd, false), Purpose::Give);
        assert_eq!(Purpose::of(RequestType::UserAdd, true), Purpose::Change);
        assert_eq!(Purpose::of(RequestType::AdminUpdate, true), Purpose::Change);
        assert_eq!(Purpose::of(RequestType::UserRemove, false), Purpose::Remove);
    }
}
