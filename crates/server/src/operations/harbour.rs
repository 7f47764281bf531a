//! A small organisation for tests of life cycles: people with managers, a partner with sponsors, a package that opens a group, an
//! application and a site, and clocks that stand still.
//!
//! Ana reports to Bo, Bo to Chen. Dee and Chen are the `leads`. Gus and Tess come from Tern, whose sponsors are Dee (inside) and Tess
//! (outside). Ed is the only one without a manager but Chen.

use std::sync::Arc;

use portico_graph::time::{Duration, Instant};
use portico_graph::{
    AccessPackage, ApprovalSettings, ApprovalStagePolicy, AssignmentPolicy, Catalog, CatalogState,
    ConnectedOrganization, ConnectedOrganizationState, IdentitySource, Resource, ResourceRole,
    ResourceScope, SubjectSet,
};
use tempfile::TempDir;
use tokio::sync::Notify;

use super::act::Act;
use super::create_request::{self, Wish};
use super::decide_stage::{self, Said};
use super::extensions::stages;
use super::policy_scopes;
use super::refusal::Refusal;
use crate::clock::{Clock, ManualClock};
use crate::ids::Ids;
use crate::jobs::Engine;
use crate::signin::person::Person;
use crate::store::groups::{self, Group, Source};
use crate::store::organizations::{self, Side};
use crate::store::principal::Principal;
use crate::store::service_principals::{self, AppRole, Relation, ServicePrincipal};
use crate::store::sites::{self, Site, SiteRole};
use crate::store::users::{self, User, UserType};
use crate::store::{
    Row, Sql, Store, StoreError, Tx, catalogs, cluster, meta, packages, provisioned, rules,
    subjects,
};

pub const START: Instant = Instant::from_unix(1_795_507_200);
const SITE: &str = "https://sites.harbour.example/charts";

/// The organisation with its worker.
pub struct Harbour {
    pub engine: Engine,
    pub clock: Arc<ManualClock>,
    _folder: TempDir,
}

pub fn one(user: &str) -> SubjectSet {
    SubjectSet::SingleUser {
        user_id: user.to_owned(),
        description: None,
    }
}

pub fn group(id: &str) -> SubjectSet {
    SubjectSet::GroupMembers {
        group_id: id.to_owned(),
        description: None,
    }
}

pub fn manager() -> SubjectSet {
    SubjectSet::RequestorManager { manager_level: 1 }
}

/// A stage of four days.
pub fn stage(primary: Vec<SubjectSet>, fallback: Vec<SubjectSet>) -> ApprovalStagePolicy {
    ApprovalStagePolicy {
        duration_before_automatic_denial: Some(Duration::from_days(4)),
        primary_approvers: primary,
        fallback_primary_approvers: fallback,
        ..ApprovalStagePolicy::default()
    }
}

/// A policy for everybody in the directory, for 30 days.
pub fn policy(stages: Vec<ApprovalStagePolicy>) -> AssignmentPolicy {
    AssignmentPolicy {
        display_name: Some("Everybody".to_owned()),
        allowed_target_scope: Some(portico_graph::AllowedTargetScope::AllDirectoryUsers),
        expiration: Some(portico_graph::ExpirationPattern::after(
            Duration::from_days(30),
        )),
        request_approval_settings: Some(ApprovalSettings {
            is_approval_required_for_add: Some(!stages.is_empty()),
            stages,
            ..ApprovalSettings::default()
        }),
        requestor_settings: Some(portico_graph::RequestorSettings {
            enable_targets_to_self_add_access: Some(true),
            allow_custom_assignment_schedule: Some(true),
            ..portico_graph::RequestorSettings::default()
        }),
        ..AssignmentPolicy::default()
    }
}

