//! Carries operations out on a resource as JSON; whoever reads it afterwards checks what became of it.

use serde_json::{Map, Value};

use super::{Kind, Operation, Target};
use crate::scim::filter::{Filter, Literal, Operator, meets};
use crate::scim::member::{is_name, member, member_mut, take};
use crate::scim::refusal::Refusal;

/// How many values an attribute may have, and how many values may be sent for one. Nobody has so many addresses, and comparing all with all
/// takes its time.
const MOST: usize = 1_000;

/// Changes the resource.
///
/// # Errors
/// `noTarget`: no value meets the filter, and the filter does not say how one would look. `invalidValue`: there are too many.
pub fn apply(resource: &mut Map<String, Value>, operation: &Operation) -> Result<(), Refusal> {
    let target = &operation.target;
    if operation
        .value
        .as_ref()
        .is_some_and(|value| count(value) > MOST)
    {
        return Err(too_many());
    }
    match (operation.kind, &operation.value) {
        (Kind::Remove, value) => {
            remove(resource, target, value.as_ref());
            Ok(())
        }
        (kind, value) => {
            let value = value.clone().unwrap_or(Value::Null);
            match &target.filter {
                None => put(resource, target.path.names(), kind, value),
                Some(filter) => put_among(resource, target, filter, value),
            }
        }
    }
}

/// All values in a value. Bodies are of bounded depth.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

fn too_many() -> Refusal {
    Refusal::invalid_value(format!("An attribute has {MOST} values at most."))
}

/// Sets what the names lead to; objects on the way are made.
fn put(
    object: &mut Map<String, Value>,
    names: &[String],
    kind: Kind,
    value: Value,
) -> Result<(), Refusal> {
    let Some((name, deeper)) = names.split_first() else {
        return Ok(());
    };
    if deeper.is_empty() {
        if value.is_null() {
            take(object, name);
            return Ok(());
        }
        return set(member_mut(object, name), kind, value);
    }
    match member_mut(object, name) {
        Value::Object(inner) => put(inner, deeper, kind, value),
        Value::Array(items) if !items.is_empty() => items
            .iter_mut()
            .filter_map(Value::as_object_mut)
            .try_for_each(|item| put(item, deeper, kind, value.clone())),
        place => {
            let mut made = Map::new();
            put(&mut made, deeper, kind, value)?;
            *place = Value::Object(made);
            Ok(())
        }
    }
}

/// One value in the place of another: lists grow by what is added, objects keep the members that are not named.
fn set(place: &mut Value, kind: Kind, value: Value) -> Result<(), Refusal> {
    match (&mut *place, value) {
        (Value::Object(before), Value::Object(members)) => {
            for (name, value) in members {
                put(before, &[name], Kind::Replace, value)?;
            }
        }
        (Value::Array(before), value) if kind == Kind::Add => {
            let added = match value {
                Value::Array(items) => items,
                one => vec![one],
            };
            if before.len() + added.len() > MOST {
                return Err(too_many());
            }
            for item in added {
                if is_primary(&item) {
                    before.iter_mut().for_each(no_longer_primary);
                }
                if !before.contains(&item) {
                    before.push(item);
                }
            }
        }
        (_, value) => *place = value,
    }
    Ok(())
}

