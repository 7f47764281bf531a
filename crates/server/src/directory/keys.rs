//! Keys and the ids they stand for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::node::{Node, Notes};
use crate::ids::derived;
use crate::store::principal::{Principal, PrincipalKind};

/// What a key can name. Keys of different kinds may be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `users`
    User,
    /// `groups`
    Group,
    /// `servicePrincipals`
    ServicePrincipal,
    /// `sites`
    Site,
    /// `connectedOrganizations`
    Organization,
    /// `catalogs`
    Catalog,
    /// `resources` of a catalog
    Resource,
    /// `accessPackages`
    Package,
    /// `assignmentPolicies`
    Policy,
    /// `customWorkflowExtensions` of a catalog
    Extension,
    /// `assignments`
    Assignment,
    /// `assignmentRequests`
    Request,
}

impl Kind {
    /// The word in front of the key when its id is derived. Never to be changed: ids of stored objects depend on it.
    const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::ServicePrincipal => "servicePrincipal",
            Self::Site => "site",
            Self::Organization => "connectedOrganization",
            Self::Catalog => "catalog",
            Self::Resource => "resource",
            Self::Package => "accessPackage",
            Self::Policy => "assignmentPolicy",
            Self::Extension => "customWorkflowExtension",
            Self::Assignment => "assignment",
            Self::Request => "assignmentRequest",
        }
    }

    /// The table that holds it.
    pub const fn table(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Group => "groups",
            Self::ServicePrincipal => "service_principals",
            Self::Site => "sites",
            Self::Organization => "connected_organizations",
            Self::Catalog => "catalogs",
            Self::Resource => "resources",
            Self::Package => "packages",
            Self::Policy => "policies",
            Self::Extension => "extensions",
            Self::Assignment => "assignments",
            Self::Request => "requests",
        }
    }
}

/// A reference to something that is not in the file: it must be in the database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What the file calls it.
    pub name: String,
    /// Where the reference stands.
    pub path: String,
}

/// All keys of one file.
pub struct Keys<'a> {
    namespace: Uuid,
    known: BTreeMap<(Kind, String), String>,
    notes: &'a Notes,
    elsewhere: RefCell<BTreeSet<Elsewhere>>,
}

impl<'a> Keys<'a> {
    /// No keys yet.
    pub fn new(namespace: Uuid, notes: &'a Notes) -> Self {
        Self {
            namespace,
            known: BTreeMap::new(),
            notes,
            elsewhere: RefCell::default(),
        }
    }

    /// Takes up the objects of a list.
    pub fn declare(&mut self, kind: Kind, nodes: &[Node<'_>]) {
        for node in nodes {
            let (key, id) = (node.text("key"), node.text("id"));
            if let Some(id) = id.as_deref().filter(|id| Uuid::parse_str(id).is_err()) {
                node.problem("id", format!("'{id}' is no GUID"));
            }
            let id = match (&key, id) {
                (_, Some(id)) => id.to_ascii_lowercase(),
                (Some(key), None) => self.derive(kind, key),
                (None, None) => {
                    node.problem("key", "is missing");
                    continue;
                }
            };
            let names = [key, Some(id.clone())];
            let twice = names.iter().flatten().find(|name| {
                let known = (kind, (*name).clone());
                self.known.insert(known, id.clone()).is_some()
            });
            if let Some(name) = twice {
                node.problem("key", format!("'{name}' stands for two objects"));
            }
        }
    }

    fn derive(&self, kind: Kind, key: &str) -> String {
        self.derived(&format!("{}/{key}", kind.word()))
    }

    /// The id of something that has no key of its own, from a name that is unique in the organisation.
    pub fn derived(&self, name: &str) -> String {
        derived(&self.namespace, name)
    }

    /// The id of a declared object; a harmless text when its key was a problem.
    pub fn id_of(&self, kind: Kind, node: &Node<'_>) -> String {
        [
            node.text("id").map(|id| id.to_ascii_lowercase()),
            node.text("key"),
        ]
        .into_iter()
        .flatten()
        .find_map(|name| self.known.get(&(kind, name)).cloned())
        .unwrap_or_default()
    }

    /// Whether the file declares it.
    pub fn declares(&self, kind: Kind, name: &str) -> bool {
        self.known.contains_key(&(kind, name.to_owned()))
    }

    /// What a reference means: an object of the file, else one that must be in the database.
    pub fn resolve(&self, kind: Kind, name: &str, path: &str) -> String {
        if let Some(id) = self.known.get(&(kind, name.to_owned())) {
            return id.clone();
        }
        let id = if Uuid::parse_str(name).is_ok() {
            name.to_ascii_lowercase()
        } else {
            self.derive(kind, name)
        };
        self.elsewhere.borrow_mut().insert(Elsewhere {
            kind,
            id: id.clone(),
            name: name.to_owned(),
            path: path.to_owned(),
        });
        id
    }

    /// A person or group, whichever of the two has the key; people first.
    pub fn person_or_group(&self, name: &str, path: &str) -> Principal {
        let kinds = [PrincipalKind::User, PrincipalKind::Group];
        self.principal(&kinds, name, path)
    }

    /// The first of the kinds that has the key.
    pub fn principal(&self, kinds: &[PrincipalKind], name: &str, path: &str) -> Principal {
        let of = |kind| match kind {
            PrincipalKind::User => Kind::User,
            PrincipalKind::Group => Kind::Group,
            PrincipalKind::ServicePrincipal => Kind::ServicePrincipal,
        };
        let declared = kinds
            .iter()
            .copied()
            .find(|kind| self.declares(of(*kind), name));
        let kind = declared
            .or(kinds.first().copied())
            .unwrap_or(PrincipalKind::User);
        Principal {
            kind,
            id: self.resolve(of(kind), name, path),
        }
    }

    /// Notes a problem at a path.
    pub fn problem(&self, path: &str, message: impl Into<String>) {
        self.notes.problem(path, message);
    }

    /// The references that must be found in the database.
    pub fn elsewhere(self) -> Vec<Elsewhere> {
        self.elsewhere.into_inner().into_iter().collect()
    }
}