impl Harbour {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&cluster::chosen(folder.path()).await)
            .await
            .unwrap();
        store
            .write(|tx| Box::pin(async move { organisation(tx).await }))
            .await
            .unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let engine = Engine {
            store,
            clock: clock.clone(),
            real_clock: clock.clone(),
            ids: Arc::new(Ids::seeded(7)),
            public_url: "https://portico.harbour.example".into(),
            wake: Arc::new(Notify::new()),
            mail_wake: Arc::new(Notify::new()),
            holder: "first".to_owned(),
        };
        Self {
            engine,
            clock,
            _folder: folder,
        }
    }

    /// A worker of another process.
    pub fn another_worker(&self, name: &str) -> Engine {
        Engine {
            holder: name.to_owned(),
            ..self.engine.clone()
        }
    }

    /// A package `tools` with one policy, that opens the group, the application's role and the site.
    pub async fn tools(&self, policy: AssignmentPolicy) {
        let policy = AssignmentPolicy {
            id: "tools-policy".to_owned(),
            ..policy
        };
        self.package("tools", policy, true).await;
    }

    pub async fn package(&self, id: &'static str, policy: AssignmentPolicy, full: bool) {
        self.write(move |tx| {
            let policy = policy.clone();
            Box::pin(async move {
                let package = AccessPackage {
                    id: id.to_owned(),
                    display_name: Some(format!("Package {id}")),
                    ..AccessPackage::default()
                };
                packages::upsert(tx, "catalog", &package, None, START).await?;
                if full {
                    for name in ["crane", "charts", "pilot"] {
                        let (role, scope) = (format!("{name}-role"), format!("{name}-scope"));
                        packages::add_role_scope(tx, id, &role, &scope, START).await?;
                    }
                }
                add_policy(tx, id, &policy).await
            })
        })
        .await;
    }

    /// More people who answer for somebody: Ed is a clerk; Ana has Ed and the leads as sponsors; Chen owns the pilot; the scout is an
    /// agent, sponsored by the leads and owned by Bo.
    pub async fn answerable(&self) {
        self.write(|tx| {
            Box::pin(async move {
                rules::know(tx, "user.jobTitle -eq \"clerk\"").await?;
                if let Some(ed) = users::by_id(tx, "ed").await? {
                    let job_title = Some("Clerk".to_owned());
                    users::upsert(tx, &User { job_title, ..ed }, START).await?;
                }
                let sponsors = [Principal::user("ed"), Principal::group("leads")];
                users::set_sponsors(tx, "ana", &sponsors).await?;
                let scout = ServicePrincipal {
                    id: "scout".to_owned(),
                    kind: "agent".to_owned(),
                    display_name: "Scout".to_owned(),
                    ..ServicePrincipal::default()
                };
                service_principals::upsert(tx, &scout, START).await?;
                for (of, relation, person) in [
                    ("pilot", Relation::Owner, Principal::user("chen")),
                    ("pilot", Relation::Sponsor, Principal::user("ana")),
                    ("scout", Relation::Sponsor, Principal::group("leads")),
                    ("scout", Relation::Owner, Principal::user("bo")),
                ] {
                    service_principals::add_person(tx, of, relation, &person).await?;
                }
                Ok(())
            })
        })
        .await;
    }

    pub async fn write<F>(&self, work: F)
    where
        F: for<'a> FnMut(&'a mut Tx) -> crate::store::Work<'a, (), StoreError> + Send + 'static,
    {
        self.engine.store.write(work).await.unwrap();
    }

    /// One statement without arguments.
    pub async fn execute(&self, sql: &'static str) {
        self.engine.store.execute(Sql::new(sql)).await.unwrap();
    }

    pub async fn delete_person(&self, id: &'static str) {
        self.write(move |tx| {
            Box::pin(async move {
                let found = provisioned::users::by_id(tx, id).await?.unwrap();
                provisioned::users::delete(tx, &found.user, START).await
            })
        })
        .await;
    }

    pub async fn rows(&self, sql: &'static str) -> Vec<Row> {
        let mut tx = self.engine.store.begin_read().await.unwrap();
        Sql::new(sql).fetch_all(&mut tx).await.unwrap()
    }

    /// The first column, named `x`, of every row.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let rows = self.rows(sql).await;
        rows.iter().map(|row| row.text("x").unwrap()).collect()
    }

    pub async fn person(&self, id: &str) -> Person {
        Person::by_user_id(&self.engine.store, id, START)
            .await
            .unwrap()
            .unwrap()
    }

    /// Asks for `tools`; the worker has not looked yet.
    pub async fn ask(&self, who: &str) -> Result<String, Refusal> {
        let wish = Wish {
            package_id: "tools".to_owned(),
            ..Wish::default()
        };
        self.ask_for(who, wish).await
    }

    pub async fn ask_for(&self, who: &str, wish: Wish) -> Result<String, Refusal> {
        let person = self.person(who).await;
        let act = Act::by(&person, self.clock.now(), self.engine.ids.clone());
        self.engine
            .store
            .write(move |tx| {
                let (act, person, wish) = (act.clone(), person.clone(), wish.clone());
                Box::pin(async move {
                    create_request::run(tx, &act, &person, wish)
                        .await
                        .map(|request| request.id)
                })
            })
            .await
    }

    /// Asks and lets the worker do what is due.
    pub async fn asked(&self, who: &str) -> String {
        let id = self.ask(who).await.unwrap();
        self.engine.run_due().await.unwrap();
        id
    }

    /// Decides the stage at `place`.
    pub async fn decide(
        &self,
        who: &str,
        request: &str,
        place: usize,
        verdict: portico_governance::approval::Verdict,
    ) -> Result<(), Refusal> {
        let person = self.person(who).await;
        let mut tx = self.engine.store.begin_read().await.unwrap();
        let stage_id =
            Sql::new("SELECT id FROM request_stages WHERE request_id = $1 ORDER BY position")
                .text(request)
                .fetch_all(&mut tx)
                .await
                .unwrap()[place]
                .text("id")
                .unwrap();
        drop(tx);
        let act = Act::by(&person, self.clock.now(), self.engine.ids.clone());
        let said = Said {
            request_id: request.to_owned(),
            stage_id,
            verdict,
            justification: format!("{who} says so"),
        };
        self.engine
            .store
            .write(move |tx| {
                let (act, person, said) = (act.clone(), person.clone(), said.clone());
                Box::pin(async move { decide_stage::run(tx, &act, &person, said).await })
            })
            .await
    }

    /// State and status of a request.
    pub async fn state(&self, request: &str) -> (String, String) {
        let mut tx = self.engine.store.begin_read().await.unwrap();
        let row = Sql::new("SELECT state, status FROM requests WHERE id = $1")
            .text(request)
            .fetch_one(&mut tx)
            .await
            .unwrap();
        (row.text("state").unwrap(), row.text("status").unwrap())
    }

    /// Moves the clock and lets the worker do what is due then.
    pub async fn later(&self, by: Duration) {
        self.clock.advance(by);
        self.engine.run_due().await.unwrap();
    }

    pub fn clock_now(&self) -> Instant {
        self.clock.now()
    }

    pub async fn crew(&self) -> Vec<String> {
        self.texts(
            "SELECT member_id AS x FROM group_members WHERE group_id = 'crane' ORDER BY member_id",
        )
        .await
    }

    pub async fn events(&self, request: &str) -> Vec<String> {
        let mut tx = self.engine.store.begin_read().await.unwrap();
        let rows = Sql::new("SELECT kind FROM events WHERE request_id = $1 ORDER BY position")
            .text(request)
            .fetch_all(&mut tx)
            .await
            .unwrap();
        rows.iter().map(|row| row.text("kind").unwrap()).collect()
    }
}

