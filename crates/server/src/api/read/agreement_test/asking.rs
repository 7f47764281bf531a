//! Any filter that may be asked of an entity type: every path and operator, values that are there and values that are not.

use portico_graph::model::{EntityType, Kind};
use portico_graph::time::Instant;
use portico_odata::{
    Address, Comparison, Expand, Filter, Options, Path, RawQuery, TextTest, Value, limits,
};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::encoded;
use super::texts::text;
use crate::api::read::sources::ways;

const OPERATORS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
];

const TESTS: [TextTest; 3] = [TextTest::Contains, TextTest::StartsWith, TextTest::EndsWith];

/// Expands every single entity that a filter can reach.
pub fn whole(entity: &'static EntityType) -> Options {
    deeper(entity, limits::PATH_NAVIGATIONS)
}

fn deeper(entity: &'static EntityType, left: usize) -> Options {
    let mut options = Options::default();
    for navigation in entity.all_navigations() {
        if left > 0 && navigation.expandable && !navigation.many {
            options.expand.push(Expand {
                navigation,
                options: deeper(navigation.target, left - 1),
                starred: false,
            });
        }
    }
    options
}

/// Reads a filter as a client sends it.
pub fn read(filter: &str, entity: &'static EntityType) -> Filter {
    let raw = RawQuery::parse(&format!("$filter={}", encoded(filter)))
        .unwrap_or_else(|problem| panic!("{filter}: {problem}"));
    let options = Options::parse(&raw, entity, Address::Collection)
        .unwrap_or_else(|problem| panic!("{filter}: {problem}"));
    options.filter.unwrap()
}

/// Filters for entities of the type; `world` holds those that there are, and so the values worth asking for.
pub fn filters(entity: &'static EntityType, world: &[Json]) -> BoxedStrategy<Filter> {
    let mut leaves = Vec::new();
    for (navigations, end) in ways(entity, limits::PATH_NAVIGATIONS) {
        for property in end.all_properties().filter(|property| property.filterable) {
            let navigations = navigations.clone();
            let path = Path {
                navigations,
                property,
            };
            leaves.push(leaf(&path, &known(&path, world)));
        }
    }
    let leaf = (0..leaves.len()).prop_flat_map(move |index| leaves[index].clone());
    let tree = leaf.prop_recursive(3, 8, 3, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts.clone().prop_map(all),
            parts.prop_map(any_of),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    });
    tree.boxed()
}

/// Chains are flat, as they are when they are read.
fn all(parts: Vec<Filter>) -> Filter {
    let flat = parts.into_iter().flat_map(|part| match part {
        Filter::All(inner) => inner,
        other => vec![other],
    });
    Filter::All(flat.collect())
}

fn any_of(parts: Vec<Filter>) -> Filter {
    let flat = parts.into_iter().flat_map(|part| match part {
        Filter::Any(inner) => inner,
        other => vec![other],
    });
    Filter::Any(flat.collect())
}

/// The values that stand at the end of the path.
fn known(path: &Path, world: &[Json]) -> Vec<String> {
    let mut found: Vec<String> = world
        .iter()
        .filter_map(|entity| {
            let names = path.navigations.iter().map(|navigation| navigation.name);
            let at = names.fold(entity, |at, name| &at[name]);
            at[path.property.name].as_str().map(str::to_owned)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn leaf(path: &Path, known: &[String]) -> BoxedStrategy<Filter> {
    let value = prop_oneof![9 => values(path.property.kind, known), 1 => Just(Value::Null)].boxed();
    let ordered = matches!(path.property.kind, Kind::DateTimeOffset);
    let compare = {
        let path = path.clone();
        (value.clone(), prop::sample::select(OPERATORS.to_vec())).prop_map(
            move |(value, operator)| {
                let orders = !matches!(operator, Comparison::Equal | Comparison::NotEqual);
                // Nothing lies before or behind null, and texts have no order here.
                let operator = if orders && (!ordered || value == Value::Null) {
                    Comparison::NotEqual
                } else {
                    operator
                };
                let path = path.clone();
                Filter::Compare {
                    path,
                    operator,
                    value,
                }
            },
        )
    };
    let list = {
        let path = path.clone();
        prop::collection::vec(value, 1..4).prop_map(move |values| Filter::In {
            path: path.clone(),
            values,
        })
    };
    if !path.property.searchable {
        return prop_oneof![3 => compare, 1 => list].boxed();
    }
    let path = path.clone();
    let part = (texts(known), 0..4_usize, 0..4_usize).prop_map(|(text, from, to)| {
        let length = text.chars().count();
        let kept = text.chars().skip(from.min(length / 2));
        kept.take(length - to.min(length / 2)).collect::<String>()
    });
    let test =
        (part, prop::sample::select(TESTS.to_vec())).prop_map(move |(part, test)| Filter::Text {
            path: path.clone(),
            test,
            part,
        });
    prop_oneof![2 => compare, 1 => list, 3 => test].boxed()
}

fn values(kind: Kind, known: &[String]) -> BoxedStrategy<Value> {
    match kind {
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::DateTimeOffset => instants(known).boxed(),
        Kind::Enum(set) => {
            let all = set.members.iter().chain(set.later).copied();
            prop::sample::select(all.collect::<Vec<_>>())
                .prop_map(Value::Member)
                .boxed()
        }
        _ => texts(known)
            .prop_map(|text| {
                // GUIDs have no case, and are read in small letters.
                let plain = text
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
                Value::Text(if plain { text.to_lowercase() } else { text })
            })
            .boxed(),
    }
}

/// At a stored moment, a second beside it, or between two.
fn instants(known: &[String]) -> impl Strategy<Value = Value> + use<> {
    let known: Vec<Instant> = known.iter().map(|text| text.parse().unwrap()).collect();
    let stored = if known.is_empty() {
        Just(Instant::from_unix(0)).boxed()
    } else {
        prop::sample::select(known).boxed()
    };
    (stored, -1..2_i64, any::<bool>()).prop_map(|(stored, step, between)| {
        let second = Instant::from_unix(stored.unix() + step);
        if between {
            Value::Within(second)
        } else {
            Value::Instant(second)
        }
    })
}

fn texts(known: &[String]) -> BoxedStrategy<String> {
    if known.is_empty() {
        return text().boxed();
    }
    let known = prop::sample::select(known.to_vec()).prop_flat_map(|text| {
        let spellings = vec![text.to_uppercase(), text.to_lowercase(), text];
        prop::sample::select(spellings)
    });
    prop_oneof![3 => known, 1 => text()].boxed()
}
