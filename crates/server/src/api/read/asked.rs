//! What a read asks for besides its address.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header;
use axum::http::request::Parts;
use portico_graph::model::EntityType;
use portico_odata::{Address, OptionError, Options, RawQuery};

use crate::http::error::ApiError;

/// The query string, and what of address and headers changes an answer.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what headers and address say independently of each other"
)]
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The path as the caller wrote it; the next page is at the same one.
    pub path: String,
    /// The caller knows the enumeration members that were added later.
    pub later_members: bool,
    /// The caller wants no `@odata` annotations but those that paging needs.
    pub bare: bool,
    /// The caller accepts an index that is a moment behind, as Graph wants it said before it searches the directory.
    pub eventual: bool,
    /// The address ends in `/$count`: only the number is wanted.
    pub counting: bool,
    query: String,
}

impl Asked {
    /// The options, checked for the type of what is at the address.
    pub fn options(
        &self,
        entity: &'static EntityType,
        address: Address,
    ) -> Result<(RawQuery, Options), ApiError> {
        let raw = RawQuery::parse(&self.query)?;
        let options = Options::parse(&raw, entity, address)?;
        Ok((raw, options))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        let says = |name: header::HeaderName, word: &str| {
            parts.headers.get_all(name).iter().any(|value| {
                value
                    .to_str()
                    .is_ok_and(|text| text.to_ascii_lowercase().contains(word))
            })
        };
        Ok(Self {
            path: uri.path().to_owned(),
            later_members: says(
                header::HeaderName::from_static("prefer"),
                "include-unknown-enum-members",
            ),
            eventual: says(
                header::HeaderName::from_static("consistencylevel"),
                "eventual",
            ),
            bare: says(header::ACCEPT, "odata.metadata=none"),
            counting: parts.uri.path().ends_with("/$count"),
            query: parts.uri.query().unwrap_or_default().to_owned(),
        })
    }
}

impl From<OptionError> for ApiError {
    fn from(problem: OptionError) -> Self {
        Self::bad_query_option(&problem.option, problem.to_string())
    }
}

/// 400: a value of `filterByCurrentUser(on='…')` that the enumeration does not have.
pub fn unknown_member(on: &str) -> ApiError {
    let on: String = on.chars().take(100).collect();
    ApiError::bad_request(format!("'{on}' is not a value of the parameter 'on' here."))
        .with_target("on")
}
