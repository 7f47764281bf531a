//! The options inside `$expand` mean for the collection below each entity what they would mean for a list.

use portico_odata::{Address, Expand, Options, RawQuery, limits, narrow};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::{PACKAGES, Tries, asking, encoded, fold, id, page, wait, with, world};

const COLLECTIONS: [&str; 5] = [
    "resourceRoleScopes",
    "assignmentPolicies",
    "incompatibleAccessPackages",
    "accessPackagesIncompatibleWith",
    "incompatibleGroups",
];

#[tokio::test(flavor = "multi_thread")]
async fn collections_are_narrowed_below_each_entity() {
    let mut tries = Tries::new(150);
    let app = world(&mut tries).await;
    let navigations = COLLECTIONS.map(|name| PACKAGES.entity.navigation(name).unwrap());
    let options = Options {
        expand: navigations
            .map(|navigation| Expand {
                navigation,
                options: asking::whole(navigation.target),
                starred: false,
            })
            .to_vec(),
        ..Options::default()
    };
    let mut tx = app.app.store.begin_read().await.unwrap();
    let packages = with(&mut tx, &PACKAGES, &options).await;
    drop(tx);
    let below = |name: &str| -> Vec<Json> {
        let lists = packages
            .iter()
            .filter_map(|package| package[name].as_array());
        lists.flatten().cloned().collect()
    };
    let cases = (0..COLLECTIONS.len()).prop_flat_map(|which| {
        let navigation = navigations[which];
        let filters = asking::filters(navigation.target, &below(navigation.name));
        let mut sortable = vec![String::new()];
        for property in navigation
            .target
            .all_properties()
            .filter(|one| one.sortable)
        {
            sortable
                .extend(["asc", "desc"].map(|word| format!(";$orderby={} {word}", property.name)));
        }
        let orders = prop::sample::select(sortable);
        let cut = (prop::option::of(0..3_usize), prop::option::of(0..4_usize));
        (Just(navigation), prop::option::of(filters), orders, cut)
    });
    tries.run(&cases, |(navigation, filter, order, (skip, top))| {
        let mut nested = format!("$count=true{order}");
        if let Some(filter) = filter {
            nested = format!("{nested};$filter={filter}");
        }
        if let Some(skip) = skip {
            nested = format!("{nested};$skip={skip}");
        }
        if let Some(top) = top {
            nested = format!("{nested};$top={top}");
        }
        let query = format!(
            "$top=999&$expand={}",
            encoded(&format!("{}({nested})", navigation.name))
        );
        prop_assume!(query.len() < limits::QUERY_BYTES);
        let raw = RawQuery::parse(&query).unwrap();
        let read = Options::parse(&raw, PACKAGES.entity, Address::Collection);
        let read = read.unwrap_or_else(|problem| panic!("{nested}: {problem}"));
        let options = &read.expand[0].options;
        let page = wait(page(&app, &PACKAGES, &query));
        prop_assert_eq!(page.nodes.len(), packages.len());
        for node in page.nodes {
            let package = packages
                .iter()
                .find(|package| id(package) == node.id)
                .unwrap();
            let mut expected = package[navigation.name].as_array().unwrap().clone();
            let count = narrow(&mut expected, options, &fold);
            let found = node.members[navigation.name].as_array().unwrap();
            let found: Vec<&str> = found.iter().map(id).collect();
            let expected: Vec<&str> = expected.iter().map(id).collect();
            prop_assert_eq!(found, expected, "{}: {}", node.id, nested);
            let name = format!("{}@odata.count", navigation.name);
            prop_assert_eq!(
                &node.members[&name],
                &Json::from(count),
                "{}: {}",
                node.id,
                nested
            );
        }
        Ok(())
    });
}
