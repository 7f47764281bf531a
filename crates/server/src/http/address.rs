//! Addresses of the Graph API come in several spellings (`set('id')`, `microsoft.graph.f(on='x')`, a trailing slash).
//! They are brought into one before routing, so that the list of routes shows each call once.

use axum::extract::{FromRequestParts, OriginalUri, Request};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portico_odata::PathError;

use super::error::ApiError;

/// Where the addresses of Graph begin.
pub const VERSION_ROOT: &str = "/v1.0";

/// The parameters of the bound function in the address, as in `filterByCurrentUser(on='target')`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionParameters(Vec<(String, String)>);

impl FunctionParameters {
    /// The value of a parameter; names are matched as the contract spells them.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that the call cannot do without.
    pub fn require(&self, name: &str) -> Result<&str, ApiError> {
        self.get(name).ok_or_else(|| {
            ApiError::bad_request(format!("The parameter '{name}' is missing.")).with_target(name)
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FunctionParameters {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// The layer before routing.
pub async fn normalize(mut request: Request, next: Next) -> Response {
    if is_graph(request.uri().path()) {
        match portico_odata::normalize(request.uri().path()) {
            Ok(normal) => {
                let Some(uri) = with_path(request.uri(), &normal.path) else {
                    return ApiError::no_such_address().into_response();
                };
                let sent = std::mem::replace(request.uri_mut(), uri);
                let extensions = request.extensions_mut();
                // The next page of a list is at the address as the caller wrote it.
                extensions.insert(OriginalUri(sent));
                extensions.insert(FunctionParameters(normal.parameters));
            }
            Err(problem) => return ApiError::from(problem).into_response(),
        }
    }
    next.run(request).await
}

fn is_graph(path: &str) -> bool {
    path.strip_prefix(VERSION_ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let text = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(text.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

impl From<PathError> for ApiError {
    fn from(problem: PathError) -> Self {
        Self::bad_request(problem.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_root_is_graphs() {
        assert!(is_graph("/v1.0/me") && is_graph("/v1.0"));
        assert!(!is_graph("/v1.01/me") && !is_graph("/portico/v1/session"));
    }

    #[test]
    fn the_query_stays() {
        let uri: Uri = "/v1.0/a('b')?$top=1".parse().unwrap();
        let moved = with_path(&uri, "/v1.0/a/b").unwrap();
        assert_eq!(moved, "/v1.0/a/b?$top=1");
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let parameters = FunctionParameters(vec![("on".into(), "target".into())]);
        assert_eq!(parameters.require("on").unwrap(), "target");
        let refused = parameters.require("On").unwrap_err();
        assert_eq!(refused.status(), axum::http::StatusCode::BAD_REQUEST);
    }
}
