//! Paths behind entities, counts everywhere, and the options inside `$expand`, as callers meet them.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::api::test_yard::{EM, Yard, id, known, names};
use crate::http::test_app::{Answer, Client};

const ANA: &str = "ana@harbour.example";
const CHEN: &str = "chen@harbour.example";
const DINA: &str = "dina@harbour.example";

fn package(number: u32) -> String {
    format!("{EM}/accessPackages/{}", id(number))
}

fn role_scope() -> String {
    format!("{}_{}", id(701), id(702))
}

async fn ok(client: &Client<'_>, path: &str) -> Json {
    let answer = client.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.json
}

fn text_of(answer: &Answer) -> (&str, &str) {
    let media = answer.headers["content-type"].to_str().unwrap();
    (answer.text.as_str(), media)
}

#[tokio::test]
async fn paths_lead_wherever_the_model_does() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person(DINA).await;
    let crane = package(known::CRANE);
    let request = format!("{EM}/assignmentRequests/{}", id(known::DELIVERED));
    let assignment = format!("{EM}/assignments/{}", id(known::DELIVERED + 1000));
    for (path, name) in [
        (format!("{crane}/catalog"), "Yard"),
        (format!("{crane}/assignmentPolicies/{}", id(2001)), "Policy"),
        (
            format!("{crane}/assignmentPolicies('{}')/accessPackage/", id(2001)),
            "Crane",
        ),
        (
            format!("{crane}/resourceRoleScopes/{}/role", role_scope()),
            "Member",
        ),
        (
            format!("{crane}/resourceRoleScopes/{}/scope/resource", role_scope()),
            "Crane log",
        ),
        (
            format!("{crane}/catalog/accessPackages/{}", id(known::HALL)),
            "Mess hall",
        ),
        (format!("{request}/requestor"), "Ana Silva"),
        (format!("{request}/accessPackage/catalog"), "Yard"),
        (format!("{request}/assignment/target"), "Ana Silva"),
        (format!("{assignment}/target"), "Ana Silva"),
        (format!("{assignment}/accessPackage"), "Night gate"),
        (format!("{assignment}/assignmentPolicy/catalog"), "Yard"),
    ] {
        let json = ok(&dina, &format!("{path}?$select=displayName")).await;
        assert_eq!(json["displayName"], name, "{path}");
        assert_eq!(json.as_object().unwrap().len(), 3, "{path}: {json}");
    }
    let json = ok(&dina, &format!("{crane}/catalog")).await;
    let context = format!("/accessPackages('{}')/catalog/$entity", id(known::CRANE));
    assert!(
        json["@odata.context"].as_str().unwrap().ends_with(&context),
        "{json}"
    );
    for nothing in [
        format!("{assignment}/target/connectedOrganization"),
        format!("{crane}/nonsense"),
        format!("{crane}/catalog/$count"),
        format!("{crane}/catalog/displayName"),
        format!("{crane}/resourceRoleScopes/nonsense"),
        format!("{crane}/resourceRoleScopes/{}/role/nonsense", role_scope()),
        format!("{crane}{}", "/catalog/accessPackages".repeat(9)),
        format!("{}/catalog", package(9999)),
        format!("{assignment}/assignmentPolicy/questions/x"),
        format!("{assignment}/assignmentPolicy/questions/x/y"),
    ] {
        let answer = dina.get(&nothing).await;
        assert_eq!(
            answer.status,
            StatusCode::NOT_FOUND,
            "{nothing}: {}",
            answer.text
        );
        assert_eq!(answer.code(), "ResourceNotFound");
    }
    let upper = crane.replace(&id(known::CRANE), &id(known::CRANE).to_uppercase());
    assert_eq!(ok(&dina, &upper).await["displayName"], "Crane");
}

