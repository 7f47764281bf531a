//! Rows for the tests of reads: the yard of the small organisation, with packages of every kind of policy, and requests in
//! several states. Written as rows, so that a state can be had without living through it.

use portico_graph::time::Instant;
use serde_json::{Value as Json, json};

use crate::http::test_app::{START, TestApp};
use crate::store::fold::fold;
use crate::store::{Sql, StoreError, Tx, Value, subjects, users};

/// Entitlement management's address.
pub const EM: &str = "/v1.0/identityGovernance/entitlementManagement";

/// What the tests must know by id.
pub struct Yard {
    /// The server.
    pub app: TestApp,
}

/// A GUID that can be told from others at a glance.
pub fn id(number: u32) -> String {
    format!("{number:08}-0000-4000-8000-000000000000")
}

/// Ids of the yard.
pub mod known {
    /// Everybody who works here; gives the crane log.
    pub const CRANE: u32 = 1001;
    /// Like [`CRANE`], but left out of browsing.
    pub const WINCH: u32 = 1002;
    /// For Chen alone.
    pub const LEDGER: u32 = 1003;
    /// For the night shift, which Ana is in.
    pub const NIGHT: u32 = 1004;
    /// For people of Tern; its catalog is open to people from outside.
    pub const PIER: u32 = 1005;
    /// For everybody in the directory, but in a catalog that is not published.
    pub const DRAFT: u32 = 1006;
    /// For everybody in the directory, in a catalog that people from outside do not see.
    pub const HALL: u32 = 1007;
    /// Given by hand only.
    pub const SAFE: u32 = 1008;
    /// Ana's request for the crane; waits for her manager Bo.
    pub const WAITS_FOR_BO: u32 = 3001;
    /// Ana's request for the night shift; delivered.
    pub const DELIVERED: u32 = 3002;
    /// Bo's request for the crane; waits for Chen, who is named.
    pub const WAITS_FOR_CHEN: u32 = 3003;
    /// The question of the safe's policy.
    pub const QUESTION: u32 = 970;
    /// An extension of the yard.
    pub const DESK: u32 = 950;
    /// Chen's access to the ledger, taken away again.
    pub const REMOVED: u32 = 3004;
}

impl Yard {
    /// A server with the yard.
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        app.app.store.write(|tx| Box::pin(fill(tx))).await.unwrap();
        Self { app }
    }
}

impl Yard {
    /// Many more requests of Ana's that lead to Bo, by three ways: some wait for him, some are settled.
    pub async fn many(&self, waiting: u32, settled: u32) {
        let store = &self.app.app.store;
        let work = store.write(move |tx| Box::pin(many(tx, waiting, settled)));
        work.await.unwrap();
    }
}

impl Yard {
    /// Gives somebody a role, over a catalog or over everything.
    pub async fn give_role(&self, who: &str, role: &str, catalog: Option<String>) {
        let user = self.app.user_id(who).await;
        let scope = catalog.as_ref().map_or("/".to_owned(), |catalog| {
            format!("/AccessPackageCatalog/{catalog}")
        });
        let mut row = json!({ "id": self.app.app.ids.guid(), "principal_kind": "user", "principal_id": user,
            "role_id": role, "app_scope_id": scope, "created_at": START.to_string() });
        if let Some(catalog) = catalog {
            row["catalog_id"] = Json::from(catalog);
        }
        let store = &self.app.app.store;
        let work = store.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { put(tx, "role_assignments", row).await })
        });
        work.await.unwrap();
    }
}

async fn many(tx: &mut Tx, waiting: u32, settled: u32) -> Result<(), StoreError> {
    let [ana, bo, ..] = people(tx).await?;
    let crew = json!({ "id": id(501), "display_name": "Crew", "display_name_folded": "crew" });
    put(tx, "groups", dated(crew)).await?;
    let member = json!({ "member_id": bo.user, "group_id": id(501) });
    put(tx, "memberships", member).await?;
    let named = |kind: &str, name: &str, id: &str| json!({ "primaryApprovers": [ { "@odata.type": format!("#microsoft.graph.{kind}"), name: id } ] });
    for number in 0..waiting + settled {
        let (kind, scope, settings) = match number % 3 {
            0 => (
                "managerOf",
                ana.user.clone(),
                json!({ "primaryApprovers": [ { "@odata.type": "#microsoft.graph.requestorManager" } ] }),
            ),
            1 => ("group", id(501), named("groupMembers", "groupId", &id(501))),
            _ => (
                "user",
                bo.user.clone(),
                named("singleUser", "userId", &bo.user),
            ),
        };
        let (state, status) = if number < waiting {
            ("pendingApproval", "InProgress")
        } else {
            ("delivered", "Completed")
        };
        let (box_number, asked) = (20_000 + number, 40_000 + number);
        package(tx, box_number, (100, "Box", 0), "", "").await?;
        request(tx, asked, box_number, &ana, state).await?;
        stage(tx, asked, (status, &settings), (kind, &scope)).await?;
    }
    Ok(())
}