async fn organisation(tx: &mut Tx) -> Result<(), StoreError> {
    meta::set(
        tx,
        meta::name::NAMESPACE,
        "6f7d2a52-3d0c-4c8e-9a4b-0c6f1c1f7a01",
    )
    .await?;
    meta::set(tx, meta::name::ORGANIZATION, "Harbour").await?;
    for (id, domain, boss) in [
        ("chen", "harbour", None),
        ("bo", "harbour", Some("chen")),
        ("ana", "harbour", Some("bo")),
        ("dee", "harbour", Some("chen")),
        ("ed", "harbour", None),
        ("gus", "tern", None),
        ("tess", "tern", None),
    ] {
        let user = User {
            id: id.to_owned(),
            user_principal_name: format!("{id}@{domain}.example"),
            display_name: format!("{}{}", id[..1].to_uppercase(), &id[1..]),
            mail: Some(format!("{id}@{domain}.example")),
            user_type: if domain == "tern" {
                UserType::Guest
            } else {
                UserType::Member
            },
            account_enabled: true,
            ..User::default()
        };
        users::upsert(tx, &user, START).await?;
        users::set_manager(tx, id, boss).await?;
    }
    let tern = ConnectedOrganization {
        id: "tern".to_owned(),
        display_name: Some("Tern".to_owned()),
        state: Some(ConnectedOrganizationState::Configured),
        identity_sources: vec![IdentitySource {
            odata_type: "#microsoft.graph.domainIdentitySource".to_owned(),
            domain_name: Some("tern.example".to_owned()),
            ..IdentitySource::default()
        }],
        ..ConnectedOrganization::default()
    };
    organizations::upsert(tx, &tern, None, START).await?;
    organizations::add_sponsor(tx, "tern", Side::Internal, &Principal::user("dee")).await?;
    organizations::add_sponsor(tx, "tern", Side::External, &Principal::user("tess")).await?;
    for user in users::everybody(tx).await? {
        subjects::of_user(tx, &user, START).await?;
    }
    for id in ["crane", "leads", "board"] {
        let group = Group {
            id: id.to_owned(),
            display_name: format!("Group {id}"),
            ..Group::default()
        };
        groups::upsert(tx, &group, START).await?;
    }
    for user in ["chen", "dee"] {
        groups::add_member(
            tx,
            "leads",
            &Principal::user(user),
            Source::Directory,
            START,
        )
        .await?;
    }
    resources(tx).await
}

