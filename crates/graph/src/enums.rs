//! The enumerations of the API. Members and their order are those of Microsoft's metadata.
//!
//! Out: camelCase. In: without regard to case. An enum with the sentinel `unknownFutureValue` may grow: a reader takes an
//! unknown member as the sentinel, a strict reader (`parse`) refuses it (Graph contract: evolvable enums).

macro_rules! graph_enum {
    (@unknown) => {
        None
    };
    (@unknown $sentinel:ident) => {
        Some(Self::$sentinel as usize)
    };
    ($(#[$meta:meta])* $name:ident { $($(#[$mark:meta])* $variant:ident = $text:literal),+ $(,)? } $(else $sentinel:ident)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$mark])* #[doc = concat!("`", $text, "`")] $variant),+
        }

        impl $name {
            /// Every member, in the order of the metadata.
            pub const MEMBERS: &'static [Self] = &[$(Self::$variant),+];

            /// Their names, in the same order.
            const WORDS: &'static [&'static str] = &[$($text),+];

            /// The member's name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads a member without regard to case; `None` for a word that is no member.
            pub fn parse(text: &str) -> Option<Self> {
                let at = $crate::json::position(Self::WORDS, text)?;
                Self::MEMBERS.get(at).copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl $crate::json::FromJson for $name {
            fn blank() -> Self {
                const { Self::MEMBERS[0] }
            }

            fn read(&mut self, value: serde_json::Value) -> Result<(), $crate::json::Fault> {
                let unknown = graph_enum!(@unknown $($sentinel)?);
                let at = $crate::json::word(Self::WORDS, unknown, value)?;
                // The table is as long as the words are, so there always is one.
                if let Some(member) = Self::MEMBERS.get(at) {
                    *self = *member;
                }
                Ok(())
            }
        }
        $crate::json::deserialize_from_json!($name);
    };
}

graph_enum! {
    /// accessPackageRequestState: where a request stands. There is no `approved` and no `expired`.
    RequestState {
        Submitted = "submitted", PendingApproval = "pendingApproval", Delivering = "delivering", Delivered = "delivered",
        DeliveryFailed = "deliveryFailed", Denied = "denied", Scheduled = "scheduled", Canceled = "canceled",
        PartiallyDelivered = "partiallyDelivered", UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

impl RequestState {
    /// True while something can still happen to the request without anybody asking again.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::PendingApproval | Self::Scheduled | Self::Delivering
        )
    }
}

graph_enum! {
    /// accessPackageRequestType. `ApproverRemove` stands after the sentinel: sent only when asked for.
    RequestType {
        NotSpecified = "notSpecified", UserAdd = "userAdd", UserUpdate = "userUpdate", UserRemove = "userRemove",
        AdminAdd = "adminAdd", AdminUpdate = "adminUpdate", AdminRemove = "adminRemove", SystemAdd = "systemAdd",
        SystemUpdate = "systemUpdate", SystemRemove = "systemRemove", OnBehalfAdd = "onBehalfAdd",
        UnknownFutureValue = "unknownFutureValue", ApproverRemove = "approverRemove",
    } else UnknownFutureValue
}

graph_enum! {
    /// accessPackageAssignmentState.
    AssignmentState {
        Delivering = "delivering", PartiallyDelivered = "partiallyDelivered", Delivered = "delivered",
        Expired = "expired", DeliveryFailed = "deliveryFailed", UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// accessPackageCatalogState: packages of an unpublished catalog cannot be requested.
    CatalogState { Unpublished = "unpublished", Published = "published", UnknownFutureValue = "unknownFutureValue" }
    else UnknownFutureValue
}

graph_enum! {
    /// accessPackageCatalogType.
    CatalogType {
        UserManaged = "userManaged", ServiceDefault = "serviceDefault", ServiceManaged = "serviceManaged",
        UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// accessPackageSubjectType.
    SubjectType {
        NotSpecified = "notSpecified", User = "user", ServicePrincipal = "servicePrincipal",
        UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// accessPackageSubjectLifecycle.
    SubjectLifecycle {
        NotDefined = "notDefined", NotGoverned = "notGoverned", Governed = "governed",
        UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// allowedTargetScope: who can be a target of a policy.
    AllowedTargetScope {
        NotSpecified = "notSpecified", SpecificDirectoryUsers = "specificDirectoryUsers",
        SpecificConnectedOrganizationUsers = "specificConnectedOrganizationUsers",
        SpecificDirectoryServicePrincipals = "specificDirectoryServicePrincipals", AllMemberUsers = "allMemberUsers",
        AllDirectoryUsers = "allDirectoryUsers", AllDirectoryServicePrincipals = "allDirectoryServicePrincipals",
        AllConfiguredConnectedOrganizationUsers = "allConfiguredConnectedOrganizationUsers",
        AllExternalUsers = "allExternalUsers", AllDirectoryAgentIdentities = "allDirectoryAgentIdentities",
        UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// approverInformationVisibility: whether the requestor may know who decides a stage.
    ApproverVisibility {
        Default = "default", NotVisible = "notVisible", Visible = "visible", UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// connectedOrganizationState.
    ConnectedOrganizationState {
        Configured = "configured", Proposed = "proposed", UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

graph_enum! {
    /// expirationPatternType: closed, it has no sentinel.
    ExpirationPatternType {
        NotSpecified = "notSpecified", NoExpiration = "noExpiration", AfterDateTime = "afterDateTime",
        AfterDuration = "afterDuration",
    }
}

graph_enum! {
    /// roleType of a resource role.
    RoleType {
        Active = "active", Eligible = "eligible", Application = "application", Delegated = "delegated",
        UnknownFutureValue = "unknownFutureValue",
    } else UnknownFutureValue
}

pub(crate) use graph_enum;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_without_regard_to_case_and_keeps_the_unknown() {
        assert_eq!(
            serde_json::from_str::<RequestType>("\"UserAdd\"").unwrap(),
            RequestType::UserAdd
        );
        assert_eq!(
            serde_json::from_str::<RequestState>("\"later\"").unwrap(),
            RequestState::UnknownFutureValue
        );
        assert!(serde_json::from_str::<ExpirationPatternType>("\"later\"").is_err());
        assert_eq!(RequestState::parse("later"), None);
    }
}
