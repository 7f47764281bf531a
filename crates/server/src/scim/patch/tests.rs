use serde_json::{Value as Json, json};

use super::*;
use crate::scim::attribute::ENTERPRISE;

fn patched(before: &Json, operations: &Json) -> Result<Json, Refusal> {
    let body = json!({ "schemas": [PATCH_OP], "Operations": operations });
    let operations = read(body.as_object().unwrap())?;
    let mut resource = before.as_object().unwrap().clone();
    for operation in &operations {
        apply(&mut resource, operation)?;
    }
    Ok(Json::Object(resource))
}

fn somebody() -> Json {
    json!({
        "userName": "ana",
        "name": { "givenName": "Ana", "familyName": "Silva" },
        "emails": [ { "value": "ana@harbour.example", "type": "work", "primary": true } ],
        (ENTERPRISE): { "department": "Finance", "manager": { "value": "1" } },
    })
}

/// An operation, where to look afterwards, and what is there. `EXT` stands for the enterprise extension.
const WAYS: &str = r#"
{"op": "replace", "path": "userName", "value": "bo"} | /userName | "bo"
{"op": "Replace", "path": "NAME.givenname", "value": "Bo"} | /name/givenName | "Bo"
{"op": "Add", "path": "title", "value": "Pilot"} | /title | "Pilot"
{"op": "replace", "value": {"active": false}} | /active | false
{"op": "add", "value": {"name.familyName": "Lind"}} | /name/familyName | "Lind"
{"op": "add", "value": {"name": {"familyName": "Lind"}}} | /name/givenName | "Ana"
{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "x"} | /emails/0/value | "x"
{"op": "replace", "path": "emails[type eq \"work\"]", "value": {"value": "x"}} | /emails/0/type | "work"
{"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "7"} | /phoneNumbers/0 | {"type": "mobile", "value": "7"}
{"op": "add", "path": "emails", "value": [{"value": "y", "primary": true}]} | /emails/0/primary | null
{"op": "replace", "path": "emails", "value": [{"value": "y"}]} | /emails | [{"value": "y"}]
{"op": "replace", "path": "emails.value", "value": "z"} | /emails/0/value | "z"
{"op": "remove", "path": "emails[value eq \"ANA@harbour.example\"]"} | /emails | []
{"op": "remove", "path": "emails[type eq \"work\"].primary"} | /emails/0/primary | null
{"op": "remove", "path": "emails.primary"} | /emails/0/primary | null
{"op": "remove", "path": "emails", "value": [{"value": "ana@harbour.example"}]} | /emails | []
{"op": "remove", "path": "name.givenName"} | /name/givenName | null
{"op": "remove", "path": "nickName"} | /nickName | null
{"op": "replace", "path": "title", "value": null} | /title | null
{"op": "Add", "path": "EXT:department", "value": "Audit"} | /EXT/department | "Audit"
{"op": "replace", "value": {"EXT:department": "Audit"}} | /EXT/department | "Audit"
{"op": "replace", "value": {"EXT": {"department": "Audit"}}} | /EXT/manager | {"value": "1"}
{"op": "Replace", "path": "EXT:manager", "value": "2"} | /EXT/manager | "2"
{"op": "Replace", "path": "EXT:manager.value", "value": "2"} | /EXT/manager | {"value": "2"}
{"op": "remove", "path": "EXT:manager"} | /EXT/manager | null
{"op": "remove", "path": "EXT"} | /EXT | null
"#;

#[test]
fn every_way_to_say_a_change() {
    let ways = WAYS.replace("EXT", ENTERPRISE);
    for line in ways.trim().lines() {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [operation, place, expected] = columns[..] else {
            panic!("three columns: {line}");
        };
        let operation: Json = serde_json::from_str(operation).unwrap();
        let expected: Json = serde_json::from_str(expected).unwrap();
        let after = patched(&somebody(), &json!([operation])).unwrap();
        assert_eq!(
            after.pointer(place).unwrap_or(&Json::Null),
            &expected,
            "{line}"
        );
    }
}

#[test]
fn what_is_read_only_is_passed_over_in_a_resource_and_refused_by_name() {
    let whole = json!([{"op": "replace", "value": {"id": "x", "meta": {}, "schemas": [], "title": "Pilot", "1": 2}}]);
    let after = patched(&somebody(), &whole).unwrap();
    assert_eq!((after.get("id"), &after["title"]), (None, &json!("Pilot")));
    for path in ["id", "ID", "meta.created", "groups", "schemas"] {
        let refused = patched(
            &somebody(),
            &json!([{"op": "add", "path": path, "value": "x"}]),
        );
        assert!(refused.is_err(), "{path}");
    }
}

#[test]
fn what_is_no_message_of_changes() {
    for operations in [
        json!(null),
        json!([]),
        json!({}),
        json!([1]),
        json!([{}]),
        json!([{"op": "move", "path": "title", "value": 1}]),
        json!([{"op": "remove"}]),
        json!([{"op": "add", "path": "title"}]),
        json!([{"op": "add", "value": "Pilot"}]),
        json!([{"op": "add", "path": 1, "value": 1}]),
        json!([{"op": "add", "path": "", "value": 1}]),
        json!([{"op": "add", "path": "a.b.c", "value": 1}]),
        json!([{"op": "add", "path": "emails[", "value": 1}]),
        json!([{"op": "add", "path": "emails[type eq \"work\"", "value": 1}]),
        json!([{"op": "add", "path": "emails[type eq \"work\"]x", "value": 1}]),
        json!([{"op": "add", "path": "emails[type eq \"work\"].a.b", "value": 1}]),
        json!([{"op": "add", "path": "emails[type ne \"work\" or value pr].value[", "value": 1}]),
        json!([{"op": "replace", "path": "emails[type co \"home\"].value", "value": 1}]),
    ] {
        assert!(patched(&somebody(), &operations).is_err(), "{operations}");
    }
    let many: Vec<Json> = (0..2_000).map(|number| json!(number)).collect();
    let added = json!([{"op": "add", "path": "emails", "value": many}]);
    assert!(patched(&somebody(), &added).is_err());
    let one_by_one = |count: usize| {
        let operation =
            |number| json!({"op": "add", "path": "tags", "value": [number, number + 1]});
        let first = json!({"op": "add", "path": "tags", "value": ["first"]});
        let all = std::iter::once(first).chain((0..count).map(operation));
        patched(&somebody(), &all.collect())
    };
    assert!(one_by_one(400).is_ok());
    assert!(one_by_one(999).is_err());
    let body =
        json!({ "schemas": ["urn:other"], "Operations": [{"op": "remove", "path": "title"}] });
    assert!(read(body.as_object().unwrap()).is_err());
}
