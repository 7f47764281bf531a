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
    fn blank() -> Self {
        Self::from(Vec::new())
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let Self {
            context,
            count,
            next_link,
            value: page,
        } = self;
        read_envelope(value, page, context, count, next_link)
    }
}

/// Apart from the type of what is listed, so that it is compiled once.
#[inline(never)]
fn read_envelope(
    value: Value,
    page: &mut dyn FromJson,
    context: &mut Option<String>,
    count: &mut Option<u64>,
    next_link: &mut Option<String>,
) -> Result<(), Fault> {
    let mut reader = Reader::new(value);
    // A list without its one compulsory member is some other answer.
    reader.must(page, "value");
    reader.fill(context, "@odata.context");
    reader.fill(count, "@odata.count");
    reader.fill(next_link, "@odata.nextLink");
    reader.done()
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
