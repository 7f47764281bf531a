//! Shapes an answer: `$select` at every depth, and enumerations a caller may not know.

use portico_graph::model::{EntityType, Kind, UNKNOWN_FUTURE_VALUE};
use serde_json::{Map, Value};

use crate::options::Options;

/// Leaves of an entity what the options ask for. `id` and `@odata.*` always stay. Navigation
/// properties stay when they were expanded, and have their own `$select` applied; which of a
/// collection are there, the database or [`crate::narrow`] has decided.
pub fn shape(entity: &mut Value, kind: &'static EntityType, options: &Options) {
    let Some(members) = entity.as_object_mut() else {
        return;
    };
    members.retain(|name, _| keeps(name, kind, options));
    for item in &options.expand {
        let Some(value) = members.get_mut(item.navigation.name) else {
            continue;
        };
        let target = item.navigation.kind();
        match value {
            Value::Array(list) => {
                for entry in list {
                    shape(entry, target, &item.options);
                }
            }
            one => shape(one, target, &item.options),
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
    // `stages@odata.count` belongs to `stages`.
    let whose = name.split_once('@').map_or(name, |(whose, _)| whose);
    if kind.navigation(whose).is_some() {
        return options.expanded(whose).is_some();
    }
    match &options.select {
        None => true,
        Some(select) => select.iter().any(|property| property.name == name),
    }
}