async fn resources(tx: &mut Tx) -> Result<(), StoreError> {
    let pilot = ServicePrincipal {
        id: "pilot".to_owned(),
        kind: "application".to_owned(),
        display_name: "Pilot".to_owned(),
        ..ServicePrincipal::default()
    };
    service_principals::upsert(tx, &pilot, START).await?;
    let steer = AppRole {
        id: "steer".to_owned(),
        display_name: "Steer".to_owned(),
        ..AppRole::default()
    };
    service_principals::upsert_role(tx, "pilot", &steer).await?;
    let charts = Site {
        id: "charts".to_owned(),
        display_name: "Charts".to_owned(),
        web_url: SITE.to_owned(),
        ..Site::default()
    };
    sites::upsert(tx, &charts, START).await?;
    let read = SiteRole {
        number: "1".to_owned(),
        display_name: "Can read".to_owned(),
    };
    sites::upsert_role(tx, "charts", &read).await?;
    let catalog = Catalog {
        id: "catalog".to_owned(),
        display_name: Some("Quay".to_owned()),
        state: Some(CatalogState::Published),
        is_externally_visible: Some(true),
        ..Catalog::default()
    };
    catalogs::upsert(tx, &catalog, None, START).await?;
    for (name, system, origin, role) in [
        ("crane", "AadGroup", "crane", "Member_crane"),
        ("pilot", "AadApplication", "pilot", "steer"),
        ("charts", "SharePointOnline", SITE, "1"),
    ] {
        let text = |text: &str| Some(text.to_owned());
        let resource = Resource {
            id: name.to_owned(),
            display_name: text(name),
            origin_system: text(system),
            origin_id: text(origin),
            ..Resource::default()
        };
        catalogs::upsert_resource(tx, "catalog", &resource, None, START).await?;
        let role = ResourceRole {
            id: format!("{name}-role"),
            display_name: text("Role"),
            origin_system: text(system),
            origin_id: text(role),
            ..ResourceRole::default()
        };
        catalogs::upsert_role(tx, name, &role).await?;
        let scope = ResourceScope {
            id: format!("{name}-scope"),
            display_name: text("Root"),
            is_root_scope: Some(true),
            origin_system: text(system),
            origin_id: text(origin),
            ..ResourceScope::default()
        };
        catalogs::upsert_scope(tx, name, &scope).await?;
    }
    Ok(())
}

async fn add_policy(
    tx: &mut Tx,
    package: &str,
    policy: &AssignmentPolicy,
) -> Result<(), StoreError> {
    let scope = policy
        .allowed_target_scope
        .map_or("notSpecified", |scope| scope.as_str());
    Sql::new(
        "INSERT INTO policies (id, package_id, display_name, display_name_folded, allowed_target_scope, \
           specific_allowed_targets, automatic_request_settings, expiration, requestor_settings, \
           request_approval_settings, questions, custom_extension_stage_settings, self_add, on_behalf_add, version, \
           created_at, modified_at, notification_settings) \
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, 1, $12, $12, $13)",
    )
    .text(&policy.id)
    .text(package)
    .text(policy.display_name.clone().unwrap_or_default())
    .text(scope)
    .json(&policy.specific_allowed_targets)?
    .opt_json(policy.automatic_request_settings.as_ref())?
    .opt_json(policy.expiration.as_ref())?
    .opt_json(policy.requestor_settings.as_ref())?
    .opt_json(policy.request_approval_settings.as_ref())?
    .json(&policy.questions.clone().unwrap_or_default())?
    .json(&policy.custom_extension_stage_settings.clone().unwrap_or(serde_json::json!([])))?
    .instant(START)
    .opt_json(policy.notification_settings.as_ref())?
    .execute(tx)
    .await?;
    stages::write(tx, policy).await?;
    policy_scopes::write(tx, policy).await?;
    rules::refresh_all(tx).await
}
