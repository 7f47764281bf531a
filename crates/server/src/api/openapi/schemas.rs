//! The entity model as JSON Schema (OpenAPI 3.1).

use portico_graph::model::{
    ComplexType, ENUMS, EnumType, Kind, Navigation, Property, TYPES, UNKNOWN_FUTURE_VALUE,
    complex_types,
};
use serde_json::{Map, Value, json};

const AT: &str = "#/components/schemas/";

/// A schema by its type's name.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("{AT}{name}") })
}

/// All of them by name.
pub(super) fn all() -> Map<String, Value> {
    let mut all = Map::new();
    for set in ENUMS {
        all.insert(set.name.to_owned(), enumeration(set));
    }
    for entity in TYPES {
        let properties = entity.all_properties();
        let schema = object(properties, entity.all_navigations());
        all.insert(entity.name.to_owned(), schema);
    }
    for complex in complex_types() {
        let schema = object(inherited(complex).into_iter(), complex.navigations.iter());
        all.insert(complex.name.to_owned(), schema);
    }
    all.insert("error".to_owned(), error());
    all.insert("batch".to_owned(), answers_of_batch());
    all
}

/// Properties of a type and of those that it extends.
fn inherited(complex: &'static ComplexType) -> Vec<&'static Property> {
    let mut properties: Vec<&Property> = complex.properties.iter().collect();
    let mut base = complex.base;
    while let Some(name) = base {
        let found = complex_types().find(|one| one.name == name);
        properties.extend(found.iter().flat_map(|one| one.properties));
        base = found.and_then(|one| one.base);
    }
    properties
}

fn enumeration(set: &EnumType) -> Value {
    let sentinel = set.evolvable.then_some(UNKNOWN_FUTURE_VALUE);
    let members = set.members.iter().copied().chain(sentinel);
    let members: Vec<&str> = members.chain(set.later.iter().copied()).collect();
    json!({ "type": "string", "enum": members })
}

fn object<'a>(
    properties: impl Iterator<Item = &'a Property>,
    navigations: impl Iterator<Item = &'a Navigation>,
) -> Value {
    let mut members = Map::new();
    members.insert("@odata.type".to_owned(), json!({ "type": "string" }));
    for property in properties {
        let schema = value(property.kind);
        let is_list = matches!(property.kind, Kind::Collection(_));
        let schema = if property.nullable && !is_list {
            or_null(&schema)
        } else {
            schema
        };
        members.insert(property.name.to_owned(), schema);
    }
    for navigation in navigations {
        let target = reference(navigation.target.name);
        let schema = if navigation.many {
            json!({ "type": "array", "items": target })
        } else {
            or_null(&target)
        };
        members.insert(navigation.name.to_owned(), schema);
    }
    json!({ "type": "object", "properties": members })
}

fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::String => json!({ "type": "string" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Int32 => json!({ "type": "integer", "format": "int32" }),
        Kind::DateTimeOffset => json!({ "type": "string", "format": "date-time" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Duration => json!({ "type": "string", "format": "duration" }),
        Kind::Enum(set) => reference(set.name),
        Kind::Complex(name) => reference(name),
        Kind::Collection(of) => json!({ "type": "array", "items": value(*of) }),
    }
}

/// A new request: the assignment in the spelling of the documentation.
pub(super) fn request() -> Value {
    let id = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["requestType", "assignment"],
        "properties": {
            "requestType": reference("accessPackageRequestType"),
            "justification": or_null(&json!({ "type": "string" })),
            "schedule": or_null(&reference("entitlementManagementSchedule")),
            "answers": { "type": "array", "items": reference("accessPackageAnswer") },
            "parameters": { "type": "object", "properties": { "bypassApproval": { "type": "boolean" } } },
            "assignment": {
                "type": "object",
                "properties": {
                    "id": id,
                    "accessPackageId": id,
                    "assignmentPolicyId": id,
                    "targetId": id,
                    "target": { "type": "object", "properties": { "objectId": id, "email": id } },
                },
            },
        },
    })
}

/// What an extension answers.
pub(super) fn resume() -> Value {
    json!({
        "type": "object",
        "required": ["data"],
        "properties": {
            "source": { "type": "string" },
            "type": { "type": "string" },
            "data": reference("accessPackageAssignmentRequestCallbackData"),
        },
    })
}

/// Up to twenty calls.
pub(super) fn batch() -> Value {
    json!({
        "type": "object",
        "required": ["requests"],
        "properties": { "requests": { "type": "array", "maxItems": 20, "items": {
            "type": "object",
            "required": ["id", "method", "url"],
            "properties": {
                "id": { "type": "string" },
                "method": { "type": "string" },
                "url": { "type": "string" },
                "headers": { "type": "object" },
                "body": {},
                "dependsOn": { "type": "array", "items": { "type": "string" } },
            },
        } } },
    })
}

fn answers_of_batch() -> Value {
    json!({
        "type": "object",
        "properties": { "responses": { "type": "array", "items": {
            "type": "object",
            "properties": {
                "id": { "type": "string" },
                "status": { "type": "integer" },
                "headers": { "type": "object" },
                "body": {},
            },
        } } },
    })
}

fn error() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": text,
                "message": text,
                "target": text,
                "details": { "type": "array", "items": { "type": "object", "properties": {
                    "code": text, "message": text, "target": text,
                } } },
                "innerError": { "type": "object" },
            },
        } },
    })
}