/// `displayName`s of an answer's entities.
pub fn names(answer: &Json) -> Vec<&str> {
    let entities = answer["value"].as_array().unwrap();
    entities
        .iter()
        .map(|one| one["displayName"].as_str().unwrap())
        .collect()
}

async fn fill(tx: &mut Tx) -> Result<(), StoreError> {
    let [ana, bo, chen, dina, gus] = people(tx).await?;
    let tern = tern(tx).await?;
    for (number, name, state, visible) in [
        (100, "Yard", "published", 0),
        (101, "Pier", "published", 1),
        (102, "Plans", "unpublished", 1),
    ] {
        let row = json!({ "id": id(number), "display_name": name, "display_name_folded": fold(name),
            "catalog_type": "userManaged", "state": state, "is_externally_visible": visible, "version": 1 });
        put(tx, "catalogs", dated(row)).await?;
    }
    let row = json!({ "id": id(known::DESK), "catalog_id": id(100), "display_name": "Badge desk", "display_name_folded": "badge desk",
        "kind": "accessPackageAssignmentRequestWorkflowExtension",
        "endpoint": json!({ "@odata.type": "#microsoft.graph.httpRequestEndpoint", "targetUrl": "https://hooks.example/badges" }).to_string() });
    put(tx, "extensions", dated(row)).await?;
    let night = json!({ "id": id(500), "display_name": "Night shift", "display_name_folded": "night shift" });
    put(tx, "groups", dated(night)).await?;
    put(
        tx,
        "memberships",
        json!({ "member_id": ana.user, "group_id": id(500) }),
    )
    .await?;
    for (kind, member) in [("user", ana.user.as_str()), ("user", gus.user.as_str())] {
        let row = json!({ "group_id": id(500), "member_kind": kind, "member_id": member, "source": "directory",
            "added_at": START.to_string() });
        put(tx, "group_members", row).await?;
    }
    package(tx, known::CRANE, (100, "Crane", 0), "allMembers", "").await?;
    package(tx, known::WINCH, (100, "Winch", 1), "allMembers", "").await?;
    package(tx, known::LEDGER, (100, "Ledger", 0), "user", &chen.user).await?;
    package(tx, known::NIGHT, (100, "Night gate", 0), "group", &id(500)).await?;
    package(
        tx,
        known::PIER,
        (101, "Pier gate", 0),
        "organization",
        &tern,
    )
    .await?;
    package(tx, known::DRAFT, (102, "Second pier", 0), "allUsers", "").await?;
    package(tx, known::HALL, (100, "Mess hall", 0), "allUsers", "").await?;
    package(tx, known::SAFE, (100, "Safe", 0), "", "").await?;
    contents(tx).await?;
    let manager = json!({ "primaryApprovers": [ { "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 1 } ] });
    let named = json!({ "primaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": chen.user } ] });
    request(
        tx,
        known::WAITS_FOR_BO,
        known::CRANE,
        &ana,
        "pendingApproval",
    )
    .await?;
    stage(
        tx,
        known::WAITS_FOR_BO,
        ("InProgress", &manager),
        ("managerOf", &ana.user),
    )
    .await?;
    request(tx, known::DELIVERED, known::NIGHT, &ana, "delivered").await?;
    stage(
        tx,
        known::DELIVERED,
        ("Completed", &manager),
        ("managerOf", &ana.user),
    )
    .await?;
    request(
        tx,
        known::WAITS_FOR_CHEN,
        known::CRANE,
        &bo,
        "pendingApproval",
    )
    .await?;
    stage(
        tx,
        known::WAITS_FOR_CHEN,
        ("InProgress", &named),
        ("user", &chen.user),
    )
    .await?;
    request(tx, known::REMOVED, known::LEDGER, &chen, "delivered").await?;
    Sql::new("UPDATE requests SET request_type = 'approverRemove' WHERE id = $1")
        .text(id(known::REMOVED))
        .execute(tx)
        .await?;
    let row = json!({ "id": id(900), "principal_kind": "user", "principal_id": dina.user,
        "role_id": "62e90394-69f5-4237-9190-012177145e10", "app_scope_id": "/", "created_at": START.to_string() });
    put(tx, "role_assignments", row).await?;
    let row = json!({ "id": id(901), "principal_kind": "user", "principal_id": chen.user,
        "role_id": "44272f93-9762-48e8-af59-1b5351b1d6b3", "app_scope_id": format!("/AccessPackageCatalog/{}", id(101)),
        "catalog_id": id(101), "created_at": START.to_string() });
    put(tx, "role_assignments", row).await
}

struct Somebody {
    user: String,
    subject: String,
}

async fn people(tx: &mut Tx) -> Result<[Somebody; 5], StoreError> {
    let mut found = Vec::new();
    for name in [
        "ana@harbour.example",
        "bo@harbour.example",
        "chen@harbour.example",
        "dina@harbour.example",
        "gus@tern.example",
    ] {
        let user = users::by_principal_name(tx, name).await?.unwrap();
        let subject = subjects::of_user(tx, &user, START).await?.id;
        found.push(Somebody {
            user: user.id,
            subject,
        });
    }
    Ok(found.try_into().unwrap_or_else(|_| panic!("five people")))
}

/// The organisation of Gus: the one that is there, or a new one.
async fn tern(tx: &mut Tx) -> Result<String, StoreError> {
    let there = Sql::new(
        "SELECT organization_id AS id FROM identity_sources WHERE domain_folded = 'tern.example'",
    );
    if let Some(row) = there.fetch_optional(tx).await? {
        return row.text("id");
    }
    let row = json!({ "id": id(600), "display_name": "Tern", "display_name_folded": "tern", "state": "configured" });
    put(tx, "connected_organizations", dated(row)).await?;
    let source = json!({ "@odata.type": "#microsoft.graph.domainIdentitySource", "displayName": "Tern", "domainName": "tern.example" });
    let row = json!({ "organization_id": id(600), "position": 0, "domain_folded": "tern.example", "source": source.to_string() });
    put(tx, "identity_sources", row).await?;
    Ok(id(600))
}

async fn package(
    tx: &mut Tx,
    number: u32,
    (catalog, name, hidden): (u32, &str, i64),
    kind: &str,
    scope: &str,
) -> Result<(), StoreError> {
    let row = json!({ "id": id(number), "catalog_id": id(catalog), "display_name": name, "display_name_folded": fold(name),
        "is_hidden": hidden, "search_text": fold(name), "version": 1 });
    put(tx, "packages", dated(row)).await?;
    let policy = id(number + 1000);
    let questions = match number {
        known::SAFE => {
            json!([{ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": id(known::QUESTION),
            "sequence": 1, "text": "Why?", "isRequired": false, "isAnswerEditable": true, "isSingleLineQuestion": true, "localizations": [] }])
        }
        _ => json!([]),
    };
    let row = json!({ "id": policy, "package_id": id(number), "display_name": "Policy", "display_name_folded": "policy",
        "allowed_target_scope": "notSpecified", "specific_allowed_targets": "[]", "questions": questions.to_string(),
        "custom_extension_stage_settings": "[]", "self_add": i64::from(!kind.is_empty()), "on_behalf_add": 0, "version": 1 });
    put(tx, "policies", dated(row)).await?;
    if kind.is_empty() {
        return Ok(());
    }
    put(
        tx,
        "policy_scopes",
        json!({ "policy_id": policy, "kind": kind, "scope_id": scope }),
    )
    .await
}

/// The crane gives membership in the crane log.
async fn contents(tx: &mut Tx) -> Result<(), StoreError> {
    let (resource, role, scope) = (id(700), id(701), id(702));
    let row = json!({ "id": resource, "catalog_id": id(100), "origin_system": "AadGroup", "origin_id": id(500),
        "display_name": "Crane log", "display_name_folded": "crane log", "attributes": "[]" });
    put(tx, "resources", dated(row)).await?;
    let row = json!({ "id": role, "resource_id": resource, "origin_system": "AadGroup", "origin_id": format!("Member_{}", id(500)),
        "display_name": "Member", "display_name_folded": "member" });
    put(tx, "resource_roles", row).await?;
    let row = json!({ "id": scope, "resource_id": resource, "origin_system": "AadGroup", "origin_id": id(500),
        "display_name": "Root", "is_root_scope": 1 });
    put(tx, "resource_scopes", row).await?;
    let row = json!({ "package_id": id(known::CRANE), "id": format!("{role}_{scope}"), "role_id": role, "scope_id": scope,
        "created_at": START.to_string() });
    put(tx, "resource_role_scopes", row).await?;
    Sql::new("UPDATE packages SET search_text = 'crane crane log member' WHERE id = $1")
        .text(id(known::CRANE))
        .execute(tx)
        .await?;
    Ok(())
}

async fn request(
    tx: &mut Tx,
    number: u32,
    package: u32,
    who: &Somebody,
    state: &str,
) -> Result<(), StoreError> {
    let assignment = id(number + 1000);
    let promised = if state == "delivered" {
        "delivered"
    } else {
        "reserved"
    };
    let row = json!({ "id": assignment, "target_id": who.subject, "package_id": id(package), "policy_id": id(package + 1000),
        "state": promised, "status": "Delivered", "callout_instances": "[]", "version": 1 });
    put(tx, "assignments", dated(row)).await?;
    let policy = json!({ "id": id(package + 1000), "questions": [ { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
        "id": id(800), "text": "Why?", "localizations": [ { "languageCode": "de", "text": "Warum?" } ] } ] });
    let answers = json!([ { "@odata.type": "#microsoft.graph.accessPackageAnswerString", "value": "Because",
        "answeredQuestion": { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": id(800) } } ]);
    let at = Instant::from_unix(START.unix() + i64::from(number));
    let row = json!({ "id": id(number), "request_type": "userAdd", "state": state, "status": "Word", "requestor_id": who.subject,
        "target_id": who.subject, "created_by_id": who.subject, "package_id": id(package), "policy_id": id(package + 1000),
        "assignment_id": assignment, "answers": answers.to_string(), "frozen_policy": policy.to_string(),
        "bypass_approval": 0, "is_renewal": 0, "callout_instances": "[]", "version": 1,
        "created_at": at.to_string(), "modified_at": at.to_string() });
    put(tx, "requests", row).await
}

async fn stage(
    tx: &mut Tx,
    request: u32,
    (status, settings): (&str, &Json),
    (kind, scope): (&str, &str),
) -> Result<(), StoreError> {
    let stage = id(request + 2000);
    let result = if status == "Completed" {
        "Approved"
    } else {
        "NotReviewed"
    };
    let row = json!({ "id": stage, "request_id": id(request), "position": 0, "status": status, "review_result": result,
        "settings": settings.to_string(), "started_at": START.to_string(),
        "due_at": "2026-12-24T08:00:00Z", "justification": "", "version": 1 });
    put(tx, "request_stages", row).await?;
    let created = Instant::from_unix(START.unix() + i64::from(request));
    let row = json!({ "stage_id": stage, "tier": "primary", "kind": kind, "scope_id": scope, "level": i32::from(kind == "managerOf"),
        "request_id": id(request), "created_at": created.to_string() });
    put(tx, "stage_approvers", row).await
}

fn dated(mut row: Json) -> Json {
    row["created_at"] = json!(START.to_string());
    row["modified_at"] = json!(START.to_string());
    row
}

/// Inserts a row written as an object; one that is there already stays.
pub async fn put(tx: &mut Tx, table: &str, row: Json) -> Result<(), StoreError> {
    let columns = row.as_object().unwrap();
    let names: Vec<&str> = columns.keys().map(String::as_str).collect();
    let text = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        names.join(", "),
        crate::store::sql::placeholders_from(1, names.len())
    );
    let values = columns.values().map(|value| match value {
        Json::String(text) => Value::Text(Some(text.clone())),
        other => Value::Int(other.as_i64()),
    });
    Sql::new(text).values(values).execute(tx).await?;
    Ok(())
}
