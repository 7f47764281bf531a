//! A filter means the same in the database as in memory. The tree held against JSON is the measure; the SQL must find
//! the same packages.

use portico_graph::model::ACCESS_PACKAGE;
use portico_graph::time::Instant;
use portico_graph::{AccessPackage, Catalog, CatalogState};
use portico_odata::{Address, Options, RawQuery};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value as Json;

use super::expand;
use super::fetch::{columns, node};
use super::sources::PACKAGES;
use crate::store::fold::fold;
use crate::store::{Database, Sql, Store, StoreError, Tx, Value, catalogs, packages};

const NAMES: [&str; 6] = [
    "Ärger",
    "argus",
    "50% _off",
    "Straße",
    "back\\slash",
    "O'Hara",
];

#[tokio::test(flavor = "multi_thread")]
async fn sql_and_memory_agree() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::in_folder(folder.path()))
        .await
        .unwrap();
    store.write(|tx| Box::pin(fill(tx))).await.unwrap();
    let mut tx = store.begin_read().await.unwrap();
    let everything = everything(&mut tx).await;
    assert_eq!(everything.len(), 24);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        let mut runner = TestRunner::new(Config::with_cases(300));
        let outcome = runner.run(&filters(), |text| {
            let options = read(&text);
            let filter = options.filter.as_ref().unwrap();
            let expected: Vec<&str> = everything
                .iter()
                .filter(|package| filter.holds(package, &fold))
                .map(|package| package["id"].as_str().unwrap())
                .collect();
            let found = runtime.block_on(find(&store, &options));
            prop_assert_eq!(found, expected, "{}", text);
            Ok(())
        });
        outcome.unwrap();
    });
}

fn read(filter: &str) -> Options {
    let encoded = percent_encoding::utf8_percent_encode(filter, percent_encoding::NON_ALPHANUMERIC);
    let raw = RawQuery::parse(&format!("$filter={encoded}")).unwrap();
    Options::parse(&raw, &ACCESS_PACKAGE, Address::Collection)
        .unwrap_or_else(|problem| panic!("{filter}: {problem}"))
}

async fn find(store: &Store, options: &Options) -> Vec<String> {
    let mut tx = store.begin_read().await.unwrap();
    let filter = options.filter.as_ref().unwrap();
    let condition = filter.to_sql(PACKAGES.columns, &fold, 1).unwrap();
    let text = format!(
        "SELECT p.id AS id FROM packages p {} WHERE {} ORDER BY p.id",
        condition.joins.join(" "),
        condition.sql
    );
    let values = condition.binds.into_iter().map(Value::from);
    let rows = Sql::new(text)
        .values(values)
        .fetch_all(&mut tx)
        .await
        .unwrap();
    rows.iter().map(|row| row.text("id").unwrap()).collect()
}

/// Every package with its catalog, as the API writes it.
async fn everything(tx: &mut Tx) -> Vec<Json> {
    let text = format!(
        "SELECT {} FROM packages p ORDER BY p.id",
        columns(&PACKAGES)
    );
    let rows = Sql::new(text).fetch_all(tx).await.unwrap();
    let mut nodes: Vec<_> = rows
        .iter()
        .map(|row| node(&PACKAGES, row).unwrap())
        .collect();
    let raw = RawQuery::parse("$expand=catalog").unwrap();
    let options = Options::parse(&raw, &ACCESS_PACKAGE, Address::Collection).unwrap();
    expand(tx, &PACKAGES, &mut nodes, &options).await.unwrap();
    nodes
        .into_iter()
        .map(|node| Json::Object(node.members))
        .collect()
}

async fn fill(tx: &mut Tx) -> Result<(), StoreError> {
    for (index, state) in [CatalogState::Published, CatalogState::Unpublished]
        .into_iter()
        .enumerate()
    {
        let catalog = Catalog {
            id: format!("catalog-{index}"),
            display_name: Some(NAMES[index].to_owned()),
            state: Some(state),
            is_externally_visible: Some(index == 0),
            ..Catalog::default()
        };
        catalogs::upsert(tx, &catalog, None, at(0)).await?;
    }
    for index in 0..24_usize {
        let package = AccessPackage {
            id: format!("package-{index:02}"),
            display_name: Some(NAMES[index % 6].to_owned()),
            description: (index % 3 > 0).then(|| format!("{} and more", NAMES[index % 5])),
            is_hidden: Some(index % 4 == 0),
            ..AccessPackage::default()
        };
        let catalog = format!("catalog-{}", index % 2);
        packages::upsert(tx, &catalog, &package, None, at(index)).await?;
    }
    Ok(())
}

fn at(day: usize) -> Instant {
    Instant::from_date(2026, 11, 1 + u32::try_from(day).unwrap()).unwrap()
}

fn filters() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
        "[aArR%_ß\\\\']{0,2}",
    ]
    .prop_map(|text| text.replace('\'', "''"));
    let name = prop::sample::select(vec!["displayName", "description", "catalog/displayName"]);
    let function = prop::sample::select(vec!["contains", "startswith", "endswith"]);
    let sameness = prop::sample::select(vec!["eq", "ne"]);
    let order = prop::sample::select(vec!["gt", "ge", "lt", "le", "eq", "ne"]);
    let leaf = prop_oneof![
        (function, name.clone(), text.clone())
            .prop_map(|(test, name, text)| format!("{test}({name},'{text}')")),
        (name.clone(), sameness.clone(), text.clone())
            .prop_map(|(name, op, text)| format!("{name} {op} '{text}'")),
        (name.clone(), sameness.clone()).prop_map(|(name, op)| format!("{name} {op} null")),
        (name, text.clone(), text).prop_map(|(name, a, b)| format!("{name} in ('{a}','{b}',null)")),
        (order, 1..30_u32).prop_map(|(op, day)| format!("createdDateTime {op} 2026-11-{day:02}")),
        any::<bool>().prop_map(|hidden| format!("isHidden eq {hidden}")),
        sameness.prop_map(|op| format!("catalog/state {op} 'Published'")),
        (0..30_u32).prop_map(|index| format!("id eq 'package-{index:02}'")),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}
