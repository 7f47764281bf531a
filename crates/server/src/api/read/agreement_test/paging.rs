//! However a list is cut into pages, each entity is on one of them, in the order of a list sorted in memory.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::{SOURCES, Tries, asking, encoded, fold, id, page, wait, world, worlds};
use crate::api::read::Source;
use crate::api::read::source::Direction;

/// What a list is ordered by, as far as the entities show it.
#[derive(Clone, Copy, Debug)]
struct Order {
    property: &'static str,
    direction: Direction,
}

/// `$orderby` for every order of a source, and none.
fn orders(source: &Source) -> Vec<(String, Option<Order>)> {
    let usual = match source.entity.name {
        // In the order they were made, or by a name without its twin: not to be seen from here.
        "accessPackageAssignment" | "accessPackageResourceScope" => None,
        "accessPackageAssignmentRequest" => Some(("createdDateTime", Direction::Falling)),
        _ => Some(("displayName", Direction::Rising)),
    };
    let usual = usual.map(|(property, direction)| Order {
        property,
        direction,
    });
    let mut orders = vec![(String::new(), usual)];
    for (property, _) in source.orders {
        for (direction, word) in [(Direction::Rising, "asc"), (Direction::Falling, "desc")] {
            let order = Order {
                property,
                direction,
            };
            orders.push((format!("&$orderby={property}%20{word}"), Some(order)));
        }
    }
    orders
}

fn sorted<'w>(
    source: &Source,
    entities: impl Iterator<Item = &'w Json>,
    order: Option<Order>,
) -> Vec<&'w str> {
    let mut entities: Vec<&Json> = entities.collect();
    if let Some(order) = order {
        let property = source.entity.property(order.property).unwrap();
        let key = |entity: &Json| {
            let text = entity[property.name].as_str().unwrap_or_default();
            let text = if property.searchable {
                fold(text)
            } else {
                text.to_owned()
            };
            (text, id(entity).to_owned())
        };
        entities.sort_by_cached_key(|entity| key(entity));
        if order.direction == Direction::Falling {
            entities.reverse();
        }
    }
    entities.into_iter().map(id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_visit_everything_once_and_in_order() {
    let mut tries = Tries::new(120);
    let app = world(&mut tries).await;
    let worlds = worlds(&app).await;
    let lists = (0..SOURCES.len()).prop_flat_map(|which| {
        let source = SOURCES[which];
        let filters = prop::option::of(asking::filters(source.entity, &worlds[which]));
        let orders = prop::sample::select(orders(source));
        (Just(which), orders, filters, 1..12_usize, 0..20_usize)
    });
    tries.run(&lists, |(which, (orderby, order), filter, top, skip)| {
        let source = SOURCES[which];
        let mut query = format!("$top={top}{orderby}");
        if let Some(filter) = &filter {
            query = format!("{query}&$filter={}", encoded(&filter.to_string()));
        }
        prop_assume!(query.len() < 7000);
        let holding = worlds[which].iter();
        let holding = holding.filter(|one| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.holds(one, &fold))
        });
        let mut expected = sorted(source, holding, order);
        let mut next = Some(query.clone());
        let mut seen: Vec<String> = Vec::new();
        while let Some(query) = next {
            let page = wait(page(&app, source, &query));
            prop_assert!(page.nodes.len() == top || page.next.is_none(), "{}", query);
            prop_assert!(page.nodes.len() <= top);
            seen.extend(page.nodes.into_iter().map(|node| node.id));
            prop_assert!(seen.len() <= expected.len(), "{}: {:?}", query, seen);
            next = page.next;
        }
        let skipped = wait(page(&app, source, &format!("{query}&$skip={skip}")));
        let skipped: Vec<&str> = skipped.nodes.iter().map(|node| node.id.as_str()).collect();
        let rest: Vec<&str> = seen
            .iter()
            .skip(skip)
            .take(top)
            .map(String::as_str)
            .collect();
        prop_assert_eq!(&skipped, &rest, "{} $skip={}", &query, skip);
        if order.is_none() {
            expected.sort_unstable();
            seen.sort_unstable();
        }
        prop_assert_eq!(seen, expected, "{}: {}", source.entity.name, query);
        Ok(())
    });
}