#[tokio::test]
async fn what_is_for_roles_stays_with_them() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person(ANA).await;
    let crane = package(known::CRANE);
    assert_eq!(
        ok(&ana, &format!("{crane}/catalog")).await["displayName"],
        "Yard"
    );
    let mine = format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')");
    let own = format!("{EM}/assignmentRequests/filterByCurrentUser(on='target')");
    for path in [
        format!("{crane}/assignmentPolicies"),
        format!("{crane}/assignmentPolicies/$count"),
        format!("{crane}/incompatibleGroups"),
        format!("{crane}/catalog/accessPackages"),
        format!(
            "{crane}/resourceRoleScopes/{}/role/resource/roles",
            role_scope()
        ),
        format!("{crane}?$expand=assignmentPolicies"),
        format!("{mine}?$expand=incompatibleAccessPackages"),
        format!("{own}?$expand=accessPackage($expand=assignmentPolicies)"),
    ] {
        let answer = ana.get(&path).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::FORBIDDEN, "Forbidden"),
            "{path}"
        );
    }
    let everything = ok(&ana, &format!("{crane}?$expand=*")).await;
    assert_eq!(everything["catalog"]["displayName"], "Yard");
    assert_eq!(
        everything["resourceRoleScopes"].as_array().unwrap().len(),
        1
    );
    assert_eq!(everything.get("assignmentPolicies"), None);
    assert_eq!(
        ana.get(&format!("{}/catalog", package(known::LEDGER)))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    // Whoever reads one by role in its catalog reads what belongs to it, and not the next catalog's.
    let chen = yard.app.as_person(CHEN).await;
    let pier = package(known::PIER);
    assert_eq!(
        names(&ok(&chen, &format!("{pier}/assignmentPolicies")).await),
        ["Policy"]
    );
    let across = format!("{pier}?$expand=incompatibleAccessPackages($expand=assignmentPolicies)");
    assert_eq!(chen.get(&across).await.status, StatusCode::FORBIDDEN);
    let dina = yard.app.as_person(DINA).await;
    let everything = ok(&dina, &format!("{crane}?$expand=*")).await;
    assert_eq!(everything["assignmentPolicies"][0]["displayName"], "Policy");
    assert_eq!(everything["incompatibleGroups"], json!([]));
    assert_eq!(
        ok(&dina, &across).await["incompatibleAccessPackages"],
        json!([])
    );
}

#[tokio::test]
async fn names_in_policies_are_hidden_however_one_comes_to_them() {
    let yard = Yard::new().await;
    let written =
        json!([{ "@odata.type": "#microsoft.graph.singleUser", "userId": id(7) }]).to_string();
    let store = &yard.app.app.store;
    let named = store.write(move |tx| {
        let written = written.clone();
        Box::pin(async move {
            let sql = crate::store::Sql::new("UPDATE policies SET specific_allowed_targets = $1");
            sql.text(written).execute(tx).await
        })
    });
    named.await.unwrap();
    let request = format!("{EM}/assignmentRequests/{}", id(known::DELIVERED));
    let assignment = format!("{EM}/assignments/{}", id(known::DELIVERED + 1000));
    for (who, shown) in [(ANA, 0), (DINA, 1)] {
        let client = yard.app.as_person(who).await;
        for path in [
            format!("{request}/assignment/assignmentPolicy"),
            format!("{assignment}/assignmentPolicy"),
        ] {
            let policy = ok(&client, &path).await;
            let targets = policy["specificAllowedTargets"].as_array().unwrap();
            assert_eq!(targets.len(), shown, "{who} {path}");
        }
        let expanded = format!("{request}?$expand=assignment($expand=assignmentPolicy)");
        let json = ok(&client, &expanded).await;
        let policy = &json["assignment"]["assignmentPolicy"];
        assert_eq!(
            policy["specificAllowedTargets"].as_array().unwrap().len(),
            shown,
            "{who}"
        );
    }
}

