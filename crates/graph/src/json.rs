//! Reading wire types from JSON in little code. Serde's derived readers are written out anew for each type and each format, and were a
//! fifth of the portal's download; here a type is read out of a `serde_json::Value` by one shared function a member.
//!
//! Lenient as Graph's readers must be: unknown members are ignored, and an absent or null member takes its type's empty value. Only a
//! member without one must be there.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// Why a text is not the expected object: what was wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    path: String,
    what: &'static str,
}

impl Fault {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            path: String::new(),
            what,
        }
    }

    fn at(mut self, member: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{member}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(self.what)
        } else {
            write!(f, "{}: {}", self.path, self.what)
        }
    }
}

impl std::error::Error for Fault {}

/// A type that can be read out of JSON.
pub trait FromJson: Sized {
    /// Reads a present value.
    fn from_json(value: Value) -> Result<Self, Fault>;
}

/// Reads an object member by member. A fault does not stop the reading: the first one is kept and ends it at [`Reader::done`], so that
/// no member's reading needs an exit of its own.
pub(crate) struct Reader {
    members: Map<String, Value>,
    fault: Option<Fault>,
}

impl Reader {
    /// Begins; what is no object has no members, and a fault.
    pub(crate) fn new(value: Value) -> Self {
        match value {
            Value::Object(members) => Self {
                members,
                fault: None,
            },
            _ => Self {
                members: Map::new(),
                fault: Some(Fault::new("is no object")),
            },
        }
    }

    /// Takes one member out; absent and null alike are `None`.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.members
            .get_mut(name)
            .map(Value::take)
            .filter(|value| !value.is_null())
    }

    /// Remembers a fault below a member.
    fn blame(&mut self, name: &str, fault: Fault) {
        if self.fault.is_none() {
            self.fault = Some(fault.at(name));
        }
    }

    /// Reads one member into its place, which keeps what it holds when the member is absent.
    #[inline(never)]
    pub(crate) fn fill<T: FromJson>(&mut self, place: &mut T, name: &str) {
        if let Some(value) = self.take(name) {
            match T::from_json(value) {
                Ok(read) => *place = read,
                Err(fault) => self.blame(name, fault),
            }
        }
    }

    /// Reads one member that must be there.
    #[inline(never)]
    pub(crate) fn need<T: FromJson>(&mut self, name: &str) -> Result<T, Fault> {
        let value = self.take(name).ok_or(Fault::new("is missing"));
        value.and_then(T::from_json).map_err(|fault| fault.at(name))
    }

    /// Ends: the first fault, if there was one.
    pub(crate) fn done<T>(self, read: T) -> Result<T, Fault> {
        self.fault.map_or(Ok(read), Err)
    }
}

/// The members of an object.
pub(crate) fn object(value: Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Fault::new("is no object")),
    }
}

/// Implements [`FromJson`] and serde's `Deserialize` for a struct, from its fields and their names on the wire. Fields begin as in the
/// type's default.
macro_rules! read_object {
    ($name:ident { $($field:ident = $wire:literal),+ $(,)? }) => {
        impl $crate::json::FromJson for $name {
            #[inline(never)]
            fn from_json(value: serde_json::Value) -> Result<Self, $crate::json::Fault> {
                let mut reader = $crate::json::Reader::new(value);
                let mut read = Self::default();
                $(reader.fill(&mut read.$field, $wire);)+
                reader.done(read)
            }
        }
        $crate::json::deserialize_from_json!($name);
    };
}

/// Serde's `Deserialize` through [`FromJson`], for whoever reads with serde.
macro_rules! deserialize_from_json {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(d)?;
                $crate::json::FromJson::from_json(value).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use {deserialize_from_json, read_object};

impl FromJson for Value {
    fn from_json(value: Value) -> Result<Self, Fault> {
        Ok(value)
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Result<Self, Fault> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(Fault::new("is no text")),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: Value) -> Result<Self, Fault> {
        // Graph's documentation sends "true" and "false" as text too.
        match &value {
            Value::Bool(flag) => Ok(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(Fault::new("is neither true nor false")),
        }
    }
}

impl FromJson for i64 {
    fn from_json(value: Value) -> Result<Self, Fault> {
        // Graph's documentation sends "1" as text too.
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.ok_or(Fault::new("is no whole number"))
    }
}

macro_rules! read_number {
    ($($number:ty),+) => {$(
        impl FromJson for $number {
            fn from_json(value: Value) -> Result<Self, Fault> {
                let number = i64::from_json(value)?;
                Self::try_from(number).map_err(|_| Fault::new("is out of range"))
            }
        }
    )+};
}
read_number!(i32, u16, u32, u64);

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value) -> Result<Self, Fault> {
        T::from_json(value).map(Some)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Value) -> Result<Self, Fault> {
        T::from_json(value).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    #[inline(never)]
    fn from_json(value: Value) -> Result<Self, Fault> {
        let Value::Array(items) = value else {
            return Err(Fault::new("is no list"));
        };
        let mut read = Self::with_capacity(items.len());
        for item in items {
            match T::from_json(item) {
                Ok(item) => read.push(item),
                Err(fault) => return Err(fault.at(&format!("[{}]", read.len()))),
            }
        }
        Ok(read)
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let mut read = Self::new();
        for (name, value) in object(value)? {
            read.insert(name, T::from_json(value)?);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use crate::{AssignmentRequest, Collection, portico::Event};

    #[test]
    fn a_wrong_member_is_named_with_its_path() {
        let text = r#"{"value": [{"id": "a"}, {"id": "b", "assignment": {"schedule": {"expiration": {"duration": "P1M"}}}}]}"#;
        let fault = serde_json::from_str::<Collection<AssignmentRequest>>(text)
            .unwrap_err()
            .to_string();
        assert!(
            fault.starts_with("value[1].assignment.schedule.expiration.duration: "),
            "{fault}"
        );
    }

    #[test]
    fn null_and_absent_are_the_empty_value_and_unknown_members_are_ignored() {
        let read: AssignmentRequest =
            serde_json::from_str(r#"{"answers": null, "later": {}}"#).unwrap();
        assert_eq!(read, AssignmentRequest::default());
    }

    #[test]
    fn what_has_no_empty_value_must_be_there() {
        let fault =
            serde_json::from_str::<Event>(r#"{"id": "e", "kind": "approved"}"#).unwrap_err();
        assert_eq!(fault.to_string(), "createdDateTime: is missing");
    }
}
