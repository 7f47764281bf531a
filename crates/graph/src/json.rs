//! Reading wire types from JSON in little code. Serde's derived readers are written out anew for each type and each format, and were a
//! fifth of the portal's download. Here a type is read out of a `serde_json::Value` in place, behind `dyn` [`FromJson`], so that members
//! and lists are read by one function each for all types, and a fault is one pointer.
//!
//! Lenient as Graph's readers must be: unknown members are ignored, and an absent or null member takes its type's empty value. Only a
//! member without one must be there.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// Why a text is not the expected object: what was wrong, and where. One pointer, because every reading answers with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Box<Told>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    path: String,
    what: &'static str,
}

impl Fault {
    #[inline(never)]
    pub fn new(what: &'static str) -> Self {
        Self(Box::new(Told {
            path: String::new(),
            what,
        }))
    }

    /// The same fault, seen from one step further out: a member's name, or `[i]` of a list.
    #[inline(never)]
    fn at(mut self, step: &str) -> Self {
        let path = &mut self.0.path;
        if !path.is_empty() && !path.starts_with('[') {
            path.insert(0, '.');
        }
        path.insert_str(0, step);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Told { path, what } = &*self.0;
        if path.is_empty() {
            f.write_str(what)
        } else {
            write!(f, "{path}: {what}")
        }
    }
}

impl std::error::Error for Fault {}

/// A type that can be read out of JSON.
pub trait FromJson {
    /// Where reading begins. Nobody sees it of a type without an empty value: what is required and missing is a fault.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads a present value into a blank. After a fault the place holds a part of it and is of no use.
    fn read(&mut self, value: Value) -> Result<(), Fault>;

    /// Reads a present value.
    fn from_json(value: Value) -> Result<Self, Fault>
    where
        Self: Sized,
    {
        let mut place = Self::blank();
        place.read(value)?;
        Ok(place)
    }
}

/// Reads an object member by member. A fault does not stop the reading: the first one is kept and ends it at [`Reader::done`], so that
/// no member's reading needs an exit of its own.
pub struct Reader {
    members: Map<String, Value>,
    fault: Option<Fault>,
}

impl Reader {
    /// Begins; what is no object has no members, and a fault.
    #[inline(never)]
    pub fn new(value: Value) -> Self {
        match object(value) {
            Ok(members) => Self {
                members,
                fault: None,
            },
            Err(fault) => Self {
                members: Map::new(),
                fault: Some(fault),
            },
        }
    }

    /// Reads one member into its place, which keeps what it holds when the member is absent or null.
    #[inline(never)]
    pub fn fill(&mut self, place: &mut dyn FromJson, name: &str) {
        self.member(place, name, None);
    }

    /// Reads one member that must be there into its place.
    #[inline(never)]
    pub fn must(&mut self, place: &mut dyn FromJson, name: &str) {
        self.member(place, name, Some("is missing"));
    }

    #[inline(never)]
    fn member(&mut self, place: &mut dyn FromJson, name: &str, without: Option<&'static str>) {
        let found = match self.members.get_mut(name).map(Value::take) {
            Some(value) if !value.is_null() => place.read(value),
            _ => without.map_or(Ok(()), |what| Err(Fault::new(what))),
        };
        if let (Err(fault), None) = (found, &self.fault) {
            self.fault = Some(fault.at(name));
        }
    }

    /// Ends: the first fault, if there was one.
    #[inline(never)]
    pub fn done(self) -> Result<(), Fault> {
        self.fault.map_or(Ok(()), Err)
    }
}

/// The members of an object.
pub(crate) fn object(value: Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Fault::new("is no object")),
    }
}

/// A text.
#[inline(never)]
pub(crate) fn text(value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Fault::new("is no text")),
    }
}

/// Which of some words a text is, without regard to case.
#[inline(never)]
pub(crate) fn position(words: &[&str], text: &str) -> Option<usize> {
    words
        .iter()
        .position(|word| text.eq_ignore_ascii_case(word))
}

/// Which of an enumeration's words a value is. `unknown` stands for every other word; a closed enumeration has none.
#[inline(never)]
pub(crate) fn word(words: &[&str], unknown: Option<usize>, value: Value) -> Result<usize, Fault> {
    position(words, &text(value)?)
        .or(unknown)
        .ok_or_else(|| Fault::new("is no member of a closed enumeration"))
}

