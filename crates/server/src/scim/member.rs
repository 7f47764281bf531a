//! Members of JSON objects by names whose case does not count (RFC 7643, section 2.1).

use serde_json::{Map, Value};

/// Whether two names are the same.
pub fn is_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// The member of this name.
pub fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .find_map(|(known, value)| is_name(known, name).then_some(value))
    })
}

/// The same to change; one is made, null, when there is none.
pub fn member_mut<'a>(object: &'a mut Map<String, Value>, name: &str) -> &'a mut Value {
    let known = key(object, name).unwrap_or_else(|| name.to_owned());
    object.entry(known).or_insert(Value::Null)
}

/// Takes the member of this name out.
pub fn take(object: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let known = key(object, name)?;
    object.remove(&known)
}

fn key(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.keys().find(|known| is_name(known, name)).cloned()
}
