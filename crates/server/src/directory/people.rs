//! `users` and `groups`.

use std::collections::BTreeMap;

use portico_graph::model::{GROUP, USER};
use uuid::Uuid;

use super::keys::{Keys, Kind};
use super::node::Node;
use crate::store::fold::fold;
use crate::store::groups::Group;
use crate::store::principal::{Principal, PrincipalKind};
use crate::store::users::{User, UserType};

/// A person to write.
pub struct Person {
    /// The row.
    pub user: User,
    /// Whether the file says if they may sign in.
    pub says_enabled: bool,
    /// The manager.
    pub manager: Manager,
    /// `None` when the file says nothing about them.
    pub sponsors: Option<Vec<Principal>>,
}

/// What a file says about somebody's manager.
pub enum Manager {
    /// Nothing: it stays as it is.
    Unsaid,
    /// There is none.
    Nobody,
    /// This person, by id.
    Person(String),
}

/// A group to write.
pub struct Circle {
    /// The row.
    pub group: Group,
    /// Direct members.
    pub members: Vec<Principal>,
    /// Owners, by id.
    pub owners: Vec<String>,
}

const USER_NAMES: [&str; 19] = [
    "key",
    "id",
    "userPrincipalName",
    "displayName",
    "givenName",
    "surname",
    "mail",
    "userType",
    "department",
    "jobTitle",
    "companyName",
    "officeLocation",
    "mobilePhone",
    "preferredLanguage",
    "timeZone",
    "manager",
    "sponsors",
    "accountEnabled",
    "homeTenantId",
];

/// Reads the people; sign-in names must differ.
pub fn people(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Person> {
    let mut taken = BTreeMap::new();
    nodes
        .iter()
        .map(|node| {
            node.check_names(&USER_NAMES, Some(&USER));
            let person = person(node, keys);
            let folded = fold(&person.user.user_principal_name);
            if let Some(other) = taken.insert(folded, node.path.clone()) {
                node.problem("userPrincipalName", format!("stands at {other} already"));
            }
            person
        })
        .collect()
}

fn person(node: &Node<'_>, keys: &Keys<'_>) -> Person {
    let id = keys.id_of(Kind::User, node);
    let manager = manager(node, &id, keys);
    let sponsors = node.has("sponsors").then(|| {
        let names = node.texts("sponsors");
        names
            .iter()
            .map(|(name, path)| keys.person_or_group(name, path))
            .collect()
    });
    let user_type = node.word("userType", |word| {
        [UserType::Member, UserType::Guest]
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word))
    });
    let enabled = node.flag("accountEnabled");
    Person {
        says_enabled: enabled.is_some(),
        user: User {
            id,
            import_key: node.text("key"),
            user_principal_name: node.need("userPrincipalName"),
            display_name: node.need("displayName"),
            given_name: node.text("givenName"),
            surname: node.text("surname"),
            mail: node.text("mail"),
            user_type: user_type.unwrap_or_default(),
            department: node.text("department"),
            job_title: node.text("jobTitle"),
            company_name: node.text("companyName"),
            office_location: node.text("officeLocation"),
            mobile_phone: node.text("mobilePhone"),
            preferred_language: node.text("preferredLanguage"),
            time_zone: time_zone(node),
            manager_id: None,
            account_enabled: enabled.unwrap_or(true),
            home_tenant_id: home_tenant(node),
        },
        manager,
        sponsors,
    }
}

/// The directory a guest comes from, in lower case.
fn home_tenant(node: &Node<'_>) -> Option<String> {
    let id = node.text("homeTenantId")?;
    if Uuid::parse_str(&id).is_err() {
        node.problem("homeTenantId", format!("'{id}' is no GUID"));
    }
    Some(id.to_lowercase())
}

fn manager(node: &Node<'_>, id: &str, keys: &Keys<'_>) -> Manager {
    if !node.has("manager") {
        return Manager::Unsaid;
    }
    let Some(name) = node.text("manager") else {
        return Manager::Nobody;
    };
    let manager = keys.resolve(Kind::User, &name, &format!("{}.manager", node.path));
    if manager == id {
        node.problem("manager", "nobody is their own manager");
    }
    Manager::Person(manager)
}

/// An IANA zone name, if there is one.
pub fn time_zone(node: &Node<'_>) -> Option<String> {
    let name = node.text("timeZone")?;
    if jiff::tz::TimeZone::get(&name).is_err() {
        node.problem("timeZone", format!("'{name}' is no time zone"));
    }
    Some(name)
}

/// Reads the groups.
pub fn groups(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Circle> {
    const NAMES: [&str; 8] = [
        "key",
        "id",
        "displayName",
        "description",
        "mail",
        "mailNickname",
        "members",
        "owners",
    ];
    const MEMBERS: [PrincipalKind; 3] = [
        PrincipalKind::User,
        PrincipalKind::Group,
        PrincipalKind::ServicePrincipal,
    ];
    nodes
        .iter()
        .map(|node| {
            node.check_names(&NAMES, Some(&GROUP));
            let id = keys.id_of(Kind::Group, node);
            let members: Vec<_> = node
                .texts("members")
                .iter()
                .map(|(name, path)| {
                    let member = keys.principal(&MEMBERS, name, path);
                    if member.id == id {
                        keys.problem(path, "a group cannot hold itself");
                    }
                    member
                })
                .collect();
            let owners = node
                .texts("owners")
                .iter()
                .map(|(name, path)| keys.resolve(Kind::User, name, path))
                .collect();
            Circle {
                group: Group {
                    id,
                    import_key: node.text("key"),
                    display_name: node.need("displayName"),
                    description: node.text("description"),
                    mail: node.text("mail"),
                    mail_nickname: node.text("mailNickname"),
                },
                members,
                owners,
            }
        })
        .collect()
}