/// Implements [`FromJson`] and serde's `Deserialize` for a struct, from its fields and their names on the wire. Fields begin as in the
/// type's default.
#[macro_export]
macro_rules! read_object {
    ($name:ident { $($field:ident = $wire:literal),+ $(,)? }) => {
        impl $crate::json::FromJson for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn read(&mut self, value: serde_json::Value) -> Result<(), $crate::json::Fault> {
                let mut reader = $crate::json::Reader::new(value);
                $(reader.fill(&mut self.$field, $wire);)+
                reader.done()
            }
        }
        $crate::deserialize_from_json!($name);
    };
}

/// Serde's `Deserialize` through [`FromJson`], for whoever reads with serde.
#[doc(hidden)]
#[macro_export]
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
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = value;
        Ok(())
    }
}

impl FromJson for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = text(value)?;
        Ok(())
    }
}

impl FromJson for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        // Graph's documentation sends "true" and "false" as text too.
        *self = match &value {
            Value::Bool(flag) => *flag,
            Value::String(text) if text.eq_ignore_ascii_case("true") => true,
            Value::String(text) if text.eq_ignore_ascii_case("false") => false,
            _ => return Err(Fault::new("is neither true nor false")),
        };
        Ok(())
    }
}

impl FromJson for i64 {
    fn blank() -> Self {
        0
    }

    #[inline(never)]
    fn read(&mut self, value: Value) -> Result<(), Fault> {
        // Graph's documentation sends "1" as text too.
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        *self = number.ok_or_else(|| Fault::new("is no whole number"))?;
        Ok(())
    }
}

macro_rules! read_number {
    ($($number:ty),+) => {$(
        impl FromJson for $number {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, value: Value) -> Result<(), Fault> {
                let number = i64::from_json(value)?;
                *self = Self::try_from(number).map_err(|_| Fault::new("is out of range"))?;
                Ok(())
            }
        }
    )+};
}
read_number!(i32, u16, u32, u64);

impl<T: FromJson> FromJson for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        self.insert(T::blank()).read(value)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        T::read(self, value)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        read_items(self, value)
    }
}

/// A list that can be made longer: all that reading needs to know of `Vec<T>`.
trait List {
    /// The place of a new last item.
    fn grow(&mut self) -> &mut dyn FromJson;
}

impl<T: FromJson> List for Vec<T> {
    fn grow(&mut self) -> &mut dyn FromJson {
        self.push_mut(T::blank())
    }
}

#[inline(never)]
fn read_items(list: &mut dyn List, value: Value) -> Result<(), Fault> {
    let Value::Array(items) = value else {
        return Err(Fault::new("is no list"));
    };
    for (index, item) in items.into_iter().enumerate() {
        if let Err(fault) = list.grow().read(item) {
            return Err(fault.at(&format!("[{index}]")));
        }
    }
    Ok(())
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        for (name, value) in object(value)? {
            self.insert(name, T::from_json(value)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::portico::{Event, SessionUser};
    use crate::{AssignmentRequest, Collection};

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
    fn the_first_fault_is_kept() {
        let text = r#"{"answers": [{}, {"value": 1}], "schedule": 2, "justification": 3}"#;
        let fault = serde_json::from_str::<AssignmentRequest>(text).unwrap_err();
        assert_eq!(fault.to_string(), "answers[1].value: is no text");
        let fault = serde_json::from_str::<Event>(r#"{"id": "e", "stage": "x"}"#).unwrap_err();
        assert_eq!(fault.to_string(), "kind: is missing");
    }

    #[test]
    fn numbers_and_flags_may_come_as_text() {
        let read: SessionUser =
            serde_json::from_str(r#"{"pendingApprovals": "7", "isApprover": "True"}"#).unwrap();
        assert_eq!((read.pending_approvals, read.is_approver), (7, true));
        let fault = serde_json::from_str::<SessionUser>(r#"{"pendingApprovals": "-1"}"#);
        assert_eq!(
            fault.unwrap_err().to_string(),
            "pendingApprovals: is out of range"
        );
    }

    #[test]
    fn what_has_no_empty_value_must_be_there() {
        let fault =
            serde_json::from_str::<Event>(r#"{"id": "e", "kind": "approved"}"#).unwrap_err();
        assert_eq!(fault.to_string(), "createdDateTime: is missing");
    }
}
