//! The outside of an answer: context, count, next page, and the shape that was asked for.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use portico_graph::model::EntityType;
use portico_odata::{Address, Options, context, hide_later_members, shape};
use serde_json::{Map, Value};

use super::asked::Asked;
use super::etag;
use super::expand::expand;
use super::fetch::one;
use super::list::{List, Page, Scope};
use super::sight::Sight;
use super::source::Source;
use crate::http::App;
use crate::http::address::VERSION_ROOT;
use crate::http::error::ApiError;
use crate::store::Tx;

/// An answer that only needs to be written.
pub struct Answer {
    body: Body,
    preference_applied: bool,
    tag: Option<String>,
}

enum Body {
    Json(Map<String, Value>),
    /// Digits alone, as `…/$count` answers.
    Number(i64),
}

impl Answer {
    /// One entity.
    pub fn entity(
        app: &App,
        asked: &Asked,
        options: &Options,
        (set, kind): (&str, &'static EntityType),
        entity: Map<String, Value>,
    ) -> Self {
        let mut entity = Value::Object(entity);
        finish(&mut entity, asked, options, kind);
        let mut body = Map::new();
        if !asked.bare {
            let root = app.link(VERSION_ROOT);
            let context = context(&root, set, options, Address::Entity);
            body.insert("@odata.context".to_owned(), Value::from(context));
        }
        if let Value::Object(members) = entity {
            body.extend(members);
        }
        Self {
            body: Body::Json(body),
            preference_applied: asked.later_members,
            tag: None,
        }
    }

    /// A page of a collection.
    pub fn page(
        app: &App,
        asked: &Asked,
        options: &Options,
        (set, kind): (&str, &'static EntityType),
        page: Page,
    ) -> Self {
        if let (true, Some(count)) = (asked.counting, page.count) {
            return Self {
                body: Body::Number(count),
                preference_applied: false,
                tag: None,
            };
        }
        let mut body = Map::new();
        if !asked.bare {
            let root = app.link(VERSION_ROOT);
            let context = context(&root, set, options, Address::Collection);
            body.insert("@odata.context".to_owned(), Value::from(context));
        }
        if let Some(count) = page.count {
            body.insert("@odata.count".to_owned(), Value::from(count));
        }
        if let Some(query) = page.next {
            let link = app.link(&format!("{}?{query}", asked.path));
            body.insert("@odata.nextLink".to_owned(), Value::from(link));
        }
        let entities = page.nodes.into_iter().map(|node| {
            let mut entity = Value::Object(node.members);
            finish(&mut entity, asked, options, kind);
            entity
        });
        body.insert("value".to_owned(), Value::Array(entities.collect()));
        Self {
            body: Body::Json(body),
            preference_applied: asked.later_members,
            tag: None,
        }
    }
}

/// Reads a page of a list and answers it.
pub async fn list(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    set: &str,
    list: List<'_>,
) -> Result<Answer, ApiError> {
    let kind = list.source.entity;
    let (raw, options) = asked.options(kind, list.address())?;
    let page = list.page(tx, app, asked, (&raw, &options)).await?;
    Ok(Answer::page(app, asked, &options, (set, kind), page))
}

/// Reads one entity and answers it; nothing when it is not there or out of scope.
pub async fn entity(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    (set, source): (&str, &'static Source),
    (id, scope, sight): (&str, Scope, Sight),
) -> Result<Option<Answer>, ApiError> {
    let (_, options) = asked.options(source.entity, Address::Entity)?;
    let Some(node) = one(tx, source, id, scope).await? else {
        return Ok(None);
    };
    let tag = etag::of(&node);
    let mut nodes = [node];
    expand(tx, source, &mut nodes, &options, sight).await?;
    let [node] = nodes;
    let kind = source.entity;
    Ok(Some(Answer {
        tag: Some(tag),
        ..Answer::entity(app, asked, &options, (set, kind), node.members)
    }))
}

fn finish(entity: &mut Value, asked: &Asked, options: &Options, kind: &'static EntityType) {
    shape(entity, kind, options);
    if !asked.later_members {
        hide_later_members(entity, kind);
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Body::Json(body) => Json(body).into_response(),
            Body::Number(number) => number.to_string().into_response(),
        };
        if let Some(tag) = self.tag.and_then(|tag| tag.parse().ok()) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        if self.preference_applied {
            response.headers_mut().insert(
                HeaderName::from_static("preference-applied"),
                HeaderValue::from_static("include-unknown-enum-members"),
            );
        }
        response
    }
}
