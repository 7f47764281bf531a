//! `subjectSet`: who decides, or who may ask, described rather than named (Graph contract: subjectSet members).

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::json::{self, Fault, FromJson};
use crate::odata_type::{ODATA_TYPE, int, object, of, or_null, text};

mod further;

pub use further::Further;

/// One of the concrete types of the abstract `subjectSet`.
#[derive(Clone, Debug, PartialEq)]
pub enum SubjectSet {
    /// One user.
    SingleUser {
        /// The user's object id.
        user_id: String,
        /// Name, read-only.
        description: Option<String>,
    },
    /// The members of a group, transitive ones too.
    GroupMembers {
        /// The group's object id.
        group_id: String,
        /// Name, read-only.
        description: Option<String>,
    },
    /// People of one connected organization.
    ConnectedOrganizationMembers {
        /// The organization's id.
        connected_organization_id: String,
        /// Name, read-only.
        description: Option<String>,
    },
    /// The manager (1) or the manager's manager (2) of the requestor.
    RequestorManager {
        /// Steps up, from 1.
        manager_level: i32,
    },
    /// The same, counted from the target.
    TargetManager {
        /// Steps up, from 1.
        manager_level: i32,
    },
    /// Internal sponsors of the target's connected organization.
    InternalSponsors,
    /// External sponsors of the target's connected organization.
    ExternalSponsors,
    /// The sponsors of the target's user object.
    TargetUserSponsors,
    /// Any other type: kept as it came, shown generically. What some of them mean says [`Self::further`].
    Other(Map<String, Value>),
}

impl SubjectSet {
    /// The short name of the concrete type, such as `singleUser`.
    pub fn type_name(&self) -> &str {
        match self {
            Self::SingleUser { .. } => "singleUser",
            Self::GroupMembers { .. } => "groupMembers",
            Self::ConnectedOrganizationMembers { .. } => "connectedOrganizationMembers",
            Self::RequestorManager { .. } => "requestorManager",
            Self::TargetManager { .. } => "targetManager",
            Self::InternalSponsors => "internalSponsors",
            Self::ExternalSponsors => "externalSponsors",
            Self::TargetUserSponsors => "targetUserSponsors",
            Self::Other(map) => of(map),
        }
    }
}

impl Serialize for SubjectSet {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if let Self::Other(map) = self {
            return map.serialize(s);
        }
        let mut map = object(self.type_name());
        let mut named = |id: &str, value: &String, description: Option<&String>| {
            map.insert(id.to_owned(), Value::String(value.clone()));
            map.insert("description".to_owned(), or_null(description));
        };
        match self {
            Self::SingleUser {
                user_id,
                description,
            } => named("userId", user_id, description.as_ref()),
            Self::GroupMembers {
                group_id,
                description,
            } => named("groupId", group_id, description.as_ref()),
            Self::ConnectedOrganizationMembers {
                connected_organization_id,
                description,
            } => {
                named(
                    "connectedOrganizationId",
                    connected_organization_id,
                    description.as_ref(),
                );
            }
            Self::RequestorManager { manager_level } | Self::TargetManager { manager_level } => {
                map.insert("managerLevel".to_owned(), Value::from(*manager_level));
            }
            Self::InternalSponsors
            | Self::ExternalSponsors
            | Self::TargetUserSponsors
            | Self::Other(_) => {}
        }
        map.serialize(s)
    }
}

impl FromJson for SubjectSet {
    fn blank() -> Self {
        Self::TargetUserSponsors
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let map = json::object(value)?;
        if !map.contains_key(ODATA_TYPE) {
            return Err(Fault::new("has no @odata.type"));
        }
        let need = |name| text(&map, name).ok_or_else(|| Fault::new("has no id of what it names"));
        let description = text(&map, "description");
        let manager_level = int(&map, "managerLevel").unwrap_or(1);
        *self = match of(&map) {
            "singleUser" => Self::SingleUser {
                user_id: need("userId")?,
                description,
            },
            "groupMembers" => Self::GroupMembers {
                group_id: need("groupId")?,
                description,
            },
            "connectedOrganizationMembers" => Self::ConnectedOrganizationMembers {
                connected_organization_id: need("connectedOrganizationId")?,
                description,
            },
            "requestorManager" => Self::RequestorManager { manager_level },
            "targetManager" => Self::TargetManager { manager_level },
            "internalSponsors" => Self::InternalSponsors,
            "externalSponsors" => Self::ExternalSponsors,
            "targetUserSponsors" => Self::TargetUserSponsors,
            _ => Self::Other(map),
        };
        Ok(())
    }
}
json::deserialize_from_json!(SubjectSet);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_there_and_back_with_its_type() {
        let read: SubjectSet = serde_json::from_str(
            r#"{"@odata.type":"microsoft.graph.requestorManager","managerLevel":"2"}"#,
        )
        .unwrap();
        assert_eq!(read, SubjectSet::RequestorManager { manager_level: 2 });
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written["@odata.type"], "#microsoft.graph.requestorManager");
        assert_eq!(written["managerLevel"], 2);
        let unknown = serde_json::json!({"@odata.type": "#microsoft.graph.later", "x": 1});
        let kept: SubjectSet = serde_json::from_value(unknown.clone()).unwrap();
        assert_eq!(serde_json::to_value(kept).unwrap(), unknown);
        assert!(serde_json::from_str::<SubjectSet>("{}").is_err());
    }
}