/// There is one primary value at most (RFC 7644, section 3.5.2).
fn is_primary(item: &Value) -> bool {
    item.as_object()
        .and_then(|item| member(item, "primary"))
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

fn no_longer_primary(item: &mut Value) {
    if let Some(item) = item.as_object_mut() {
        take(item, "primary");
    }
}

/// Sets those values of a list that meet the filter. When none does, the filter says what the new one looks like: the RFC would refuse that for
/// `replace`, but clients expect it for the first address of somebody.
fn put_among(
    resource: &mut Map<String, Value>,
    target: &Target,
    filter: &Filter,
    value: Value,
) -> Result<(), Refusal> {
    let Some(items) = list_mut(resource, target.path.names()) else {
        return Err(Refusal::no_target(format!(
            "'{}' has no values.",
            target.path
        )));
    };
    let mut is_met = false;
    for item in items.iter_mut().filter(|item| meets(filter, item)) {
        is_met = true;
        put_one(item, target, value.clone())?;
    }
    if !is_met {
        let mut made = Map::new();
        if !describe(filter, &mut made) {
            return Err(Refusal::no_target(format!(
                "No value of '{}' meets the filter.",
                target.path
            )));
        }
        let mut item = Value::Object(made);
        put_one(&mut item, target, value)?;
        items.push(item);
    }
    Ok(())
}

fn put_one(item: &mut Value, target: &Target, value: Value) -> Result<(), Refusal> {
    let Some(part) = &target.part else {
        return set(item, Kind::Replace, value);
    };
    if !item.is_object() {
        *item = Value::Object(Map::new());
    }
    match item.as_object_mut() {
        Some(item) => put(item, std::slice::from_ref(part), Kind::Replace, value),
        None => Ok(()),
    }
}

/// What a value must look like to meet a filter of equalities; `false`: it does not say.
fn describe(filter: &Filter, made: &mut Map<String, Value>) -> bool {
    match filter {
        Filter::All(filters) => filters.iter().all(|filter| describe(filter, made)),
        Filter::Compare(path, Operator::Eq, literal) => {
            let [name] = path.names() else {
                return false;
            };
            let value = match literal {
                Literal::Text(text) => Value::from(text.as_str()),
                Literal::Flag(flag) => Value::from(*flag),
                Literal::Number(_) | Literal::Null => return false,
            };
            *member_mut(made, name) = value;
            true
        }
        _ => false,
    }
}

/// The list that the names lead to, made when there is none; a value alone becomes a list of one.
fn list_mut<'a>(
    object: &'a mut Map<String, Value>,
    names: &[String],
) -> Option<&'a mut Vec<Value>> {
    let (name, deeper) = names.split_first()?;
    let place = member_mut(object, name);
    if !deeper.is_empty() {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        return list_mut(place.as_object_mut()?, deeper);
    }
    if !place.is_array() {
        let alone = place.take();
        let items = if alone.is_null() { vec![] } else { vec![alone] };
        *place = Value::Array(items);
    }
    place.as_array_mut()
}

/// Takes away what is there; what is not there need not be taken.
fn remove(resource: &mut Map<String, Value>, target: &Target, value: Option<&Value>) {
    let names = target.path.names();
    if let Some(filter) = &target.filter {
        let Some(items) = list_mut(resource, names) else {
            return;
        };
        match &target.part {
            None => items.retain(|item| !meets(filter, item)),
            Some(part) => {
                for item in items.iter_mut().filter(|item| meets(filter, item)) {
                    if let Some(item) = item.as_object_mut() {
                        take(item, part);
                    }
                }
            }
        }
        return;
    }
    let Some((last, above)) = names.split_last() else {
        return;
    };
    let mut object = resource;
    for name in above {
        // Below a list: a part of each of its values.
        let place = match member_mut(object, name) {
            Value::Array(items) => {
                for item in items.iter_mut().filter_map(Value::as_object_mut) {
                    take(item, last);
                }
                return;
            }
            place => place,
        };
        match place.as_object_mut() {
            Some(inner) => object = inner,
            None => return,
        }
    }
    // Some name the values that are to go instead of a filter.
    let said = value.filter(|value| !value.is_null());
    if let (Some(value), Value::Array(items)) = (said, member_mut(object, last)) {
        let gone = names_of(value);
        items.retain(|item| {
            !names_of(item)
                .iter()
                .any(|one| gone.iter().any(|name| is_name(one, name)))
        });
        return;
    }
    take(object, last);
}

/// What values are told apart by: their `value`, or themselves.
fn names_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Object(members) => member(members, "value")
            .and_then(Value::as_str)
            .into_iter()
            .collect(),
        Value::Array(items) => items.iter().flat_map(|item| names_of(item)).collect(),
        _ => Vec::new(),
    }
}
