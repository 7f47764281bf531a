//! A file that was understood: everything to be written, with ids in place of keys.

use portico_graph::time::Duration;
use serde_json::Value;
use uuid::Uuid;

use super::catalogs::{Origins, Shelf, catalog};
use super::history::{Finished, Holding, assignments, requests};
use super::keys::{Elsewhere, Keys, Kind};
use super::node::{Node, Notes};
use super::organizations::{Partner, organizations};
use super::people::{Circle, Person, groups, people, time_zone};
use super::report::{ImportError, Imported};
use super::role::{RoleGiven, roles};
use super::services::{Place, Service, services, sites};
use crate::store::meta;

/// See the fields; each is a list of the file.
pub struct Plan {
    /// Facts of the organisation: name of the fact and value.
    pub facts: Vec<(&'static str, String)>,
    /// `settings`, checked, as it stands.
    pub settings: Option<Value>,
    /// `users`
    pub people: Vec<Person>,
    /// `groups`
    pub groups: Vec<Circle>,
    /// `servicePrincipals`
    pub services: Vec<Service>,
    /// `sites`
    pub sites: Vec<Place>,
    /// `connectedOrganizations`
    pub partners: Vec<Partner>,
    /// `catalogs`
    pub shelves: Vec<Shelf>,
    /// `roleAssignments`
    pub roles: Vec<RoleGiven>,
    /// `assignments`
    pub holdings: Vec<Holding>,
    /// `assignmentRequests`
    pub finished: Vec<Finished>,
    /// References that must be found in the database.
    pub elsewhere: Vec<Elsewhere>,
    unused: usize,
}

const NAMES: [&str; 11] = [
    "organization",
    "users",
    "groups",
    "servicePrincipals",
    "sites",
    "connectedOrganizations",
    "catalogs",
    "settings",
    "roleAssignments",
    "assignments",
    "assignmentRequests",
];

impl Plan {
    /// Understands a file, or says everything that is wrong with it.
    pub fn read(file: &Value, namespace: Uuid) -> Result<Self, ImportError> {
        let notes = Notes::default();
        let plan = Node::root(file, &notes).map(|root| read(&root, namespace, &notes));
        let (problems, unused) = notes.finish();
        match plan {
            Some(plan) if problems.is_empty() => Ok(Self { unused, ..plan }),
            _ => Err(ImportError::Problems(problems)),
        }
    }

    /// What writing it will have done.
    pub fn imported(&self) -> Imported {
        let packages = || self.shelves.iter().flat_map(|shelf| &shelf.packages);
        Imported {
            counts: vec![
                ("people", self.people.len()),
                ("groups", self.groups.len()),
                ("applications and agents", self.services.len()),
                ("sites", self.sites.len()),
                ("connected organisations", self.partners.len()),
                ("catalogs", self.shelves.len()),
                ("packages", packages().count()),
                ("policies", packages().map(|one| one.policies.len()).sum()),
                ("roles", self.roles.len()),
                ("assignments", self.holdings.len()),
                ("requests", self.finished.len()),
            ],
            unused: self.unused,
        }
    }

    /// How many objects there are to write.
    pub fn size(&self) -> usize {
        self.imported().counts.iter().map(|(_, count)| count).sum()
    }
}

fn read(root: &Node<'_>, namespace: Uuid, notes: &Notes) -> Plan {
    root.check_names(&NAMES, None);
    let lists = |name| root.list(name);
    let (users, circles) = (lists("users"), lists("groups"));
    let (principals, places) = (lists("servicePrincipals"), lists("sites"));
    let (partners, shelves) = (lists("connectedOrganizations"), lists("catalogs"));
    let (held, asked) = (lists("assignments"), lists("assignmentRequests"));
    let mut keys = Keys::new(namespace, notes);
    keys.declare(Kind::User, &users);
    keys.declare(Kind::Group, &circles);
    keys.declare(Kind::ServicePrincipal, &principals);
    keys.declare(Kind::Site, &places);
    keys.declare(Kind::Organization, &partners);
    keys.declare(Kind::Catalog, &shelves);
    for shelf in &shelves {
        keys.declare(Kind::Resource, &shelf.list("resources"));
        let packages = shelf.list("accessPackages");
        keys.declare(Kind::Package, &packages);
        for package in &packages {
            keys.declare(Kind::Policy, &package.list("assignmentPolicies"));
        }
    }
    keys.declare(Kind::Assignment, &held);
    keys.declare(Kind::Request, &asked);
    let services = services(&principals, &keys);
    let sites = sites(&places, &keys);
    let origins = Origins {
        services: &services,
        sites: &sites,
    };
    let shelves = shelves
        .iter()
        .map(|one| catalog(one, &keys, &origins))
        .collect();
    let holdings = assignments(&held, &keys);
    Plan {
        finished: requests(&asked, &holdings, &keys),
        holdings,
        facts: root
            .object("organization")
            .as_ref()
            .map(facts)
            .unwrap_or_default(),
        settings: root
            .object("settings")
            .and_then(|node| settings(root, &node)),
        people: people(&users, &keys),
        groups: groups(&circles, &keys),
        partners: organizations(&partners, &keys),
        roles: roles(&root.list("roleAssignments"), &keys),
        services,
        sites,
        shelves,
        elsewhere: keys.elsewhere(),
        unused: 0,
    }
}

fn facts(node: &Node<'_>) -> Vec<(&'static str, String)> {
    node.check_names(&["displayName", "timeZone", "tenantId"], None);
    let tenant = node.text("tenantId");
    if tenant
        .as_deref()
        .is_some_and(|id| Uuid::parse_str(id).is_err())
    {
        node.problem("tenantId", "is no GUID");
    }
    [
        (meta::name::ORGANIZATION, node.text("displayName")),
        (meta::name::TIME_ZONE, time_zone(node)),
        (meta::name::TENANT, tenant),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// `entitlementManagementSettings`; an empty object says nothing.
fn settings(root: &Node<'_>, node: &Node<'_>) -> Option<Value> {
    const ACTIONS: [&str; 3] = ["none", "blockSignIn", "blockSignInAndDelete"];
    const DURATION: &str = "durationUntilExternalUserDeletedAfterBlocked";
    node.check_names(&["id", "externalUserLifecycleAction", DURATION], None);
    node.word("externalUserLifecycleAction", |word| {
        ACTIONS
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(word))
    });
    node.word(DURATION, |text| text.parse::<Duration>().ok());
    root.raw("settings")
        .filter(|value| value.as_object().is_some_and(|members| !members.is_empty()))
}
