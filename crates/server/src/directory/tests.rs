use std::sync::{Arc, Mutex};

use portico_graph::time::Duration;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::store::{cluster, fold::fold};

const AT: Instant = Instant::from_unix(1_795_507_200);

fn ids() -> Arc<Ids> {
    Arc::new(Ids::system())
}

pub(super) struct Fresh {
    store: Store,
    _folder: TempDir,
}

pub(super) async fn fresh() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&cluster::chosen(folder.path()).await)
        .await
        .unwrap();
    Fresh {
        store,
        _folder: folder,
    }
}

impl Fresh {
    pub(super) async fn import(&self, file: &Value) -> Result<Imported, ImportError> {
        self.import_at(file, AT).await
    }

    async fn import_at(&self, file: &Value, at: Instant) -> Result<Imported, ImportError> {
        import(
            &self.store,
            &ids(),
            file.to_string(),
            at,
            DEMO_NAMESPACE,
            |_| {},
        )
        .await
    }

    /// Every row that an import writes, but its own entry in the log.
    pub(super) async fn everything(&self) -> Vec<String> {
        const TABLES: [(&str, &str); 13] = [
            (
                "users",
                "id || created_at || modified_at || COALESCE(manager_id, '')",
            ),
            ("user_sponsors", "user_id || sponsor_id"),
            ("groups", "id || created_at || modified_at"),
            (
                "group_members",
                "group_id || member_id || source || added_at",
            ),
            ("memberships", "group_id || member_id"),
            ("service_principals", "id || modified_at"),
            ("sites", "id || modified_at"),
            ("catalogs", "id || modified_at || version"),
            ("resources", "id || modified_at"),
            ("packages", "id || modified_at || version || search_text"),
            ("resource_role_scopes", "package_id || id || created_at"),
            ("policies", "id || modified_at || version || questions"),
            ("role_assignments", "id || created_at"),
        ];
        let mut rows = Vec::new();
        for (table, text) in TABLES {
            let mut tx = self.store.begin_read().await.unwrap();
            let sql = format!("SELECT {text} AS text FROM {table} ORDER BY text");
            let found = Sql::new(sql).fetch_all(&mut tx).await.unwrap();
            assert!(!found.is_empty(), "{table}");
            rows.extend(found.iter().map(|row| row.text("text").unwrap()));
        }
        rows
    }

