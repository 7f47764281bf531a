//! Facts about people that the rules look at. The server reads them from its directory when a rule asks; nothing here is stored.
//! A person is named by the object id of the directory user.

use std::collections::{BTreeMap, BTreeSet};

/// Whom a request concerns: its requestor and its target. Neither may decide it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parties {
    /// The directory user who asks, when there is one.
    pub requestor: Option<String>,
    /// The directory object that gets the access, when there is one: a guest may have none yet, and it may be an application or agent.
    pub target: Option<String>,
    /// The target's connected organisation; may be left out when no stage asks for its sponsors.
    pub organization: Option<String>,
}

impl Parties {
    /// Whether this person is a party.
    pub fn include(&self, user: &str) -> bool {
        self.requestor.as_deref() == Some(user) || self.target.as_deref() == Some(user)
    }
}

/// What is known about the people that stages may name. Groups among sponsors and owners are resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Who can sign in. Whoever is not here decides nothing.
    pub active: BTreeSet<String>,
    /// Person to manager.
    pub managers: BTreeMap<String, String>,
    /// Group to all its members, those of inner groups too.
    pub members: BTreeMap<String, BTreeSet<String>>,
    /// Rule over attributes, by its canonical text, to everybody it holds.
    pub rule_members: BTreeMap<String, BTreeSet<String>>,
    /// Connected organisation to its sponsors inside the organisation.
    pub internal_sponsors: BTreeMap<String, BTreeSet<String>>,
    /// Connected organisation to its own sponsors.
    pub external_sponsors: BTreeMap<String, BTreeSet<String>>,
    /// Directory user to sponsors.
    pub user_sponsors: BTreeMap<String, BTreeSet<String>>,
    /// Application to owners.
    pub application_owners: BTreeMap<String, BTreeSet<String>>,
    /// Agent to sponsors and owners.
    pub agent_people: BTreeMap<String, BTreeSet<String>>,
}

impl People {
    /// The person `level` steps up from `from`; a level below 1 counts as 1.
    pub fn manager(&self, from: &str, level: i32) -> Option<&str> {
        let mut person = self.managers.get(from)?;
        for _ in 1..level {
            person = self.managers.get(person)?;
        }
        Some(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managers_level_by_level() {
        let people = People {
            managers: BTreeMap::from([
                ("ana".to_owned(), "bo".to_owned()),
                ("bo".to_owned(), "chen".to_owned()),
            ]),
            ..People::default()
        };
        assert_eq!(people.manager("ana", 0), Some("bo"));
        assert_eq!(people.manager("ana", 2), Some("chen"));
        assert_eq!(people.manager("ana", 3), None);
    }
}
