//! Shapes an answer: `$select`, the options inside `$expand`, and enumerations a caller may not know.

use std::cmp::Ordering;

use portico_graph::model::{EntityType, Kind, UNKNOWN_FUTURE_VALUE};
use serde_json::{Map, Value};

use crate::options::Options;
use crate::order::Order;

/// Leaves of an entity what the options ask for. `id` and `@odata.*` always stay. Navigation
/// properties stay when they were expanded, and have their own options applied.
pub fn shape(
    entity: &mut Value,
    kind: &'static EntityType,
    options: &Options,
    fold: &dyn Fn(&str) -> String,
) {
    let Some(members) = entity.as_object_mut() else {
        return;
    };
    members.retain(|name, _| keeps(name, kind, options));
    for item in &options.expand {
        let Some(value) = members.get_mut(item.navigation.name) else {
            continue;
        };
        let target = item.navigation.target;
        match value {
            Value::Array(list) => {
                narrow(list, &item.options, fold);
                for entry in list {
                    shape(entry, target, &item.options, fold);
                }
            }
            one => shape(one, target, &item.options, fold),
        }
    }
}

/// Writes `unknownFutureValue` in place of every member that stands after the sentinel, in the
/// entity and in whatever is expanded in it.
pub fn hide_later_members(entity: &mut Value, kind: &'static EntityType) {
    match entity {
        Value::Array(list) => list
            .iter_mut()
            .for_each(|entry| hide_later_members(entry, kind)),
        Value::Object(members) => hide_in(members, kind),
        _ => {}
    }
}

fn hide_in(members: &mut Map<String, Value>, kind: &'static EntityType) {
    for (name, value) in members.iter_mut() {
        if let Some(navigation) = kind.navigation(name) {
            hide_later_members(value, navigation.target);
            continue;
        }
        let Some(Kind::Enum(set)) = kind.property(name).map(|property| property.kind) else {
            continue;
        };
        if value.as_str().is_some_and(|member| set.is_later(member)) {
            *value = Value::from(UNKNOWN_FUTURE_VALUE);
        }
    }
}

fn keeps(name: &str, kind: &'static EntityType, options: &Options) -> bool {
    if name == "id" || name.starts_with("@odata.") {
        return true;
    }
    if kind.navigation(name).is_some() {
        return options.expanded(name).is_some();
    }
    match &options.select {
        None => true,
        Some(select) => select.iter().any(|property| property.name == name),
    }
}

/// `$filter`, `$orderby` and `$top` of an expanded collection.
fn narrow(list: &mut Vec<Value>, options: &Options, fold: &dyn Fn(&str) -> String) {
    if let Some(filter) = &options.filter {
        list.retain(|entry| filter.holds(entry, fold));
    }
    if let Some(order) = options.order {
        list.sort_by(|left, right| compare(left, right, order, fold));
    }
    if let Some(top) = options.top {
        list.truncate(usize::try_from(top).unwrap_or(usize::MAX));
    }
}

fn compare(left: &Value, right: &Value, order: Order, fold: &dyn Fn(&str) -> String) -> Ordering {
    let key = |entry: &Value| entry[order.property.name].as_str().map(fold);
    let id = |entry: &Value| entry["id"].as_str().map(str::to_owned);
    let ordering = key(left)
        .cmp(&key(right))
        .then_with(|| id(left).cmp(&id(right)));
    if order.descending {
        ordering.reverse()
    } else {
        ordering
    }
}