    pub(super) async fn problems(&self, file: &Value) -> Vec<String> {
        match self.import(file).await {
            Err(ImportError::Problems(problems)) => {
                problems.iter().map(ToString::to_string).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn run(&self, sql: &'static str) {
        let work = self
            .store
            .write(move |tx| Box::pin(async move { Sql::new(sql).execute(tx).await.map(drop) }));
        work.await.unwrap();
    }

    pub(super) async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut tx = self.store.begin_read().await.unwrap();
        let rows = Sql::new(sql).fetch_all(&mut tx).await.unwrap();
        rows.iter().map(|row| row.text("text").unwrap()).collect()
    }
}

/// Two people, a group, and a package with one policy.
pub(super) fn small() -> Value {
    json!({
        "organization": { "displayName": "Harbour", "timeZone": "Europe/Lisbon" },
        "users": [
            { "key": "ana", "userPrincipalName": "Ana@harbour.example", "displayName": "Ana Silva", "manager": "bo" },
            { "key": "bo", "userPrincipalName": "bo@harbour.example", "displayName": "Bo Lind", "sponsors": ["ana", "crew"] }
        ],
        "groups": [
            { "key": "crew", "displayName": "Crew", "members": ["ana"], "owners": ["bo"] },
            { "key": "all", "displayName": "All", "members": ["crew"] }
        ],
        "servicePrincipals": [ { "key": "crane", "displayName": "Crane", "kind": "application",
            "appRoles": [ { "displayName": "Driver", "value": "Crane.Drive" } ], "owners": ["bo"] } ],
        "sites": [ { "key": "plans", "displayName": "Plans", "webUrl": "https://sites.harbour.example/plans",
            "roles": ["Can read", "Can edit"] } ],
        "catalogs": [ { "key": "quay", "displayName": "Quay",
            "resources": [
                { "key": "r-crew", "originSystem": "AadGroup", "originId": "crew", "displayName": "Crew" },
                { "key": "r-crane", "originSystem": "AadApplication", "originId": "crane", "displayName": "Crane" },
                { "key": "r-plans", "originSystem": "SharePointOnline", "originId": "plans", "displayName": "Plans" }
            ],
            "accessPackages": [ { "key": "gate", "displayName": "Gate", "description": "Opens the gate",
                "resourceRoleScopes": [
                    { "resource": "r-crew", "role": "member" },
                    { "resource": "r-crane", "role": "Driver" },
                    { "resource": "r-plans", "role": "Can edit" }
                ],
                "assignmentPolicies": [ { "key": "gate-staff", "displayName": "Staff",
                    "allowedTargetScope": "specificDirectoryUsers",
                    "specificAllowedTargets": [ { "@odata.type": "#microsoft.graph.groupMembers", "groupId": "crew" } ],
                    "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "stages": [ {
                        "durationBeforeAutomaticDenial": "P14D",
                        "primaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "bo" } ] } ] },
                    "questions": [ { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                        "text": "Why?", "isRequired": true, "regexPattern": "[a-z ]+" } ] } ] } ] } ],
        "roleAssignments": [ { "principal": "bo", "role": "Catalog owner", "catalog": "quay" } ]
    })
}

#[tokio::test]
async fn everything_of_a_file_is_written() {
    let fresh = fresh().await;
    let imported = fresh.import(&small()).await.unwrap();
    assert_eq!(
        imported.to_string(),
        "imported 2 people, 2 groups, 1 applications and agents, 1 sites, 1 catalogs, 1 packages, 1 policies, 1 roles"
    );
    let subjects = "SELECT display_name AS text FROM subjects ORDER BY text";
    assert_eq!(fresh.texts(subjects).await, ["Ana Silva", "Bo Lind"]);
    let managers = "SELECT m.display_name AS text FROM users u JOIN users m ON m.id = u.manager_id";
    assert_eq!(fresh.texts(managers).await, ["Bo Lind"]);
    let transitive = "SELECT g.display_name AS text FROM memberships m JOIN groups g ON g.id = m.group_id ORDER BY text";
    assert_eq!(fresh.texts(transitive).await, ["All", "Crew"]);
    let roles = "SELECT o.display_name AS text FROM resource_role_scopes x \
        JOIN resource_roles o ON o.id = x.role_id ORDER BY text";
    assert_eq!(fresh.texts(roles).await, ["Can edit", "Driver", "Member"]);
    let scopes = "SELECT s.kind AS text FROM policy_scopes s JOIN groups g ON g.id = s.scope_id";
    assert_eq!(fresh.texts(scopes).await, ["group"]);
    let searched = fresh
        .texts("SELECT search_text AS text FROM packages")
        .await;
    assert!(searched[0].contains("opens the gate") && searched[0].contains("driver"));
    let stages = fresh
        .texts("SELECT request_approval_settings AS text FROM policies")
        .await;
    let bo = fresh
        .texts("SELECT id AS text FROM users WHERE display_name = 'Bo Lind'")
        .await;
    assert!(stages[0].contains(&bo[0]), "keys became ids: {stages:?}");
    let logged = fresh.texts("SELECT action AS text FROM audit").await;
    assert_eq!(logged, ["organizationImported"]);
    let zone = "SELECT value AS text FROM meta WHERE name = 'timeZone'";
    assert_eq!(fresh.texts(zone).await, ["Europe/Lisbon"]);
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let fresh = fresh().await;
    fresh.import(&small()).await.unwrap();
    let before = fresh.everything().await;
    fresh
        .import_at(&small(), AT + Duration::from_days(1))
        .await
        .unwrap();
    assert_eq!(fresh.everything().await, before);
    let mut tx = fresh.store.begin_read().await.unwrap();
    assert!(!is_empty(&mut tx).await.unwrap());
}

#[tokio::test]
async fn a_second_file_may_name_what_the_first_one_brought() {
    let fresh = fresh().await;
    fresh.import(&small()).await.unwrap();
    let more = json!({ "users": [ { "key": "chen", "userPrincipalName": "chen@harbour.example",
        "displayName": "Chen Wei", "manager": "bo" } ] });
    fresh.import(&more).await.unwrap();
    assert_eq!(fresh.texts("SELECT id AS text FROM users").await.len(), 3);
    let nowhere = json!({ "users": [ { "key": "dina", "userPrincipalName": "dina@harbour.example",
        "displayName": "Dina", "manager": "nobody" } ] });
    assert_eq!(
        fresh.problems(&nowhere).await,
        ["$.users[0].manager: 'nobody' is neither in the file nor in the database"]
    );
    let same_name = json!({ "users": [ { "key": "other", "userPrincipalName": "ANA@harbour.example",
        "displayName": "Other" } ] });
    assert_eq!(
        fresh.problems(&same_name).await,
        ["$.users[0].userPrincipalName: somebody in the database has this sign-in name"]
    );
    assert_eq!(fresh.texts("SELECT id AS text FROM users").await.len(), 3);
}

#[tokio::test]
async fn every_problem_is_told_with_its_path_and_nothing_is_written() {
    let fresh = fresh().await;
    let mut file = small();
    file["users"][0]["shoeSize"] = json!(42);
    file["users"][1]["displayName"] = json!("");
    file["users"][1]["timeZone"] = json!("Harbour/Quay");
    file["users"][1]["userPrincipalName"] = json!("ana@HARBOUR.example");
    file["groups"][0]["members"] = json!(["ana", 7]);
    let package = &mut file["catalogs"][0]["accessPackages"][0];
    package["resourceRoleScopes"][0]["role"] = json!("Captain");
    let policy = &mut package["assignmentPolicies"][0];
    policy["allowedTargetScope"] = json!("allPirates");
    policy["expiration"] = json!({ "type": "afterDuration", "duration": "P3M" });
    policy["requestorSettings"] = json!({ "enableTargetToSelfAddAccess": true });
    policy["questions"][0]["regexPattern"] = json!("(?=a)b");
    policy["requestApprovalSettings"]["stages"][0]["primaryApprovers"] = json!([]);
    file["roleAssignments"][0]["role"] = json!("Harbour master");
    let problems = fresh.problems(&file).await;
    let expected = [
        "$.catalogs[0].accessPackages[0].assignmentPolicies[0].allowedTargetScope: 'allPirates' is no word",
        "$.catalogs[0].accessPackages[0].assignmentPolicies[0].expiration",
        "$.catalogs[0].accessPackages[0].assignmentPolicies[0].questions[0].regexPattern: cannot be run",
        "$.catalogs[0].accessPackages[0].assignmentPolicies[0].requestApprovalSettings.stages[0].primaryApprovers: is empty",
        "$.catalogs[0].accessPackages[0].assignmentPolicies[0].requestorSettings.enableTargetToSelfAddAccess: no such property",
        "$.catalogs[0].accessPackages[0].resourceRoleScopes[0].role: 'Captain' is no role of this resource, which has: Member, Owner",
        "$.groups[0].members[1]: must be a text",
        "$.roleAssignments[0].role: 'Harbour master' is no word",
        "$.users[0].shoeSize: no such property",
        "$.users[1].displayName: is empty",
        "$.users[1].timeZone: 'Harbour/Quay' is no time zone",
        "$.users[1].userPrincipalName: stands at $.users[0] already",
    ];
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    for (problem, expected) in problems.iter().zip(expected) {
        assert!(
            problem.starts_with(expected),
            "{problem} should be {expected}"
        );
    }
    let mut tx = fresh.store.begin_read().await.unwrap();
    assert!(is_empty(&mut tx).await.unwrap());
}

#[tokio::test]
async fn keys_are_unique_and_references_lead_somewhere() {
    let fresh = fresh().await;
    let file = json!({
        "users": [ { "key": "ana", "userPrincipalName": "a@x.example", "displayName": "A", "manager": "ana" },
            { "key": "ana", "userPrincipalName": "b@x.example", "displayName": "B" },
            { "userPrincipalName": "c@x.example", "displayName": "C" } ],
        "groups": [ { "key": "g", "displayName": "G", "members": ["g"] } ],
        "catalogs": [ { "key": "c", "displayName": "C", "accessPackages": [ { "key": "p", "displayName": "P",
            "resourceRoleScopes": [ { "resource": "nothing", "role": "Member" } ],
            "incompatibleAccessPackages": ["p"] } ] } ]
    });
    assert_eq!(
        fresh.problems(&file).await,
        [
            "$.catalogs[0].accessPackages[0].incompatibleAccessPackages[0]: a package cannot exclude itself",
            "$.catalogs[0].accessPackages[0].resourceRoleScopes[0].resource: 'nothing' is no resource of this catalog",
            "$.groups[0].members[0]: a group cannot hold itself",
            "$.users[0].manager: nobody is their own manager",
            "$.users[1].key: 'ana' stands for two objects",
            "$.users[2].key: is missing",
        ]
    );
}

#[tokio::test]
async fn what_graph_exports_can_be_pasted() {
    let fresh = fresh().await;
    let id = "5f0c1f6e-2f5e-4a55-9d0a-0d2c6a3b7e11";
    let file = json!({
        "users": [ { "@odata.type": "#microsoft.graph.user", "id": id, "userPrincipalName": "ana@x.example",
            "displayName": "Ana", "businessPhones": [], "usageLocation": "PT" } ],
        "groups": [ { "key": "g", "displayName": "G", "members": [id], "securityEnabled": true } ]
    });
    let imported = fresh.import(&file).await.unwrap();
    assert_eq!(imported.unused, 4);
    assert_eq!(fresh.texts("SELECT id AS text FROM users").await, [id]);
    assert_eq!(
        fresh
            .texts("SELECT member_id AS text FROM group_members")
            .await,
        [id]
    );
}

#[tokio::test]
async fn what_is_no_organisation_is_refused() {
    let fresh = fresh().await;
    let text = "{ \"users\": [".to_owned();
    let refused = import(&fresh.store, &ids(), text, AT, DEMO_NAMESPACE, |_| {}).await;
    assert!(matches!(refused, Err(ImportError::NotJson(_))));
    assert_eq!(fresh.problems(&json!([])).await, ["$: must be an object"]);
    assert_eq!(
        fresh.problems(&json!({ "persons": [] })).await,
        ["$.persons: no such property"]
    );
    assert_eq!(
        fresh.problems(&json!({ "users": {} })).await,
        ["$.users: must be a list"]
    );
}

#[tokio::test]
async fn large_files_tell_how_far_they_are() {
    let fresh = fresh().await;
    let people: Vec<_> = (0..2_500)
        .map(|n| json!({ "key": n.to_string(), "userPrincipalName": format!("{n}@x.example"), "displayName": "P" }))
        .collect();
    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = {
        let told = told.clone();
        move |progress: Progress| told.lock().unwrap().push(progress.written)
    };
    let text = json!({ "users": people }).to_string();
    import(&fresh.store, &ids(), text, AT, DEMO_NAMESPACE, hear)
        .await
        .unwrap();
    assert_eq!(*told.lock().unwrap(), [1_000, 2_000, 2_500]);
}

#[tokio::test]
async fn the_demos_organisation_is_sound() {
    let fresh = fresh().await;
    let source = crate::demo::organisation::built_in();
    let imported = import(&fresh.store, &ids(), source, AT, DEMO_NAMESPACE, |_| {})
        .await
        .unwrap();
    let count = |what| {
        let mut counts = imported.counts.iter();
        counts.find(|(name, _)| *name == what).unwrap().1
    };
    assert_eq!(count("people"), 40);
    assert_eq!(count("connected organisations"), 3);
    assert_eq!(count("catalogs"), 8);
    assert_eq!(count("packages"), 30);
    let amara = fold("amara.nwosu@aldervik.example");
    let names = fresh
        .texts("SELECT user_principal_name_folded AS text FROM users")
        .await;
    assert!(names.contains(&amara));
}

#[tokio::test]
async fn nobody_is_let_in_by_silence() {
    let fresh = fresh().await;
    let mut file = json!({ "users": [
        { "key": "ana", "userPrincipalName": "ana@quay.example", "displayName": "Ana" },
    ] });
    fresh.import(&file).await.unwrap();
    let set = |text: &'static str| fresh.store.execute(Sql::new(text));
    let enabled = async || {
        let mut tx = fresh.store.begin_read().await.unwrap();
        let sql = Sql::new("SELECT account_enabled FROM users");
        sql.fetch_one(&mut tx)
            .await
            .unwrap()
            .flag("account_enabled")
            .unwrap()
    };
    assert!(enabled().await);
    set("UPDATE users SET account_enabled = 0").await.unwrap();
    set("UPDATE subjects SET blocked_at = '2026-11-20T00:00:00Z'")
        .await
        .unwrap();
    fresh.import(&file).await.unwrap();
    assert!(!enabled().await);
    let blocked = Sql::new("SELECT id FROM subjects WHERE blocked_at IS NOT NULL");
    let mut tx = fresh.store.begin_read().await.unwrap();
    assert_eq!(blocked.fetch_all(&mut tx).await.unwrap().len(), 1);
    drop(tx);
    // Said, it counts, and whoever was blocked is out of our hands.
    file["users"][0]["accountEnabled"] = json!(true);
    fresh.import(&file).await.unwrap();
    assert!(enabled().await);
    let blocked = Sql::new("SELECT id FROM subjects WHERE blocked_at IS NOT NULL");
    let mut tx = fresh.store.begin_read().await.unwrap();
    assert!(blocked.fetch_all(&mut tx).await.unwrap().is_empty());
}
