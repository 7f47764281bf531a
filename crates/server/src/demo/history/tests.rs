use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::audit;
use crate::demo::organisation;
use crate::http::test_app::{START, TestApp};
use crate::ids::Ids;
use crate::jobs::queue;
use crate::store::{Row, Sql, Store, cluster};

const EM: &str = "/v1.0/identityGovernance/entitlementManagement";
const LINK: &str = "http://127.0.0.1:8080";

struct Demo {
    store: Store,
    past: Option<Past>,
    _folder: TempDir,
}

impl Demo {
    async fn started(now: Instant) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&cluster::chosen(folder.path()).await)
            .await
            .unwrap();
        let past = organisation::load(&store, &ids(), None, now, LINK)
            .await
            .unwrap();
        Self {
            store,
            past,
            _folder: folder,
        }
    }

    async fn rows(&self, sql: &'static str) -> Vec<Row> {
        let mut tx = self.store.begin_read().await.unwrap();
        Sql::new(sql).fetch_all(&mut tx).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.rows(sql).await[0].int("n").unwrap()
    }

    /// Requests by person, package and how they stand, as `who, package, state, status`.
    /// What people asked for and were given, without what the service ended by itself.
    async fn requests(&self) -> BTreeMap<(String, String), Vec<String>> {
        let rows = self
            .rows(
                "SELECT u.import_key AS who, p.import_key AS package, q.state AS state, q.status AS status FROM requests q \
                 JOIN subjects s ON s.id = q.requestor_id JOIN users u ON u.id = s.object_id \
                 JOIN packages p ON p.id = q.package_id WHERE q.request_type <> 'systemRemove' \
                 ORDER BY q.created_at",
            )
            .await;
        let mut requests: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows {
            let text = |name| row.text(name).unwrap();
            let request = requests.entry((text("who"), text("package"))).or_default();
            request.push(format!("{} {}", text("state"), text("status")));
        }
        requests
    }
}

fn ids() -> Arc<Ids> {
    Arc::new(Ids::system())
}

/// What the pages of the demo are there to show: who, which package, and how the newest request stands.
const STANDS: [(&str, &str, &str); 26] = [
    ("ines.duarte", "simulation-cluster", "delivered Delivered"),
    (
        "ines.duarte",
        "motion-planning-source",
        "delivered Delivered",
    ),
    (
        "ines.duarte",
        "gripper-lab-bench",
        "pendingApproval PendingApproval",
    ),
    (
        "ines.duarte",
        "safety-case-archive",
        "pendingApproval PendingApprovalEscalated",
    ),
    (
        "ines.duarte",
        "customer-incident-desk",
        "scheduled PendingNotBefore",
    ),
    (
        "ines.duarte",
        "fleet-event-explorer",
        "partiallyDelivered PartiallyDelivered",
    ),
    ("ines.duarte", "vision-training-data", "denied Denied"),
    ("ines.duarte", "field-service-toolkit", "denied Expired"),
    (
        "ines.duarte",
        "brightmoor-quality-records",
        "canceled Canceled",
    ),
    (
        "ines.duarte",
        "vauclair-demonstrator",
        "delivered Delivered",
    ),
    (
        "tomasz.wieczorek",
        "arm-firmware-signing",
        "pendingApproval PendingApproval",
    ),
    (
        "wei-ting.chao",
        "arm-firmware-signing",
        "pendingApproval PendingApproval",
    ),
    (
        "anouk.mercier",
        "arm-firmware-signing",
        "pendingApproval PendingApproval",
    ),
    (
        "henrik.vik",
        "release-gate-sign-off",
        "deliveryFailed DeliveryFailed",
    ),
    ("henrik.vik", "field-service-toolkit", "delivered Delivered"),
    (
        "elif.tuncer",
        "drop-tower",
        "pendingApproval PendingApprovalEscalated",
    ),
    (
        "bram.de-wit",
        "contract-archive",
        "pendingApproval PendingApproval",
    ),
    (
        "chidi.anozie",
        "night-shift-server-room",
        "delivered Delivered",
    ),
    (
        "chidi.anozie",
        "line-from-abroad",
        "scheduled PendingNotBefore",
    ),
    (
        "freya.hallberg",
        "winter-site",
        "scheduled PendingNotBefore",
    ),
    (
        "leila.haddad",
        "supplier-drawing-room",
        "pendingApproval PendingApproval",
    ),
    ("leila.haddad", "oakfield-warehouse-pilot", "denied Denied"),
    (
        "samir.khalil",
        "oakfield-warehouse-pilot",
        "pendingApproval PendingApproval",
    ),
    (
        "gwen.ashby",
        "brightmoor-quality-records",
        "pendingApproval PendingApproval",
    ),
    (
        "yui.nakamori",
        "nakamori-sensor-bench",
        "delivered Delivered",
    ),
    (
        "haruto.ishida",
        "nakamori-sensor-bench",
        "pendingApproval PendingApproval",
    ),
];

/// People to try things with: nothing of theirs is in the way.
const NEW_HERE: [&str; 4] = ["amara.nwosu", "jonas.lund", "hana.sato", "ximena.paz"];

