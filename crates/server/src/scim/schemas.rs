//! Which attributes are kept here (RFC 7643, section 7): a line each.

use serde_json::{Value, json};

use super::ROOT;
use super::attribute::{ENTERPRISE, GROUP, USER};
use crate::http::App;

/// An attribute: name, type, and what sets it apart.
struct Attribute {
    name: &'static str,
    kind: &'static str,
    what: What,
    parts: &'static [Attribute],
}

/// What sets an attribute apart from an optional text that the client writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Usual,
    /// It must be there.
    Required,
    /// It must be there, and nobody else may have it.
    Unique,
    /// Its case counts.
    Exact,
    /// There may be several.
    Many,
    /// Only the service sets it.
    ReadOnly,
}

const fn text(name: &'static str) -> Attribute {
    attribute(name, "string", What::Usual, &[])
}

const fn attribute(
    name: &'static str,
    kind: &'static str,
    what: What,
    parts: &'static [Attribute],
) -> Attribute {
    Attribute {
        name,
        kind,
        what,
        parts,
    }
}

const VALUE: Attribute = text("value");
const TYPE: Attribute = text("type");

const USER_ATTRIBUTES: &[Attribute] = &[
    attribute("userName", "string", What::Unique, &[]),
    attribute(
        "name",
        "complex",
        What::Usual,
        &[text("formatted"), text("givenName"), text("familyName")],
    ),
    text("displayName"),
    text("title"),
    text("userType"),
    text("preferredLanguage"),
    text("timezone"),
    attribute("active", "boolean", What::Usual, &[]),
    attribute(
        "emails",
        "complex",
        What::Many,
        &[
            VALUE,
            TYPE,
            attribute("primary", "boolean", What::Usual, &[]),
        ],
    ),
    attribute("phoneNumbers", "complex", What::Many, &[VALUE, TYPE]),
];

const ENTERPRISE_ATTRIBUTES: &[Attribute] = &[
    text("department"),
    text("organization"),
    attribute(
        "manager",
        "complex",
        What::Usual,
        &[
            VALUE,
            attribute("$ref", "reference", What::ReadOnly, &[]),
            attribute("displayName", "string", What::ReadOnly, &[]),
        ],
    ),
];

const GROUP_ATTRIBUTES: &[Attribute] = &[
    attribute("displayName", "string", What::Required, &[]),
    attribute(
        "members",
        "complex",
        What::Many,
        &[
            attribute("value", "string", What::Exact, &[]),
            TYPE,
            attribute("$ref", "reference", What::ReadOnly, &[]),
            attribute("display", "string", What::ReadOnly, &[]),
        ],
    ),
];

/// All of them.
pub fn all(app: &App) -> Vec<Value> {
    [
        (USER, "User", "A person of the directory", USER_ATTRIBUTES),
        (
            ENTERPRISE,
            "EnterpriseUser",
            "What organisations know of users besides",
            ENTERPRISE_ATTRIBUTES,
        ),
        (GROUP, "Group", "A group of the directory", GROUP_ATTRIBUTES),
    ]
    .into_iter()
    .map(|(id, name, description, attributes)| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id,
            "name": name,
            "description": description,
            "attributes": written(attributes),
            "meta": {
                "resourceType": "Schema",
                "location": app.link(&format!("{ROOT}/Schemas/{id}")),
            },
        })
    })
    .collect()
}

fn written(attributes: &[Attribute]) -> Value {
    attributes
        .iter()
        .map(|one| {
            let what = one.what;
            let mut body = json!({
                "name": one.name,
                "type": one.kind,
                "multiValued": what == What::Many,
                "required": matches!(what, What::Required | What::Unique),
                "caseExact": what == What::Exact,
                "mutability": if what == What::ReadOnly { "readOnly" } else { "readWrite" },
                "returned": "default",
                "uniqueness": if what == What::Unique { "server" } else { "none" },
            });
            if !one.parts.is_empty() {
                body["subAttributes"] = written(one.parts);
            }
            if one.kind == "reference" {
                body["referenceTypes"] = json!(["User", "Group"]);
            }
            body
        })
        .collect()
}
