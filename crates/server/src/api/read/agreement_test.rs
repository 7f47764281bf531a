//! What a query means does not depend on who works it out. The tree held against JSON in memory is the measure; SQLite and
//! PostgreSQL must find the same rows, in the same order, however the pages are cut.
//!
//! `PORTICO_PROPERTY_CASES` says how many cases a test tries, `PORTICO_PROPERTY_SEED` repeats a run that failed.

mod asking;
mod below;
mod found;
mod paging;
mod search;
mod texts;
mod world;

use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};

use portico_odata::{Options, RawQuery, limits};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use proptest::{prop_assert_eq, prop_assume};
use serde_json::Value as Json;

use super::fetch::{columns, node};
use super::sources::{
    ASSIGNMENTS, CATALOGS, GROUPS, PACKAGES, POLICIES, REQUESTS, RESOURCES, ROLES, SCOPES,
    SUBJECTS, USERS,
};
use super::{Asked, List, Page, Scope, Sight, Source, expand};
use crate::http::test_app::TestApp;
use crate::store::fold::fold;
use crate::store::{Sql, Tx};

/// What is asked about. A role scope's id is its own within one package only, so those are met below packages.
static SOURCES: [&Source; 11] = [
    &PACKAGES,
    &CATALOGS,
    &POLICIES,
    &REQUESTS,
    &ASSIGNMENTS,
    &SUBJECTS,
    &USERS,
    &GROUPS,
    &RESOURCES,
    &ROLES,
    &SCOPES,
];

/// How many cases are tried, and from which seed.
struct Tries {
    runner: TestRunner,
    seed: u64,
    cases: u32,
}

impl Tries {
    fn new(usual: u32) -> Self {
        let told = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
        let seed = told("PORTICO_PROPERTY_SEED")
            .unwrap_or_else(|| RandomState::new().build_hasher().finish());
        let cases = told("PORTICO_PROPERTY_CASES").and_then(|cases| u32::try_from(cases).ok());
        let cases = cases.unwrap_or(usual);
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = Config {
            cases,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self {
            runner: TestRunner::new_with_rng(config, rng),
            seed,
            cases,
        }
    }

    /// Tries the cases. The test may wait for the database.
    fn run<S: Strategy>(
        &mut self,
        strategy: &S,
        test: impl Fn(S::Value) -> Result<(), TestCaseError>,
    ) {
        let outcome = tokio::task::block_in_place(|| self.runner.run(strategy, test));
        if let Err(failure) = outcome {
            let (seed, cases) = (self.seed, self.cases);
            panic!("PORTICO_PROPERTY_SEED={seed} PORTICO_PROPERTY_CASES={cases}: {failure}");
        }
    }
}

/// A server over a world that nobody has seen before.
async fn world(tries: &mut Tries) -> TestApp {
    let app = TestApp::new().await;
    let rows = world::rows(&mut tries.runner);
    let filled = app.app.store.write(move |tx| {
        let rows = rows.clone();
        Box::pin(world::fill(tx, rows))
    });
    filled.await.unwrap();
    app
}

/// Waits inside a test of proptest, which knows no `async`.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Handle::current().block_on(future)
}

/// Every entity of a source with all single entities that a filter can reach from it, as the API writes them.
async fn everything(tx: &mut Tx, source: &'static Source) -> Vec<Json> {
    with(tx, source, &asking::whole(source.entity)).await
}

/// Every entity of a source with what the options expand.
async fn with(tx: &mut Tx, source: &'static Source, options: &Options) -> Vec<Json> {
    let text = format!(
        "SELECT {} FROM {} ORDER BY {}",
        columns(source),
        source.table,
        source.id
    );
    let rows = Sql::new(text).fetch_all(tx).await.unwrap();
    let nodes: Result<Vec<_>, _> = rows.iter().map(|row| node(source, row)).collect();
    let mut nodes = nodes.unwrap();
    let expanded = expand(tx, source, &mut nodes, options, Sight::Full).await;
    expanded.unwrap_or_else(|problem| panic!("{problem:?}"));
    let entities = nodes.into_iter().map(|node| Json::Object(node.members));
    entities.collect()
}

/// One page of everything a source has.
async fn page(app: &TestApp, source: &'static Source, query: &str) -> Page {
    let app = &app.app;
    let list = List {
        source,
        scope: Scope::new("1 = 1", Vec::new()),
        caller: "somebody",
        search: None,
        sight: Sight::Full,
    };
    let raw = RawQuery::parse(query).unwrap_or_else(|problem| panic!("{query}: {problem}"));
    let options = Options::parse(&raw, source.entity, list.address())
        .unwrap_or_else(|problem| panic!("{query}: {problem}"));
    let mut tx = app.store.begin_read().await.unwrap();
    let asked = Asked::default();
    let page = list.page(&mut tx, app, &asked, (&raw, &options)).await;
    page.unwrap_or_else(|problem| panic!("{query}: {problem:?}"))
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn id(entity: &Json) -> &str {
    entity["id"].as_str().unwrap()
}

/// Every source with all it has.
async fn worlds(app: &TestApp) -> Vec<Vec<Json>> {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let mut worlds = Vec::new();
    for source in SOURCES {
        worlds.push(everything(&mut tx, source).await);
    }
    worlds
}

#[tokio::test(flavor = "multi_thread")]
async fn sql_and_memory_agree() {
    let mut tries = Tries::new(500);
    let app = world(&mut tries).await;
    let worlds = worlds(&app).await;
    let questions = (0..SOURCES.len()).prop_flat_map(|which| {
        let filters = asking::filters(SOURCES[which].entity, &worlds[which]);
        filters.prop_map(move |filter| (which, filter))
    });
    tries.run(&questions, |(which, filter)| {
        let source = SOURCES[which];
        let text = filter.to_string();
        let query = format!("$count=true&$top=999&$filter={}", encoded(&text));
        prop_assume!(query.len() < limits::QUERY_BYTES);
        let read = asking::read(&text, source.entity);
        prop_assert_eq!(&read, &filter, "read back: {}", text);
        let holding = worlds[which].iter().filter(|one| filter.holds(one, &fold));
        let mut expected: Vec<&str> = holding.map(id).collect();
        expected.sort_unstable();
        let page = wait(page(&app, source, &query));
        let mut found: Vec<&str> = page.nodes.iter().map(|node| node.id.as_str()).collect();
        found.sort_unstable();
        prop_assert_eq!(&found, &expected, "{}: {}", source.entity.name, text);
        prop_assert_eq!(page.count, i64::try_from(expected.len()).ok());
        Ok(())
    });
}