#[tokio::test]
async fn the_past_is_all_there() {
    let demo = Demo::started(START).await;
    ends_in_the_states_that_pages_show(&demo).await;
    is_dated_and_done_with(&demo).await;
    happens_once(&demo).await;
}

async fn ends_in_the_states_that_pages_show(demo: &Demo) {
    let requests = demo.requests().await;
    let newest = STANDS.map(|(who, package, _)| {
        let of = requests.get(&(who.to_owned(), package.to_owned()));
        let stands = of.and_then(|all| all.last()).map(String::as_str);
        (who, package, stands.unwrap_or_default())
    });
    assert_eq!(newest, STANDS);
    for who in NEW_HERE {
        assert!(!requests.keys().any(|(one, _)| one == who), "{who}");
    }
    let made: usize = requests.values().map(Vec::len).sum();
    assert_eq!(made, demo.past.unwrap().requests);
    assert!(made > 100, "{made}");

    // What Ines holds and held, beside what Facilities gave her before there were requests.
    let held = demo
        .rows(
            "SELECT p.import_key AS package, a.state AS state FROM assignments a JOIN subjects s ON s.id = a.target_id \
             JOIN users u ON u.id = s.object_id JOIN packages p ON p.id = a.package_id \
             WHERE u.import_key = 'ines.duarte' AND a.state IN ('delivered', 'partiallyDelivered', 'expired')",
        )
        .await;
    let is = |package: &str, state: &str| {
        held.iter().any(|row| {
            row.text("package").unwrap() == package && row.text("state").unwrap() == state
        })
    };
    assert!(is("test-track-booking", "delivered"));
    assert!(is("partner-onboarding-space", "delivered"));
    assert!(is("fleet-event-explorer", "partiallyDelivered"));
    assert!(is("vauclair-demonstrator", "expired"));
    assert!(is("payroll-exports", "expired"));
}

/// The log, the timelines and the letters are of those days, and nothing of them is left to do.
async fn is_dated_and_done_with(demo: &Demo) {
    let past = demo.past.unwrap();
    assert!(past.since < START + Duration::from_days(-400));
    let sealed = audit::seal(&demo.store).await.unwrap();
    let verdict = audit::verify(&demo.store).await.unwrap();
    assert!(verdict.is_sound(), "{verdict}");
    assert!(sealed > 500, "{sealed}");

    let ordered = async |sql: &'static str| {
        let times: Vec<Instant> = demo
            .rows(sql)
            .await
            .iter()
            .map(|row| row.instant("at").unwrap())
            .collect();
        assert!(times.is_sorted(), "{sql}");
        assert!(
            times[0] >= past.since && *times.last().unwrap() <= START,
            "{sql}"
        );
    };
    ordered("SELECT at FROM audit ORDER BY position").await;
    ordered("SELECT at FROM events WHERE request_id IS NOT NULL ORDER BY position").await;
    ordered("SELECT created_at AS at FROM mail ORDER BY position").await;

    // Nothing waits that should have happened, and nothing is sent today that was written then.
    let mut tx = demo.store.begin_read().await.unwrap();
    assert_eq!(queue::due(&mut tx, START).await.unwrap(), 0);
    drop(tx);
    let dead = demo
        .count("SELECT COUNT(*) AS n FROM jobs WHERE state <> 'waiting'")
        .await;
    assert_eq!(dead, 0);
    let unsent = "SELECT COUNT(*) AS n FROM mail WHERE state <> 'sent' OR sent_at <> created_at";
    assert_eq!(demo.count(unsent).await, 0);
    // Whoever holds a package through a group is in it, and who does not hold it any more is not.
    let stray = "SELECT COUNT(*) AS n FROM group_members m WHERE m.source = 'access' AND NOT EXISTS ( \
       SELECT 1 FROM role_grants g JOIN assignments a ON a.id = g.assignment_id \
       WHERE g.principal_id = m.member_id AND g.origin_id = m.group_id AND a.state <> 'expired')";
    assert_eq!(demo.count(stray).await, 0);
}

async fn happens_once(demo: &Demo) {
    let before = demo.count("SELECT COUNT(*) AS n FROM audit").await;
    let later = START + Duration::from_days(1);
    let again = organisation::load(&demo.store, &ids(), None, later, LINK).await;
    assert_eq!(again.unwrap(), None);
    assert_eq!(demo.count("SELECT COUNT(*) AS n FROM audit").await, before);
}