#[tokio::test]
async fn every_list_can_be_counted() {
    let yard = Yard::new().await;
    let dina = yard
        .app
        .as_person(DINA)
        .await
        .with("consistencylevel", "eventual");
    let crane = package(known::CRANE);
    let approval = format!(
        "{EM}/accessPackageAssignmentApprovals/{}",
        id(known::WAITS_FOR_BO)
    );
    for (list, narrower) in [
        (format!("{EM}/accessPackages"), "$filter=isHidden+eq+true"),
        (format!("{EM}/accessPackages"), "$search=gate"),
        (
            format!("{EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')"),
            "$filter=displayName+eq+'crane'",
        ),
        (format!("{EM}/availableAccessPackages"), "$search=ra"),
        (
            format!("{EM}/assignmentRequests"),
            "$filter=state+eq+'Delivered'",
        ),
        (
            format!("{EM}/assignmentRequests/filterByCurrentUser(on='target')"),
            "$filter=id+eq+'x'",
        ),
        (
            format!("{EM}/assignments"),
            "$filter=target/displayName+eq+'ana+silva'",
        ),
        (
            format!("{EM}/assignments/filterByCurrentUser(on='target')"),
            "$filter=id+eq+'x'",
        ),
        (
            format!("{EM}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')"),
            "$filter=id+eq+'x'",
        ),
        (
            format!("{approval}/stages"),
            "$filter=status+eq+'Completed'",
        ),
        (
            format!("{crane}/resourceRoleScopes"),
            "$filter=role/displayName+eq+'owner'",
        ),
        (
            format!("{crane}/assignmentPolicies"),
            "$filter=createdDateTime+gt+2027-01-01",
        ),
        (
            format!("{crane}/catalog/accessPackages"),
            "$filter=displayName+in+('Crane','Safe')",
        ),
        ("/v1.0/users".to_owned(), "$search=%22displayName:bo%22"),
        ("/v1.0/groups".to_owned(), "$search=night"),
        (
            format!("/v1.0/groups/{}/members", id(500)),
            "$filter=id+eq+'x'",
        ),
        (
            "/v1.0/me/directReports".to_owned(),
            "$filter=startswith(displayName,'bo')",
        ),
    ] {
        let mut numbers = Vec::new();
        for query in ["", narrower] {
            let whole = ok(&dina, &format!("{list}?$count=true&$top=1&$skip=1&{query}")).await;
            let counted = dina.get(&format!("{list}/$count?{query}")).await;
            let number = whole["@odata.count"].to_string();
            assert_eq!(
                text_of(&counted),
                (number.as_str(), "text/plain; charset=utf-8"),
                "{list} {query}"
            );
            let every = ok(&dina, &format!("{list}?$top=999&{query}")).await;
            assert_eq!(
                every["value"].as_array().unwrap().len().to_string(),
                number,
                "{list} {query}"
            );
            numbers.push(number);
        }
        assert!(
            numbers[0] == "0" || numbers[0] != numbers[1],
            "{list}: {numbers:?}"
        );
    }
}

