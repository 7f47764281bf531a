use super::*;
use crate::store::users;

fn maria() -> Json {
    json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": "HR-7",
        "userName": "maria@harbour.example",
        "name": { "givenName": "Maria", "familyName": "Costa", "formatted": "Maria Costa" },
        "emails": [ { "value": "home@maria.example", "type": "home" },
            { "value": "maria@harbour.example", "type": "work", "primary": true } ],
        "phoneNumbers": [ { "value": "+47 1", "type": "work" }, { "value": "+47 2", "type": "mobile" } ],
        "active": true,
        "title": "Pilot",
        "preferredLanguage": "nb-NO",
        "timezone": "Europe/Oslo",
        "nickName": "Mia",
        (ENTERPRISE): { "department": "Harbour", "organization": "Harbour", "employeeNumber": "7" },
    })
}

#[tokio::test]
async fn somebody_new_is_in_the_directory_as_sent() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let bo = app.user_id("bo@harbour.example").await;
    let mut body = maria();
    body[ENTERPRISE]["manager"] = json!({ "value": bo });
    let made = keeper.post(USERS, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let id = id(&made);
    let address = format!("http://127.0.0.1:8080{USERS}/{id}");
    assert_eq!(made.headers[header::LOCATION], address.as_str());
    assert_eq!(made.headers[header::CONTENT_TYPE], "application/scim+json");
    let read = keeper.get(&one(USERS, &id)).await;
    assert_eq!(read.json, made.json);
    for (place, expected) in [
        ("/externalId", json!("HR-7")),
        ("/displayName", json!("Maria Costa")),
        ("/name/familyName", json!("Costa")),
        (
            "/emails",
            json!([{ "value": "maria@harbour.example", "type": "work", "primary": true }]),
        ),
        (
            "/phoneNumbers",
            json!([{ "value": "+47 2", "type": "mobile" }]),
        ),
        ("/active", json!(true)),
        ("/userType", json!("Member")),
        ("/timezone", json!("Europe/Oslo")),
        ("/nickName", Json::Null),
        ("/meta/location", json!(address)),
        ("/meta/created", json!("2026-11-24T08:00:00Z")),
    ] {
        assert_eq!(
            read.json.pointer(place).unwrap_or(&Json::Null),
            &expected,
            "{place}"
        );
    }
    assert_eq!(read.json[ENTERPRISE]["department"], "Harbour");
    assert_eq!(read.json[ENTERPRISE]["manager"]["value"], bo.as_str());
    assert_eq!(read.json[ENTERPRISE]["manager"]["displayName"], "Bo Lind");
    // Graph has the same person, who can come in at once.
    let maria = app.as_person("maria@harbour.example").await;
    let me = maria.get("/v1.0/me").await;
    assert_eq!(
        (&me.json["displayName"], &me.json["id"]),
        (&json!("Maria Costa"), &json!(id))
    );
    assert_eq!(maria.get("/v1.0/me/manager").await.json["id"], bo.as_str());
    assert_eq!(logged(&app, &id).await, ["userCreated"]);

    let again = keeper
        .post(USERS, &json!({ "userName": "MARIA@harbour.example" }))
        .await;
    assert_eq!(
        (again.status, scim_type(&again)),
        (StatusCode::CONFLICT, "uniqueness")
    );
    let ana = app.user_id("ana@harbour.example").await;
    let renamed = keeper
        .put(
            &one(USERS, &ana),
            &json!({ "userName": "maria@harbour.example" }),
        )
        .await;
    assert_eq!(
        (renamed.status, scim_type(&renamed)),
        (StatusCode::CONFLICT, "uniqueness")
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_leaves_nothing() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let before = keeper.get(USERS).await.json["totalResults"].clone();
    let ana = app.user_id("ana@harbour.example").await;
    for (name, value) in [
        ("userName", json!(null)),
        ("userName", json!(" ")),
        ("userName", json!(7)),
        ("userName", json!("x".repeat(2_000))),
        ("name", json!("Maria")),
        ("emails", json!(7)),
        ("emails", json!([7])),
        ("emails", json!([{ "value": 7 }])),
        ("active", json!("perhaps")),
        ("active", json!(1)),
        ("userType", json!("Contractor")),
        ("timezone", json!("Harbour/Quay")),
        ("title", json!({})),
        (ENTERPRISE, json!([])),
        (ENTERPRISE, json!({ "department": 7 })),
        (ENTERPRISE, json!({ "manager": { "value": "nobody" } })),
        (ENTERPRISE, json!({ "manager": [ 1, 2 ] })),
    ] {
        let mut body = maria();
        body[name] = value.clone();
        let answer = keeper.post(USERS, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {value}");
        assert_eq!(scim_type(&answer), "invalidValue");
        body["userName"] = if name == "userName" {
            value.clone()
        } else {
            json!("ana@harbour.example")
        };
        let answer = keeper.put(&one(USERS, &ana), &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "PUT {name} {value}");
    }
    let own = json!({ "userName": "ana@harbour.example", (ENTERPRISE): { "manager": ana.to_uppercase() } });
    let answer = keeper.put(&one(USERS, &ana), &own).await;
    assert_eq!(scim_type(&answer), "invalidValue");
    assert_eq!(keeper.get(USERS).await.json["totalResults"], before);
    assert!(logged(&app, &ana).await.is_empty());
    for method in [Method::GET, Method::DELETE] {
        let answer = keeper.call(method, &one(USERS, "nobody")).await;
        assert_eq!(
            (answer.status, scim_type(&answer)),
            (StatusCode::NOT_FOUND, "")
        );
    }
}

#[tokio::test]
async fn a_whole_resource_replaces_and_silence_opens_nothing() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let gus = app.user_id("gus@tern.example").await;
    let body = json!({ "userName": "gus@tern.example", "active": false, "title": "Mate" });
    let answer = keeper.put(&one(USERS, &gus), &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json["displayName"], "Gus Moreau");
    let body = json!({ "userName": "gus@tern.example", "displayName": "Gus" });
    let answer = keeper.put(&one(USERS, &gus), &body).await;
    assert_eq!(answer.json["active"], false);
    assert_eq!(answer.json["userType"], "Guest");
    assert_eq!(answer.json.get("title"), None);
    assert_eq!(answer.json.get("emails"), None);
    assert_eq!(answer.json["displayName"], "Gus");
    // The same again is no change.
    assert_eq!(
        keeper.put(&one(USERS, &gus), &body).await.status,
        StatusCode::OK
    );
    assert_eq!(logged(&app, &gus).await, ["userChanged", "userChanged"]);
    // What SCIM has no word for stays.
    let mut tx = app.app.store.begin_read().await.unwrap();
    let row = users::by_id(&mut tx, &gus).await.unwrap().unwrap();
    assert_eq!(row.import_key.as_deref(), Some("gus"));
}

#[tokio::test]
async fn people_are_found() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let ana = app.user_id("ana@harbour.example").await;
    let bo = app.user_id("bo@harbour.example").await;
    let maria = id(&keeper.post(USERS, &maria()).await);
    let in_finance = format!("{ENTERPRISE}:department eq \"finance\"");
    let of_bo = format!("{ENTERPRISE}:manager.value eq \"{bo}\"");
    let by_id = format!("id eq \"{}\"", ana.to_uppercase());
    for (filter, expected) in [
        (r#"userName eq "ANA@harbour.example""#, vec![&ana]),
        (r#"externalId eq "HR-7""#, vec![&maria]),
        (r#"externalId eq "hr-7""#, vec![]),
        (
            r#"externalId sw "HR" and externalId ew "7" and externalId co "-""#,
            vec![&maria],
        ),
        (&by_id, vec![&ana]),
        (r#"emails.value eq "maria@HARBOUR.example""#, vec![&maria]),
        (
            r#"emails[type eq "work" and value sw "maria"]"#,
            vec![&maria],
        ),
        (r#"emails eq "home@maria.example""#, vec![]),
        (&in_finance, vec![&ana, &bo]),
        (&of_bo, vec![&ana]),
        (r#"name.familyName co "ilv""#, vec![&ana]),
        (r#"displayName sw "ana" and active eq true"#, vec![&ana]),
        (
            r#"userType eq "guest""#,
            vec![&app.user_id("gus@tern.example").await],
        ),
        ("externalId pr", vec![&maria]),
        (
            r#"not (userName ew "harbour.example") and userType ne "Member""#,
            vec![&app.user_id("gus@tern.example").await],
        ),
        (r#"phoneNumbers[type eq "mobile"]"#, vec![&maria]),
        (r#"meta.created gt "2026-11-24T08:00:00Z""#, vec![]),
        (r#"userName eq "nobody@harbour.example""#, vec![]),
    ] {
        let answer = keeper.get(&filtered(USERS, filter)).await;
        assert_eq!(answer.status, StatusCode::OK, "{filter}: {}", answer.text);
        let found = answer.json["Resources"].as_array().unwrap().iter();
        let mut found: Vec<_> = found.map(|one| one["id"].as_str().unwrap()).collect();
        let mut expected: Vec<_> = expected.into_iter().map(String::as_str).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{filter}");
        assert_eq!(answer.json["totalResults"], expected.len());
    }
    for filter in [
        "userName",
        "password eq \"x\"",
        "active gt true",
        "userName eq ana",
    ] {
        let answer = keeper.get(&filtered(USERS, filter)).await;
        assert_eq!(
            (answer.status, scim_type(&answer)),
            (StatusCode::BAD_REQUEST, "invalidFilter")
        );
    }
}

#[tokio::test]
async fn pages_hold_everybody_once() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let mut seen = Vec::new();
    for start in [1, 3, 5, 7] {
        let page = keeper
            .get(&format!(
                "{USERS}?startIndex={start}&count=2&attributes=userName"
            ))
            .await;
        assert_eq!(page.json["totalResults"], 5);
        assert_eq!(page.json["startIndex"], start);
        let resources = page.json["Resources"].as_array().unwrap();
        assert_eq!(page.json["itemsPerPage"], resources.len());
        for one in resources {
            assert!(one.get("active").is_none() && one["id"].is_string());
            seen.push(one["userName"].as_str().unwrap().to_owned());
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let none = keeper.get(&format!("{USERS}?count=0")).await;
    assert_eq!(
        (&none.json["totalResults"], &none.json["Resources"]),
        (&json!(5), &json!([]))
    );
    let wrong = keeper.get(&format!("{USERS}?count=x")).await;
    assert_eq!(scim_type(&wrong), "invalidValue");
}

#[tokio::test]
async fn of_two_who_come_at_once_under_one_name_one_comes() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let body = json!({ "userName": "eva@harbour.example", "displayName": "Eva" });
    let all = futures_util::future::join_all((0..8).map(|_| keeper.post(USERS, &body))).await;
    let mut statuses: Vec<u16> = all.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    let refused = all.iter().filter(|answer| answer.status == 409);
    assert!(
        refused
            .into_iter()
            .all(|answer| scim_type(answer) == "uniqueness")
    );
    // As many changes of one person at once all happen, one after the other.
    let eva = keeper
        .get(&filtered(USERS, "userName eq \"eva@harbour.example\""))
        .await;
    let eva = eva.json["Resources"][0]["id"].as_str().unwrap().to_owned();
    let (path, changes) = (
        one(USERS, &eva),
        ["title", "displayName", "timezone", "externalId"],
    );
    let bodies = changes
        .map(|name| json!({ "Operations": [ { "op": "add", "path": name, "value": "UTC" } ] }));
    for answer in
        futures_util::future::join_all(bodies.iter().map(|body| keeper.patch(&path, body))).await
    {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    let read = keeper.get(&path).await;
    assert!(
        changes.iter().all(|name| read.json[*name] == "UTC"),
        "{}",
        read.text
    );
}

#[tokio::test]
async fn the_same_sent_twice_changes_nothing() {
    let app = TestApp::new().await;
    let keeper = keeper(&app);
    let body = json!({
        "userName": "berg@harbour.example",
        "name": { "formatted": "Dr. Ana Berg", "givenName": "Ana", "familyName": "Berg" },
        "phoneNumbers": [
            { "value": "+47 1", "type": "work", "primary": true },
            { "value": "+47 2", "type": "mobile" },
        ],
    });
    let made = keeper.post(USERS, &body).await;
    let berg = id(&made);
    for _ in 0..2 {
        let again = keeper.put(&one(USERS, &berg), &body).await;
        assert_eq!(again.json["displayName"], "Dr. Ana Berg", "{}", again.text);
        assert_eq!(again.json["phoneNumbers"][0]["value"], "+47 2");
    }
    assert_eq!(logged(&app, &berg).await, ["userCreated"]);
}
