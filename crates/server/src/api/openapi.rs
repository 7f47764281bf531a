//! What this server understands and answers, for programs: `GET /v1.0/$metadata` in Microsoft's words, `GET /portico/v1/openapi.json` as OpenAPI
//! 3.1. Both are printed from the entity model and the list of calls; anybody may read them, as they tell nothing of the organisation.

mod calls;
mod schemas;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use portico_graph::model;
use serde_json::{Map, Value, json};

use crate::http::App;
use calls::{Answer, Body, CALLS, Call};

/// `GET /v1.0/$metadata`.
pub async fn metadata() -> Response {
    let kind = [(header::CONTENT_TYPE, "application/xml;charset=utf-8")];
    (kind, model::metadata()).into_response()
}

/// `GET /portico/v1/openapi.json`.
pub async fn get(State(app): State<App>) -> Json<Value> {
    Json(document(&app.link("")))
}

/// The document, for a server at an address.
pub fn document(server: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for call in CALLS {
        let path = call
            .path
            .replace("EM/", "/v1.0/identityGovernance/entitlementManagement/");
        let path = path.replace("RM/", "/v1.0/roleManagement/entitlementManagement/");
        let operations = paths.entry(path.clone()).or_insert_with(|| json!({}));
        operations[call.method.to_ascii_lowercase()] = operation(call, &path);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Portico: entitlement management in the shapes of Microsoft Graph",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "See LICENSE in the repository" },
        },
        "servers": [ { "url": server } ],
        "security": [ { "bearer": [] } ],
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "responses": {
                "error": {
                    "description": "What went wrong.",
                    "content": { "application/json": { "schema": schemas::reference("error") } },
                },
            },
        },
    })
}

fn operation(call: &Call, path: &str) -> Value {
    let mut parameters: Vec<Value> = in_path(path)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(options(&call.answer));
    let mut operation = json!({
        "parameters": parameters,
        "responses": {
            call.answer.status().to_string(): answer(&call.answer),
            "default": { "$ref": "#/components/responses/error" },
        },
    });
    if let Some(schema) = body(&call.body) {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": schema } },
        });
    }
    operation
}

/// The names in braces.
fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// Query options that an answer of this kind takes.
fn options(answer: &Answer) -> Vec<Value> {
    let names: &[&str] = match answer {
        Answer::List(_) => &[
            "$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count",
        ],
        Answer::One(_) => &["$select", "$expand"],
        Answer::Number => &["$filter"],
        Answer::Made(_) | Answer::Changed(..) | Answer::Nothing(_) => &[],
    };
    let schema = |name: &str| match name {
        "$top" => json!({ "type": "integer", "minimum": 1, "maximum": 999 }),
        "$skip" => json!({ "type": "integer", "minimum": 0, "maximum": 1000 }),
        "$count" => json!({ "type": "boolean" }),
        _ => json!({ "type": "string" }),
    };
    names
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": schema(name) }))
        .collect()
}

fn answer(answer: &Answer) -> Value {
    let schema = match answer {
        Answer::List(kind) => json!({
            "type": "object",
            "required": ["value"],
            "properties": {
                "@odata.context": { "type": "string" },
                "@odata.count": { "type": "integer" },
                "@odata.nextLink": { "type": "string" },
                "value": { "type": "array", "items": schemas::reference(kind) },
            },
        }),
        Answer::One(kind) | Answer::Made(kind) | Answer::Changed(_, kind) => {
            schemas::reference(kind)
        }
        Answer::Number => {
            let text =
                json!({ "text/plain": { "schema": { "type": "string", "pattern": "^[0-9]+$" } } });
            return json!({ "description": "How many there are.", "content": text });
        }
        Answer::Nothing(_) => return json!({ "description": "Done." }),
    };
    json!({ "description": "As asked for.", "content": { "application/json": { "schema": schema } } })
}

fn body(body: &Body) -> Option<Value> {
    match body {
        Body::None => None,
        Body::Entity(kind) => Some(schemas::reference(kind)),
        Body::Reference => Some(json!({
            "type": "object",
            "required": ["@odata.id"],
            "properties": { "@odata.id": { "type": "string" } },
        })),
        Body::Request => Some(schemas::request()),
        Body::Resume => Some(schemas::resume()),
        Body::Batch => Some(schemas::batch()),
    }
}

#[cfg(test)]
mod tests;