#[tokio::test]
async fn options_inside_expand_do_their_part_or_are_refused_by_name() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person(DINA).await;
    let crane = package(known::CRANE);
    for (nested, expected) in [
        ("$filter=role/displayName+eq+'MEMBER'", 1),
        ("$filter=role/resource/originSystem+eq+'AadGroup'", 1),
        ("$filter=not(scope/isRootScope)", 0),
        ("$top=0", 0),
        ("$skip=1", 0),
        ("$filter=role/displayName+ne+'member';$expand=role", 0),
    ] {
        let json = ok(
            &dina,
            &format!("{crane}?$expand=resourceRoleScopes({nested};$count=true)"),
        )
        .await;
        let found = json["resourceRoleScopes"].as_array().unwrap();
        assert_eq!(found.len(), expected, "{nested}");
        let filtered = usize::from(!nested.contains("$filter") || expected > 0);
        assert_eq!(
            json["resourceRoleScopes@odata.count"],
            json!(filtered),
            "{nested}"
        );
    }
    let approval = format!(
        "{EM}/accessPackageAssignmentApprovals/{}",
        id(known::WAITS_FOR_BO)
    );
    let stages = |filter: &str| format!("{approval}?$expand=stages($filter={filter};$count=true)");
    let bo = yard.app.as_person("bo@harbour.example").await;
    let mine = ok(&bo, &stages("assignedToMe")).await;
    assert_eq!(
        (
            mine["stages"].as_array().unwrap().len(),
            &mine["stages@odata.count"]
        ),
        (1, &json!(1))
    );
    assert_eq!(
        ok(&bo, &stages("not+assignedToMe")).await["stages"],
        json!([])
    );
    let chosen = ok(
        &bo,
        &format!("{approval}/stages?$filter=assignedToMe&$select=status&$count=true"),
    )
    .await;
    assert_eq!(
        (&chosen["@odata.count"], &chosen["value"][0]["status"]),
        (&json!(1), &json!("InProgress"))
    );
    for (query, named) in [
        ("$expand=catalog($top=1)", "$top"),
        ("$expand=catalog($filter=id+eq+'a')", "$filter"),
        ("$expand=resourceRoleScopes($search=a)", "$search"),
        ("$expand=resourceRoleScopes($levels=max)", "$levels"),
        (
            "$expand=resourceRoleScopes($orderby=createdDateTime)",
            "createdDateTime",
        ),
        ("$expand=resourceRoleScopes($skip=1001)", "1000"),
        (
            "$filter=resourceRoleScopes/any(r:r/id+eq+'a')",
            "'any' and 'all'",
        ),
        (
            "$filter=resourceRoleScopes/$count+gt+1",
            "resourceRoleScopes",
        ),
        ("$skip=1", "$skip"),
    ] {
        let (option, _) = query.split_once('=').unwrap();
        let path = if option == "$filter" {
            format!("{EM}/accessPackages")
        } else {
            crane.clone()
        };
        let answer = dina.get(&format!("{path}?{query}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "BadRequest"),
            "{query}"
        );
        assert_eq!(answer.json["error"]["target"], option, "{query}");
        assert!(answer.text.contains(named), "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_lies_in_one_value_is_a_collection_like_others() {
    let yard = Yard::new().await;
    let question = |number: u32, text: &str, required: bool| {
        json!({ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": id(number), "text": text,
            "sequence": number - 810, "isRequired": required, "isSingleLineQuestion": true })
    };
    let written = json!([
        question(811, "Why?", true),
        question(812, "How long?", false),
        question(813, "Who else?", true)
    ]);
    let text = written.to_string();
    let asked = yard.app.app.store.write(move |tx| {
        let text = text.clone();
        Box::pin(async move {
            let sql = crate::store::Sql::new("UPDATE policies SET questions = $1");
            sql.text(text).execute(tx).await
        })
    });
    asked.await.unwrap();
    let ana = yard.app.as_person(ANA).await;
    let policy = format!(
        "{EM}/assignments/{}/assignmentPolicy",
        id(known::DELIVERED + 1000)
    );
    let questions = format!("{policy}/questions");
    assert_eq!(ok(&ana, &questions).await["value"], written);
    let first = ok(
        &ana,
        &format!("{questions}?$filter=isRequired&$top=1&$count=true&$select=text"),
    )
    .await;
    assert_eq!(
        (&first["@odata.count"], &first["value"][0]["text"]),
        (&json!(2), &json!("Why?"))
    );
    let next = first["@odata.nextLink"].as_str().unwrap();
    let path = next.strip_prefix("http://127.0.0.1:8080").unwrap();
    let second = ok(&ana, path).await;
    assert_eq!(second["value"][0]["text"], "Who else?");
    assert_eq!(second.get("@odata.nextLink"), None);
    assert_eq!(second["value"].as_array().unwrap().len(), 1);
    let bo = yard.app.as_person(DINA).await;
    assert_eq!(
        bo.get(path).await.status,
        StatusCode::BAD_REQUEST,
        "the place is Ana's"
    );
    assert_eq!(
        ok(&ana, &format!("{questions}?$skip=2")).await["value"],
        json!([written[2]])
    );
    assert_eq!(
        ana.get(&format!("{questions}/$count?$filter=sequence+ge+2"))
            .await
            .text,
        "2"
    );
    assert_eq!(
        ok(&ana, &format!("{questions}/{}", id(812))).await["text"],
        "How long?"
    );
    let expanded = ok(
        &ana,
        &format!("{policy}?$expand=questions($filter=contains(text,'WHO');$count=true)"),
    )
    .await;
    assert_eq!(expanded["questions"], json!([written[2]]));
    assert_eq!(expanded["questions@odata.count"], json!(1));
}
