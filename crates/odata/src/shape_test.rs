use portico_graph::model::{ACCESS_PACKAGE, ASSIGNMENT_REQUEST, EntityType};
use serde_json::{Value, json};

use crate::context::context;
use crate::options::{Address, Options};
use crate::raw::RawQuery;
use crate::shape::{hide_later_members, shape};

fn options(query: &str, kind: &'static EntityType) -> Options {
    Options::parse(&RawQuery::parse(query).unwrap(), kind, Address::Collection).unwrap()
}

fn shaped(query: &str) -> Value {
    let mut package = json!({
        "@odata.type": "#microsoft.graph.accessPackage",
        "id": "1", "displayName": "One", "description": null, "isHidden": false,
        "catalog": { "id": "c", "displayName": "C", "state": "published" },
        "resourceRoleScopes": [
            { "id": "b", "createdDateTime": "2026-01-01T00:00:00Z", "role": { "id": "r" } },
            { "id": "a", "createdDateTime": "2026-01-02T00:00:00Z" }
        ]
    });
    shape(
        &mut package,
        &ACCESS_PACKAGE,
        &options(query, &ACCESS_PACKAGE),
    );
    package
}

#[test]
fn key_and_annotations_always_stay() {
    let expected =
        json!({ "@odata.type": "#microsoft.graph.accessPackage", "id": "1", "description": null });
    assert_eq!(shaped("$select=description"), expected);
}

#[test]
fn navigation_properties_need_expand() {
    let all = shaped("");
    assert_eq!(all.get("catalog"), None);
    assert_eq!(all["isHidden"], json!(false));
    assert_eq!(shaped("$select=id,catalog").get("catalog"), None);
    let expanded = shaped("$select=id&$expand=catalog($select=state)");
    assert_eq!(
        expanded["catalog"],
        json!({ "id": "c", "state": "published" })
    );
}

#[test]
fn later_members_are_hidden_at_every_depth() {
    let mut request = json!({ "requestType": "approverRemove", "state": "denied" });
    hide_later_members(&mut request, &ASSIGNMENT_REQUEST);
    assert_eq!(
        request,
        json!({ "requestType": "unknownFutureValue", "state": "denied" })
    );
    let mut list = json!([{ "requestType": "approverRemove" }, { "requestType": "userAdd" }]);
    hide_later_members(&mut list, &ASSIGNMENT_REQUEST);
    assert_eq!(
        list,
        json!([{ "requestType": "unknownFutureValue" }, { "requestType": "userAdd" }])
    );
}

#[test]
fn contexts() {
    let base = "https://portico.example/v1.0";
    let plain = Options::default();
    assert_eq!(
        context(base, "users", &plain, Address::Collection),
        format!("{base}/$metadata#users")
    );
    assert_eq!(
        context(base, "users", &plain, Address::Entity),
        format!("{base}/$metadata#users/$entity")
    );
    let chosen = options("$select=id,displayName&$expand=catalog", &ACCESS_PACKAGE);
    let expected = format!("{base}/$metadata#p(id,displayName,catalog())");
    assert_eq!(context(base, "p", &chosen, Address::Collection), expected);
}