#[tokio::test]
async fn every_list_has_something_for_those_who_look_first() {
    let app = TestApp::of_the_demo().await;
    let of = async |who: &str, path: &str| -> Vec<Value> {
        let path = format!("{EM}/{path}");
        let answer = app.as_person(who).await.get(&path).await;
        answer.json["value"].as_array().unwrap().clone()
    };
    let requests = "assignmentRequests/filterByCurrentUser(on='target')";
    let access = "assignments/filterByCurrentUser(on='target')";
    let approvals = "accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')";
    let packages = "accessPackages/filterByCurrentUser(on='allowedRequestor')";
    for (who, path, at_least) in [
        ("ines.duarte@aldervik.example", requests, 15),
        ("ines.duarte@aldervik.example", access, 10),
        ("ines.duarte@aldervik.example", approvals, 4),
        ("ines.duarte@aldervik.example", packages, 20),
        ("maren.holt@aldervik.example", approvals, 3),
        ("yusuf.demir@aldervik.example", approvals, 3),
        ("grete.solheim@aldervik.example", approvals, 3),
        ("dagny.berg@aldervik.example", approvals, 2),
        ("leila.haddad@alnoor.example", requests, 3),
        ("leila.haddad@alnoor.example", access, 2),
        ("callum.reid@brightmoor.example", approvals, 1),
        ("yui.nakamori@nakamori.example", packages, 3),
        ("yui.nakamori@nakamori.example", access, 2),
    ] {
        let found = of(who, path).await.len();
        assert!(found >= at_least, "{who} {path}: {found}");
    }
    let people = app.anonymous().get("/demo/people").await.json;
    let ines = people
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["displayName"] == "Ines Duarte")
        .unwrap();
    assert!(ines["pendingApprovals"].as_u64() >= Some(4), "{ines}");
}

#[tokio::test]
async fn a_demo_may_start_at_any_moment() {
    // The first minute of a year, and the hour that summer time skips.
    for now in ["2026-12-31T23:00:30Z", "2027-03-28T01:15:00Z"] {
        let demo = Demo::started(now.parse().unwrap()).await;
        assert!(demo.past.is_some(), "{now}");
    }
}

#[tokio::test]
async fn two_processes_at_once_make_one_past() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&cluster::chosen(folder.path()).await)
        .await
        .unwrap();
    let (one, two) = (ids(), ids());
    let (one, two) = tokio::join!(
        organisation::load(&store, &one, None, START, LINK),
        organisation::load(&store, &two, None, START, LINK),
    );
    assert!(one.unwrap().is_some() != two.unwrap().is_some());
}

fn problem(page: &Value) -> String {
    let source = organisation::built_in();
    let organisation = Import::read(&source, DEMO_NAMESPACE).unwrap();
    let text = page.to_string();
    match History::read([("page.json", text.as_str())], &organisation, START) {
        Ok(_) => "nothing".to_owned(),
        Err(problem) => format!("{problem:#}"),
    }
}

#[test]
fn a_wrong_history_is_named_with_its_place() {
    let asks = |more: Value| {
        let mut story =
            json!({ "who": "amara.nwosu", "package": "simulation-cluster", "asks": "P3D 10:12" });
        let members = story.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        json!({ "requests": [story] })
    };
    assert_eq!(problem(&asks(json!({}))), "nothing");
    for (more, wanted) in [
        (
            json!({ "who": "nobody" }),
            "page.json $.requests[0]: there is no person nobody",
        ),
        (json!({ "package": "nothing" }), "no package nothing"),
        (
            json!({ "policy": "climate-chamber-staff" }),
            "no package simulation-cluster with this policy",
        ),
        (json!({ "asks": "today" }), "is no duration"),
        (json!({ "colour": "red" }), "unknown field"),
        (
            json!({ "then": [{ "at": "P4D 10:12", "who": "maren.holt", "approves": "" }] }),
            "P4D 10:12 happens before what it follows",
        ),
        (
            json!({ "then": [{ "at": "P2D 10:12", "who": "maren.holt" }] }),
            "one of approves, refuses and cancels",
        ),
    ] {
        let told = problem(&asks(more));
        assert!(told.contains(wanted), "{told}");
    }
}

#[tokio::test]
async fn what_the_rules_refuse_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&cluster::chosen(folder.path()).await)
        .await
        .unwrap();
    let source = organisation::built_in();
    let import = Import::read(&source, DEMO_NAMESPACE).unwrap();
    let page = json!({ "requests": [
        { "who": "amara.nwosu", "package": "simulation-cluster", "asks": "P4D 10:12" },
        { "who": "dagny.berg", "package": "customer-incident-desk", "asks": "P3D 10:12" },
    ] });
    let text = page.to_string();
    let history = History::read([("page.json", text.as_str())], &import, START).unwrap();
    crate::directory::namespace(&store, DEMO_NAMESPACE)
        .await
        .unwrap();
    let (work, ids) = (Arc::new((import, history)), ids());
    let outcome = store
        .write(move |tx| {
            let (work, ids) = (Arc::clone(&work), Arc::clone(&ids));
            Box::pin(async move {
                let (import, history) = &*work;
                import.write(tx, &ids, history.since, &|_| {}).await?;
                run(tx, &ids, LINK, history, START).await
            })
        })
        .await;
    let told = format!("{:#}", outcome.unwrap_err());
    assert!(
        told.starts_with("page.json $.requests[1], at 2026-11-21T09:12:00Z: incompatible"),
        "{told}"
    );
    let mut tx = store.begin_read().await.unwrap();
    assert!(crate::directory::is_empty(&mut tx).await.unwrap());
}
