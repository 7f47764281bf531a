use axum::http::StatusCode;
use serde_json::Value;

use super::document;
use crate::http::test_app::TestApp;

/// Whether an address of the table of operations is one that a template of the document means.
fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mine, theirs): (Vec<&str>, Vec<&str>) =
        (path.split('/').collect(), template.split('/').collect());
    mine.len() == theirs.len()
        && mine.iter().zip(theirs).all(|(mine, theirs)| {
            let name = |text: &str| text.split('(').next().map(str::to_owned);
            mine == &theirs
                || theirs.starts_with('{')
                || theirs.contains('(') && name(mine) == name(theirs)
        })
}

#[test]
fn every_operation_of_the_table_is_described() {
    let document = document("https://portico.example");
    let paths = document["paths"].as_object().unwrap();
    let mut missing = Vec::new();
    for (method, path, is_there) in super::super::operations_test::calls() {
        let described = paths.iter().any(|(template, operations)| {
            fits(template, &path) && operations.get(method.to_lowercase()).is_some()
        });
        if described != is_there {
            missing.push(format!("{method} {path}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, schemas: &Value, found: &mut usize) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref")
                    && let Some(name) = to.strip_prefix("#/components/schemas/")
                {
                    assert!(schemas.get(name).is_some(), "{to}");
                    *found += 1;
                }
                members.values().for_each(|one| walk(one, schemas, found));
            }
            Value::Array(items) => items.iter().for_each(|one| walk(one, schemas, found)),
            _ => {}
        }
    }
    let document = document("https://portico.example");
    let mut found = 0;
    walk(&document, &document["components"]["schemas"], &mut found);
    assert!(found > 200, "{found}");
}

#[tokio::test]
async fn anybody_may_read_them() {
    let app = TestApp::new().await;
    let metadata = app.anonymous().get("/v1.0/$metadata").await;
    assert_eq!(metadata.status, StatusCode::OK);
    assert_eq!(
        metadata.headers["content-type"],
        "application/xml;charset=utf-8"
    );
    assert!(
        metadata
            .text
            .contains("<EntityType Name=\"accessPackage\" BaseType=\"graph.entity\">")
    );
    let openapi = app.anonymous().get("/portico/v1/openapi.json").await;
    assert_eq!(openapi.json["openapi"], "3.1.0");
}
