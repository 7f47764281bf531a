use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, known, names};
use crate::http::test_app::Answer;

const MINE: &str = "/accessPackages/filterByCurrentUser(on='allowedRequestor')";

fn address(path: &str) -> String {
    format!("{EM}{path}")
}

/// Names that belong to the yard, whatever else the organisation has.
fn of_the_yard(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let yard = [
        "Crane",
        "Winch",
        "Ledger",
        "Night gate",
        "Pier gate",
        "Second pier",
        "Mess hall",
        "Safe",
    ];
    names(&answer.json)
        .into_iter()
        .filter(|name| yard.contains(name))
        .collect()
}

#[tokio::test]
async fn everybody_sees_what_they_may_request() {
    let yard = Yard::new().await;
    for (who, expected) in [
        (
            "ana@harbour.example",
            vec!["Crane", "Mess hall", "Night gate"],
        ),
        ("bo@harbour.example", vec!["Crane", "Mess hall"]),
        ("chen@harbour.example", vec!["Crane", "Ledger", "Mess hall"]),
        ("dina@harbour.example", vec!["Crane", "Mess hall"]),
        ("gus@tern.example", vec!["Pier gate"]),
    ] {
        let client = yard.app.as_person(who).await;
        assert_eq!(
            of_the_yard(&client.get(&address(MINE)).await),
            expected,
            "{who}"
        );
        let available = client.get(&address("/availableAccessPackages")).await;
        assert_eq!(of_the_yard(&available), expected, "{who}");
    }
}

