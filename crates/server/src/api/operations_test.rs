//! Every operation with every kind of caller: the lines of `operations_test/table.txt`.

use axum::http::Method;
use serde_json::Value as Json;

use super::test_yard::{Yard, id, known};
use crate::directory::role::{
    ASSIGNMENT_MANAGER, CATALOG_CREATOR, CATALOG_OWNER, CATALOG_READER, PACKAGE_MANAGER,
};
use crate::http::test_app::{Answer, Client};
use crate::store::Sql;

const TABLE: &str = include_str!("operations_test/table.txt");

/// A caller by the table's word, and the status that they hear.
struct Hears<'a> {
    who: &'a str,
    status: u16,
}

struct Operation<'a> {
    line: &'a str,
    method: Method,
    path: &'a str,
    body: &'a str,
    wrong: Hears<'a>,
    right: Hears<'a>,
    administrator: u16,
}

impl<'a> Operation<'a> {
    fn read(line: &'a str) -> Self {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [call, body, wrong, right, administrator] = columns[..] else {
            panic!("five columns: {line}");
        };
        let (method, path) = call.split_once(' ').unwrap();
        let hears = |text: &'a str| {
            let (who, status) = text.split_once(' ').unwrap();
            Hears {
                who,
                status: status.parse().unwrap(),
            }
        };
        Self {
            line,
            method: method.parse().unwrap(),
            path,
            body,
            wrong: hears(wrong),
            right: hears(right),
            administrator: administrator.parse().unwrap(),
        }
    }
}

fn operations() -> impl Iterator<Item = Operation<'static>> {
    let lines = TABLE.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(Operation::read)
}

/// Method and address of every operation, and whether there is such a method there.
pub(super) fn calls() -> impl Iterator<Item = (String, String, bool)> {
    operations().map(|operation| {
        let path = operation
            .path
            .replacen("EM/", "/v1.0/identityGovernance/entitlementManagement/", 1)
            .replacen("RM/", "/v1.0/roleManagement/entitlementManagement/", 1);
        let is_there = operation.right.status != 405;
        (operation.method.to_string(), path, is_there)
    })
}

/// What stands for ids in the table.
struct Names(Vec<(&'static str, String)>);

impl Names {
    async fn of(yard: &Yard) -> Self {
        let mut tx = yard.app.app.store.begin_read().await.unwrap();
        let tern = Sql::new(
            "SELECT organization_id AS id FROM identity_sources WHERE domain_folded = 'tern.example'",
        );
        let tern = tern.fetch_one(&mut tx).await.unwrap().text("id").unwrap();
        drop(tx);
        let mut names = vec![
            ("{tern}", tern),
            ("{yard}", id(100)),
            ("{pier}", id(101)),
            ("{crane}", id(known::CRANE)),
            ("{safe}", id(known::SAFE)),
            ("{hall}", id(known::HALL)),
            ("{draft}", id(known::DRAFT)),
            ("{policy}", id(known::SAFE + 1000)),
            ("{night}", id(500)),
            ("{log}", id(700)),
            ("{pair}", format!("{}_{}", id(701), id(702))),
            ("{waits}", id(known::WAITS_FOR_BO)),
            ("{stage}", id(known::WAITS_FOR_BO + 2000)),
            ("{held}", id(known::DELIVERED + 1000)),
            ("{chens role}", id(901)),
            ("{desk}", id(known::DESK)),
            ("{question}", id(known::QUESTION)),
        ];
        for (name, who) in [
            ("{ana}", "ana@harbour.example"),
            ("{bo}", "bo@harbour.example"),
            ("{gus}", "gus@tern.example"),
        ] {
            names.push((name, yard.app.user_id(who).await));
        }
        Self(names)
    }

    fn put_into(&self, text: &str) -> String {
        let text = text
            .replacen("EM/", "/v1.0/identityGovernance/entitlementManagement/", 1)
            .replacen("RM/", "/v1.0/roleManagement/entitlementManagement/", 1);
        let named = |text: String, (name, id): &(&str, String)| text.replace(name, id);
        self.0.iter().fold(text, named)
    }
}

/// The caller that a word of the table stands for, with the role that makes them so.
async fn caller<'a>(yard: &'a Yard, who: &str) -> Client<'a> {
    let role = match who {
        "owner" => CATALOG_OWNER,
        "manager" => PACKAGE_MANAGER,
        "assigner" => ASSIGNMENT_MANAGER,
        "reader" => CATALOG_READER,
        "creator" => CATALOG_CREATOR,
        "app" => return yard.app.as_application(),
        "gus" => return yard.app.as_person("gus@tern.example").await,
        member => {
            return yard
                .app
                .as_person(&format!("{member}@harbour.example"))
                .await;
        }
    };
    let store = &yard.app.app.store;
    let bo = yard.app.user_id("bo@harbour.example").await;
    let cleared = store.write(move |tx| {
        let bo = bo.clone();
        Box::pin(async move {
            Sql::new("DELETE FROM role_assignments WHERE principal_id = $1")
                .text(bo)
                .execute(tx)
                .await
                .map(drop)
        })
    });
    cleared.await.unwrap();
    let catalog = (role != CATALOG_CREATOR).then(|| id(100));
    yard.give_role("bo@harbour.example", role, catalog).await;
    yard.app.as_person("bo@harbour.example").await
}

async fn call(client: &Client<'_>, operation: &Operation<'_>, names: &Names) -> Answer {
    let path = names.put_into(operation.path);
    if operation.body.is_empty() {
        return match operation.method {
            Method::POST => client.post(&path, &Json::Null).await,
            _ => client.call(operation.method.clone(), &path).await,
        };
    }
    let body: Json = serde_json::from_str(&names.put_into(operation.body)).unwrap();
    match operation.method {
        Method::POST => client.post(&path, &body).await,
        Method::PUT => client.put(&path, &body).await,
        Method::PATCH => client.patch(&path, &body).await,
        _ => panic!("{} takes no body", operation.line),
    }
}

#[tokio::test]
async fn each_caller_hears_what_the_table_says() {
    let mut wrong = Vec::new();
    let mut check = |line: &str, who: &str, status: u16, answer: &Answer| {
        if answer.status.as_u16() != status {
            wrong.push(format!(
                "{line}\n  {who}: {} {}",
                answer.status, answer.text
            ));
        }
    };
    let (mut yard, mut second) = (Yard::new().await, Yard::new().await);
    for operation in operations() {
        let names = Names::of(&yard).await;
        let line = operation.line;
        let anonymous = call(&yard.app.anonymous(), &operation, &names).await;
        let nobody = if operation.right.status == 405 {
            405
        } else {
            401
        };
        check(line, "nobody", nobody, &anonymous);
        for hears in [&operation.wrong, &operation.right] {
            let client = caller(&yard, hears.who).await;
            let answer = call(&client, &operation, &names).await;
            check(line, hears.who, hears.status, &answer);
        }
        let dina = second.app.as_person("dina@harbour.example").await;
        let names = Names::of(&second).await;
        let answer = call(&dina, &operation, &names).await;
        check(line, "dina", operation.administrator, &answer);
        if operation.method != Method::GET {
            (yard, second) = (Yard::new().await, Yard::new().await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_set_of_the_model_is_in_the_table() {
    for set in portico_graph::model::SETS {
        let path = set
            .path
            .replace("identityGovernance/entitlementManagement/", "EM/")
            .replace("roleManagement/entitlementManagement/", "RM/");
        let listed = operations().any(|operation| {
            let known = operation.path.trim_start_matches("/v1.0/");
            known.starts_with(&path)
        });
        assert!(listed, "{path}");
    }
}
