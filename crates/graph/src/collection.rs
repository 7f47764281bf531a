//! The envelope of every list.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::json::{Fault, FromJson, Reader};

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
        // A list without its one compulsory member is some other answer.
        let mut reader = Reader::new(value);
        let mut read = Self::from(reader.need::<Vec<T>>("value")?);
        reader.fill(&mut read.context, "@odata.context");
        reader.fill(&mut read.count, "@odata.count");
        reader.fill(&mut read.next_link, "@odata.nextLink");
        reader.done(read)
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
