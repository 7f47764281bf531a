//! The envelope of every list.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::json::{self, Fault, FromJson, member};

/// `{"@odata.context", "@odata.count"?, "@odata.nextLink"?, "value"}` (Graph contract: responses).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collection<T> {
    /// Where the list is described; clients must not parse it.
    #[serde(rename = "@odata.context", skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// How many there are in all after the filter, when `$count=true` was asked.
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The address of the next page; followed as it is until absent.
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// This page.
    pub value: Vec<T>,
}

impl<T: FromJson> FromJson for Collection<T> {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let mut object = json::object(value)?;
        // A list without its one compulsory member is some other answer.
        if !object.contains_key("value") {
            return Err(Fault::new("has no value"));
        }
        Ok(Self {
            context: member(&mut object, "@odata.context")?,
            count: member(&mut object, "@odata.count")?,
            next_link: member(&mut object, "@odata.nextLink")?,
            value: member(&mut object, "value")?,
        })
    }
}

impl<'de, T: FromJson> Deserialize<'de> for Collection<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::from_json(Value::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl<T> From<Vec<T>> for Collection<T> {
    fn from(value: Vec<T>) -> Self {
        Self {
            context: None,
            count: None,
            next_link: None,
            value,
        }
    }
}
