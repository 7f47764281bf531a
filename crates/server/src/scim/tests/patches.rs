use super::*;
use crate::http::test_app::START;
use crate::store::Sql;

async fn patched(app: &TestApp, id: &str, operations: Json) -> Answer {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    keeper(app).patch(&one(USERS, id), &body).await
}

#[tokio::test]
async fn changes_as_entra_sends_them() {
    let app = TestApp::new().await;
    let ana = app.user_id("ana@harbour.example").await;
    let chen = app.user_id("chen@harbour.example").await;
    let answer = patched(&app, &ana, json!([
        { "op": "Replace", "path": "displayName", "value": "Ana S." },
        { "op": "Add", "path": "name.familyName", "value": "Silveira" },
        { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "ana.s@harbour.example" },
        { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+55 1" },
        { "op": "Add", "path": format!("{ENTERPRISE}:department"), "value": "Audit" },
        { "op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": chen },
        { "op": "Add", "path": "externalId", "value": "e-1" },
        { "op": "Add", "path": "addresses[type eq \"work\"].country", "value": "NO" },
        { "op": "Replace", "path": "active", "value": "False" },
    ])).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let found = &answer.json;
    assert_eq!(found["displayName"], "Ana S.");
    assert_eq!(
        found["name"],
        json!({ "formatted": "Ana S.", "givenName": "Ana", "familyName": "Silveira" })
    );
    assert_eq!(found["emails"][0]["value"], "ana.s@harbour.example");
    assert_eq!(found["phoneNumbers"][0]["value"], "+55 1");
    assert_eq!(found[ENTERPRISE]["department"], "Audit");
    assert_eq!(found[ENTERPRISE]["manager"]["value"], chen.as_str());
    assert_eq!(found["externalId"], "e-1");
    assert_eq!(found["active"], false);
    assert_eq!(found["title"], "Analyst");
    let answer = patched(
        &app,
        &ana,
        json!([
            { "op": "Remove", "path": format!("{ENTERPRISE}:manager") },
            { "op": "Remove", "path": "emails[type eq \"work\"]" },
            { "op": "Replace", "value": { "active": "True", "name.givenName": "Anna",
                (format!("{ENTERPRISE}:department")): "Finance" } },
        ]),
    )
    .await;
    assert_eq!(
        answer.json[ENTERPRISE],
        json!({ "department": "Finance" }),
        "{}",
        answer.text
    );
    assert_eq!(answer.json.get("emails"), None);
    assert_eq!(answer.json["active"], true);
    assert_eq!(answer.json["name"]["givenName"], "Anna");
    assert_eq!(logged(&app, &ana).await, ["userChanged", "userChanged"]);
}

#[tokio::test]
async fn changes_as_okta_sends_them() {
    let app = TestApp::new().await;
    let ana = app.user_id("ana@harbour.example").await;
    let mut session = app.as_person("ana@harbour.example").await;
    assert_eq!(session.get("/v1.0/me").await.status, StatusCode::OK);
    let answer = patched(
        &app,
        &ana,
        json!([ { "op": "replace", "value": { "active": false } } ]),
    )
    .await;
    assert_eq!(
        (answer.status, &answer.json["active"]),
        (StatusCode::OK, &json!(false))
    );
    assert_eq!(
        session.get("/v1.0/me").await.status,
        StatusCode::UNAUTHORIZED
    );
    let answer = patched(
        &app,
        &ana,
        json!([ { "op": "replace", "value": { "active": true } } ]),
    )
    .await;
    assert_eq!(answer.json["active"], true);
    // What was open when the account was closed does not open with it.
    assert_eq!(
        session.get("/v1.0/me").await.status,
        StatusCode::UNAUTHORIZED
    );
    session = app.as_person("ana@harbour.example").await;
    assert_eq!(session.get("/v1.0/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn all_operations_or_none() {
    let app = TestApp::new().await;
    let ana = app.user_id("ana@harbour.example").await;
    let before = keeper(&app).get(&one(USERS, &ana)).await.json;
    for (operation, expected) in [
        (
            json!({ "op": "replace", "path": "userName", "value": "bo@harbour.example" }),
            "uniqueness",
        ),
        (
            json!({ "op": "remove", "path": "userName" }),
            "invalidValue",
        ),
        (
            json!({ "op": "replace", "path": "title", "value": 7 }),
            "invalidValue",
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "x" }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "emails[", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "replace", "path": "emails[type co \"other\"].value", "value": "x" }),
            "noTarget",
        ),
        (json!({ "op": "remove" }), "noTarget"),
        (json!({ "op": "rename", "path": "title" }), "invalidSyntax"),
    ] {
        let first = json!({ "op": "replace", "path": "title", "value": "Captain" });
        let answer = patched(&app, &ana, json!([first, operation])).await;
        assert_eq!(scim_type(&answer), expected, "{operation}");
        assert_eq!(
            keeper(&app).get(&one(USERS, &ana)).await.json,
            before,
            "{operation}"
        );
    }
    // Nothing that is kept here: nothing changes, and nothing is logged.
    let answer = patched(
        &app,
        &ana,
        json!([ { "op": "add", "path": "nickName", "value": "A" } ]),
    )
    .await;
    assert_eq!((answer.status, answer.json), (StatusCode::OK, before));
    assert!(logged(&app, &ana).await.is_empty());
    let answer = patched(
        &app,
        "nobody",
        json!([ { "op": "add", "path": "nickName", "value": "A" } ]),
    )
    .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_what_speaks_of_the_account_takes_it_out_of_our_hands() {
    let app = TestApp::new().await;
    let ana = app.user_id("ana@harbour.example").await;
    app.as_person("ana@harbour.example").await;
    let user = ana.clone();
    app.app
        .store
        .write(move |tx| {
            let user = user.clone();
            Box::pin(async move {
                Sql::new("UPDATE subjects SET blocked_at = $2 WHERE object_id = $1")
                    .text(user)
                    .instant(START)
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await
        .unwrap();
    let blocked = async || {
        let mut tx = app.app.store.begin_read().await.unwrap();
        let row = Sql::new("SELECT blocked_at FROM subjects WHERE object_id = $1")
            .text(&ana)
            .fetch_one(&mut tx)
            .await
            .unwrap();
        row.opt_text("blocked_at").unwrap().is_some()
    };
    let title = json!([ { "op": "replace", "path": "title", "value": "Pilot" } ]);
    patched(&app, &ana, title).await;
    assert!(blocked().await);
    // As it is already: nothing changes, and yet it was said.
    let active = json!([ { "op": "replace", "path": "active", "value": true } ]);
    let answer = patched(&app, &ana, active).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(!blocked().await);
}
