//! Parameters of reads (RFC 7644, sections 3.4.2 and 3.9).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::attribute::AttributePath;
use super::filter::{self, Filter};
use super::member::is_name;
use super::refusal::Refusal;

/// The schema of a page of a list.
const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// Resources of a page, unless said.
const USUAL: i64 = 100;
/// The most resources of a page.
pub const MOST: i64 = 1_000;
/// What always comes.
const ALWAYS: [&str; 2] = ["schemas", "id"];

/// What a read asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Which resources.
    pub filter: Option<Filter>,
    /// How many to pass over.
    pub skip: i64,
    /// How many to answer.
    pub size: i64,
    /// Only these attributes; empty: the usual ones.
    attributes: Vec<AttributePath>,
    /// All but these.
    excluded: Vec<AttributePath>,
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl Query {
    /// Reads the part of an address behind the question mark. What sorts is passed over: nothing is promised about it.
    ///
    /// # Errors
    /// `invalidFilter`, `invalidValue`.
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let mut read = Self {
            size: USUAL,
            ..Self::default()
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value)?;
            if is_name(name, "filter") {
                read.filter = Some(filter::read(&value).map_err(|problem| {
                    Refusal::invalid_filter(format!("The filter cannot be read: {problem}."))
                })?);
            } else if is_name(name, "startIndex") {
                // What is less than 1 means 1.
                read.skip = number(&value, "startIndex")?.max(1) - 1;
            } else if is_name(name, "count") {
                read.size = number(&value, "count")?.clamp(0, MOST);
            } else if is_name(name, "attributes") {
                read.attributes = paths(&value)?;
            } else if is_name(name, "excludedAttributes") {
                read.excluded = paths(&value)?;
            }
        }
        Ok(read)
    }

    /// Whether an attribute of the resource itself is asked for, also in part.
    pub fn wants(&self, name: &str) -> bool {
        let is_listed = |paths: &[AttributePath]| paths.iter().any(|path| path.is_in(name));
        if self.attributes.is_empty() {
            !self.excluded.iter().any(|path| path.is(&[name]))
        } else {
            is_listed(&self.attributes)
        }
    }

    /// Whether certain attributes are asked for by name.
    pub fn names_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }

    /// The resource with what is asked for.
    pub fn shape(&self, mut resource: Value) -> Value {
        if let Some(members) = resource.as_object_mut() {
            members.retain(|name, _| {
                ALWAYS.iter().any(|always| is_name(name, always)) || self.wants(name)
            });
        }
        resource
    }

    /// A page of `total` resources.
    pub fn page(&self, total: i64, resources: Vec<Value>) -> Value {
        let resources: Vec<Value> = resources.into_iter().map(|one| self.shape(one)).collect();
        json!({
            "schemas": [LIST_RESPONSE],
            "totalResults": total,
            "startIndex": self.skip + 1,
            "itemsPerPage": resources.len(),
            "Resources": resources,
        })
    }
}

/// A plus is a blank, as forms write it; a plus itself is sent as `%2B`.
fn decoded(value: &str) -> Result<String, Refusal> {
    let value = value.replace('+', " ");
    percent_decode_str(&value)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refusal::invalid_value("The query is no UTF-8."))
}

fn number(value: &str, name: &str) -> Result<i64, Refusal> {
    let number: i32 = value
        .parse()
        .map_err(|_| Refusal::invalid_value(format!("{name} is a whole number.")))?;
    Ok(number.into())
}

fn paths(value: &str) -> Result<Vec<AttributePath>, Refusal> {
    let names = value.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(|name| {
            AttributePath::read(name)
                .ok_or_else(|| Refusal::invalid_value("The names of attributes cannot be read."))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_begin_at_one_and_are_bounded() {
        for (query, skip, size) in [
            ("", 0, 100),
            ("startIndex=1&count=2", 0, 2),
            ("startindex=11&COUNT=10", 10, 10),
            ("startIndex=0&count=-1", 0, 0),
            ("startIndex=-5&count=2000000000", 0, 1_000),
            ("sortBy=userName&sortOrder=ascending", 0, 100),
        ] {
            let read = Query::read(query).unwrap();
            assert_eq!((read.skip, read.size), (skip, size), "{query}");
        }
        for query in [
            "count=many",
            "startIndex=99999999999",
            "filter=x",
            "filter=%ff",
            "attributes=1",
        ] {
            assert!(Query::read(query).is_err(), "{query}");
        }
    }

    #[test]
    fn blanks_come_in_both_spellings() {
        let one = Query::read("filter=userName%20eq%20%22ana%2Bcrew%40harbour.example%22").unwrap();
        let other = Query::read("filter=userName+eq+%22ana%2Bcrew@harbour.example%22").unwrap();
        assert_eq!(one, other);
        assert_eq!(
            one.filter.unwrap().to_string(),
            r#"userName eq "ana+crew@harbour.example""#
        );
    }

    #[test]
    fn only_what_is_asked_for_comes() {
        let resource = json!({ "schemas": [], "id": "1", "displayName": "Crew", "members": [] });
        let shaped = |query: &str| Query::read(query).unwrap().shape(resource.clone());
        let without = shaped("excludedAttributes=members,id");
        assert_eq!(
            without,
            json!({ "schemas": [], "id": "1", "displayName": "Crew" })
        );
        let with = shaped("attributes=members.value");
        assert_eq!(with, json!({ "schemas": [], "id": "1", "members": [] }));
        assert_eq!(shaped(""), resource);
    }
}