#[tokio::test]
async fn lists_by_role_are_empty_without_one() {
    let yard = Yard::new().await;
    let all = address("/accessPackages");
    let anonymous = yard.app.anonymous().get(&all).await;
    assert_eq!(
        (anonymous.status, anonymous.code()),
        (StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken")
    );
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ana.get(&all).await.json["value"], json!([]));
    let chen = yard.app.as_person("chen@harbour.example").await;
    assert_eq!(of_the_yard(&chen.get(&all).await), ["Pier gate"]);
    let dina = yard.app.as_person("dina@harbour.example").await;
    assert_eq!(of_the_yard(&dina.get(&all).await).len(), 8);
    assert_eq!(
        of_the_yard(&yard.app.as_application().get(&all).await).len(),
        8
    );
    let mine = yard.app.as_application().get(&address(MINE)).await;
    assert_eq!(mine.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn one_package_for_who_may_request_it_hidden_or_not() {
    let yard = Yard::new().await;
    let path = |package: u32| address(&format!("/accessPackages/{}", id(package)));
    let ana = yard.app.as_person("ana@harbour.example").await;
    for (package, expected) in [
        (known::CRANE, StatusCode::OK),
        (known::WINCH, StatusCode::OK),
        (known::NIGHT, StatusCode::OK),
        (known::LEDGER, StatusCode::NOT_FOUND),
        (known::DRAFT, StatusCode::NOT_FOUND),
        (known::PIER, StatusCode::NOT_FOUND),
        (known::SAFE, StatusCode::NOT_FOUND),
        (9999, StatusCode::NOT_FOUND),
    ] {
        let answer = ana.get(&path(package)).await;
        assert_eq!(answer.status, expected, "{package}: {}", answer.text);
        let scopes = ana
            .get(&format!("{}/resourceRoleScopes", path(package)))
            .await;
        assert_eq!(scopes.status, expected, "{package}");
    }
    let gus = yard.app.as_person("gus@tern.example").await;
    assert_eq!(gus.get(&path(known::HALL)).await.code(), "ResourceNotFound");
    assert_eq!(gus.get(&path(known::PIER)).await.status, StatusCode::OK);
    let dina = yard.app.as_person("dina@harbour.example").await;
    assert_eq!(dina.get(&path(known::DRAFT)).await.status, StatusCode::OK);
    let quoted = ana
        .get(&address(&format!(
            "/accessPackages('{}')",
            id(known::CRANE)
        )))
        .await;
    assert_eq!(quoted.json["displayName"], "Crane");
    assert_eq!(
        ana.get(&address("/accessPackages/nonsense")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_whole_of_a_package() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let expand = "$expand=catalog($select=displayName),resourceRoleScopes($expand=role($expand=resource),scope)";
    let answer = ana
        .get(&address(&format!(
            "/accessPackages/{}?{expand}",
            id(known::CRANE)
        )))
        .await;
    let package = &answer.json;
    assert_eq!(
        package["@odata.context"],
        "http://127.0.0.1:8080/v1.0/$metadata#identityGovernance/entitlementManagement/accessPackages(catalog(),resourceRoleScopes())/$entity"
    );
    assert_eq!(package["description"], Json::Null);
    assert_eq!(package["isHidden"], json!(false));
    assert_eq!(package["createdDateTime"], "2026-11-24T08:00:00Z");
    assert_eq!(
        package["catalog"],
        json!({ "id": id(100), "displayName": "Yard" })
    );
    let scope = &package["resourceRoleScopes"][0];
    assert_eq!(scope["id"], json!(format!("{}_{}", id(701), id(702))));
    assert_eq!(scope["role"]["resource"]["displayName"], "Crane log");
    assert_eq!(scope["scope"]["isRootScope"], json!(true));
    let path = format!(
        "/availableAccessPackages/{}/resourceRoleScopes?$expand=role($expand=resource),scope",
        id(known::CRANE)
    );
    let answer = ana.get(&address(&path)).await;
    assert_eq!(
        answer.json["value"][0]["role"]["resource"]["displayName"],
        "Crane log"
    );
}

#[tokio::test]
async fn search_finds_names_and_resources_in_any_order() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    for (search, expected) in [
        ("%22log%20crane%22", vec!["Crane"]),
        ("CR%C3%81NE", vec!["Crane"]),
        ("ra", vec!["Crane"]),
        ("gate", vec!["Night gate"]),
        ("%22crane:log%22", vec!["Crane"]),
        ("%22site:%20crane%22", vec![]),
        ("winch", vec![]),
        ("%25", vec![]),
        ("crane%20nothing", vec![]),
    ] {
        let answer = ana.get(&address(&format!("{MINE}?$search={search}"))).await;
        assert_eq!(of_the_yard(&answer), expected, "{search}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let whole = dina
        .get(&address("/accessPackages?$select=displayName&$count=true"))
        .await;
    let expected = names(&whole.json);
    for order in [
        "displayName",
        "displayName%20desc",
        "createdDateTime",
        "createdDateTime%20desc,id",
    ] {
        let mut path = address(&format!(
            "/accessPackages?$top=3&$select=displayName&$orderby={order}"
        ));
        let mut seen = Vec::new();
        loop {
            let page = dina.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.json["value"].as_array().unwrap().len() <= 3);
            seen.extend(names(&page.json).into_iter().map(str::to_owned));
            let Some(next) = page.json["@odata.nextLink"].as_str() else {
                break;
            };
            assert!(next.contains("$select=displayName"), "{next}");
            path = next
                .strip_prefix("http://127.0.0.1:8080")
                .unwrap()
                .to_owned();
        }
        assert_eq!(whole.json["@odata.count"], json!(seen.len()));
        match order {
            "displayName" => assert_eq!(seen, expected),
            "displayName%20desc" => {
                assert!(seen.iter().eq(expected.iter().rev()));
            }
            _ => {
                seen.sort();
                assert_eq!(seen.len(), expected.len());
                seen.dedup();
                assert_eq!(seen.len(), expected.len());
            }
        }
    }
    let skipped = dina
        .get(&address(
            "/accessPackages?$skip=2&$top=1&$select=displayName",
        ))
        .await;
    assert_eq!(names(&skipped.json), expected[2..3]);
    let number = dina
        .get(&address(
            "/accessPackages/$count?$filter=startswith(displayName,'cr')",
        ))
        .await;
    assert_eq!(
        (
            number.text.as_str(),
            number.headers["content-type"].to_str().unwrap()
        ),
        ("1", "text/plain; charset=utf-8")
    );
}

#[tokio::test]
async fn a_page_token_is_for_one_person_and_question() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let first = dina.get(&address("/accessPackages?$top=2")).await;
    let next = first.json["@odata.nextLink"].as_str().unwrap();
    let path = next.strip_prefix("http://127.0.0.1:8080").unwrap();
    assert_eq!(dina.get(path).await.status, StatusCode::OK);
    let ana = yard.app.as_person("ana@harbour.example").await;
    assert_eq!(ana.get(path).await.status, StatusCode::BAD_REQUEST);
    for other in [
        path.replace("$top=2", "$top=3"),
        path.replace("$skiptoken=", "$skiptoken=A"),
        format!("{path}&$count=true"),
    ] {
        let answer = dina.get(&other).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "BadRequest"),
            "{other}"
        );
        assert_eq!(answer.json["error"]["target"], "$skiptoken");
    }
}

#[tokio::test]
async fn filters_narrow_and_hostile_ones_are_refused() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    for (filter, expected) in [
        ("displayName eq 'crane'", vec!["Crane"]),
        ("contains(tolower(displayName),'gate')", vec!["Night gate"]),
        (
            "catalog/displayName eq 'yard' and displayName ne 'Crane'",
            vec!["Mess hall", "Night gate"],
        ),
        (
            "not (displayName in ('Crane','Mess hall'))",
            vec!["Night gate"],
        ),
        (
            "displayname eq 'Crane' or startswith(DisplayName,'Mess')",
            vec!["Crane", "Mess hall"],
        ),
        ("displayName eq 'Crane'' OR 1=1 --'", vec![]),
        ("contains(displayName,'%25')", vec![]),
    ] {
        let query = filter.replace(' ', "+");
        let answer = ana
            .get(&address(&format!(
                "{MINE}?$filter=catalog/state+eq+'published'+and+({query})"
            )))
            .await;
        assert_eq!(of_the_yard(&answer), expected, "{filter}");
    }
    let deep = format!("{}id+eq+'a'{}", "(".repeat(900), ")".repeat(900));
    let long = vec!["id+eq+'a'"; 300].join("+or+");
    for hostile in [
        "displayName",
        "displayName+eq",
        "secret+eq+1",
        "displayName+eq+'",
        "1;DROP+TABLE+packages",
        "id+eq+id",
        "displayName+eq+'a'+union+select",
        "contains(displayName,'a'",
        "isHidden+eq+'maybe'",
        "%00",
        "%ff",
        "%27%27%27",
        "createdDateTime+gt+'soon'",
        "assignmentPolicies/any(p:p/id+eq+'x')",
        "length(displayName)+gt+1",
        &deep,
        &long,
    ] {
        let answer = ana
            .get(&address(&format!("{MINE}?$filter={hostile}")))
            .await;
        let short: String = hostile.chars().take(60).collect();
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "BadRequest"),
            "{short}: {}",
            answer.text
        );
    }
    for query in [
        "$filter=",
        "$top=x",
        "$expand=nothing",
        "$expand=uniqueRoles",
        "$expand=catalog($count=true)",
        "$select=x",
        "$orderby=x",
        "$apply=x",
        "$top=1&$top=2",
    ] {
        let answer = ana.get(&address(&format!("{MINE}?{query}"))).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{query}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn the_parameter_of_the_function_is_checked() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    for spelling in [
        "filterByCurrentUser(on='AllowedRequestor')",
        "microsoft.graph.filterByCurrentUser(on=%27allowedRequestor%27)",
    ] {
        let answer = ana
            .get(&address(&format!("/accessPackages/{spelling}?$top=1")))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{spelling}");
        let next = answer.json["@odata.nextLink"].as_str().unwrap();
        let again = ana
            .get(next.strip_prefix("http://127.0.0.1:8080").unwrap())
            .await;
        assert_eq!(again.status, StatusCode::OK, "{next}");
    }
    for wrong in [
        "filterByCurrentUser",
        "filterByCurrentUser()",
        "filterByCurrentUser(on='everybody')",
        "filterByCurrentUser(on='unknownFutureValue')",
    ] {
        let answer = ana.get(&address(&format!("/accessPackages/{wrong}"))).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}
