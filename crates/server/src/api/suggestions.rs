//! `accessPackageSuggestions/filterByCurrentUser(on='relatedPeopleAssignments,assignmentHistory')`: packages that the caller may ask for and does not
//! hold, because colleagues do or because they did (Graph contract: suggestions). Colleagues are whoever has the same manager; how much is
//! told of them, the organisation says.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use portico_graph::model::{SUGGESTION, SUGGESTION_FILTER};
use portico_odata::Address;
use serde_json::{Value as Json, json};

use super::eligible::requestable;
use super::read::sources::AVAILABLE_PACKAGES;
use super::read::{self, Answer, Asked, Held, Scope};
use crate::http::App;
use crate::http::address::FunctionParameters;
use crate::http::caller::Requestor;
use crate::http::error::ApiError;
use crate::operations::administer::settings::{self, EndUser};
use crate::operations::among::{self, AT_ONCE};
use crate::signin::person::Person;
use crate::store::{Sql, StoreError, Tx};

const SET: &str = "identityGovernance/entitlementManagement/accessPackageSuggestions";
/// No more are of use to anybody.
const MOST: usize = 50;

/// Why a package is suggested.
#[derive(Default)]
struct Reasons {
    colleagues: Vec<Json>,
    past: i64,
    last: Option<String>,
}

/// The handler.
pub async fn filter_by_current_user(
    State(app): State<App>,
    person: Requestor,
    parameters: FunctionParameters,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let on = parameters.require("on")?;
    let mut wanted = Vec::new();
    for word in on.split(',').map(str::trim) {
        let member = SUGGESTION_FILTER.member(word);
        wanted.push(member.ok_or_else(|| read::unknown_member(on))?);
    }
    let (raw, options) = asked.options(&SUGGESTION, Address::Collection)?;
    let mut tx = app.store.begin_read().await?;
    let settings = settings::end_user(&mut tx).await?;
    let mut found: BTreeMap<String, Reasons> = BTreeMap::new();
    if wanted.contains(&"relatedPeopleAssignments") && tells_of_colleagues(&settings) {
        colleagues(&mut tx, &person, &mut found).await?;
    }
    if wanted.contains(&"assignmentHistory") {
        history(&mut tx, &person, &mut found).await?;
    }
    let with_package = options
        .expand
        .iter()
        .any(|one| one.navigation.name == "accessPackage");
    let ranked = ranked(found);
    let ids: Vec<String> = ranked.iter().map(|(id, _)| id.clone()).collect();
    let mine = among_requestable(&mut tx, &person, &ids).await?;
    let mut entities = Vec::new();
    let offered = ranked.into_iter().filter(|(id, _)| mine.contains(id));
    for (id, reasons) in offered.take(MOST) {
        let mut entity = json!({ "id": id, "reasons": reasons.told(&settings) });
        if with_package {
            let there = Scope::new("1 = 1", Vec::new());
            let package = read::one(&mut tx, &AVAILABLE_PACKAGES, &id, there).await?;
            entity["accessPackage"] = package.map_or(Json::Null, |one| Json::Object(one.members));
        }
        entities.push(entity);
    }
    let held = Held {
        entities,
        caller: &person.subject_id,
    };
    let page = held.page(&app, &asked, (&raw, &options))?;
    Ok(Answer::page(
        &app,
        &asked,
        &options,
        (SET, &SUGGESTION),
        page,
    ))
}

/// Those of the packages that the person may ask for.
async fn among_requestable(
    tx: &mut Tx,
    person: &Person,
    ids: &[String],
) -> Result<BTreeSet<String>, StoreError> {
    let mut mine = BTreeSet::new();
    let scope = requestable(tx, person).await?;
    for ids in ids.chunks(AT_ONCE) {
        let (list, ids) = among::list(scope.values.len() + 1, ids);
        let text = format!(
            "SELECT p.id AS id FROM packages p {} WHERE ({}) AND p.id IN ({list})",
            scope.joins, scope.condition
        );
        let sql = Sql::new(text).values(scope.values.clone()).values(ids);
        for row in sql.fetch_all(tx).await? {
            mine.insert(row.text("id")?);
        }
    }
    Ok(mine)
}

fn tells_of_colleagues(settings: &EndUser) -> bool {
    !settings.is_enabled || settings.related_people_insight_level != "disabled"
}

/// What most colleagues have comes first, then what was held last.
fn ranked(found: BTreeMap<String, Reasons>) -> Vec<(String, Reasons)> {
    let mut ranked: Vec<_> = found.into_iter().collect();
    ranked.sort_by(|(_, one), (_, other)| {
        let by_colleagues = other.colleagues.len().cmp(&one.colleagues.len());
        by_colleagues.then_with(|| other.last.cmp(&one.last))
    });
    ranked
}

impl Reasons {
    fn told(&self, settings: &EndUser) -> Vec<Json> {
        let mut told = Vec::new();
        if !self.colleagues.is_empty() {
            let by_name =
                settings.is_enabled && settings.related_people_insight_level == "countAndNames";
            told.push(json!({
                "@odata.type": "#microsoft.graph.accessPackageSuggestionRelatedPeopleBased",
                "relatedPeople": if by_name { self.colleagues.clone() } else { Vec::new() },
                "relatedPeopleAssignmentCount": self.colleagues.len(),
            }));
        }
        if let Some(last) = &self.last {
            told.push(json!({
                "@odata.type": "#microsoft.graph.accessPackageSuggestionSelfAssignmentHistoryBased",
                "lastAssignmentDateTime": last,
                "pastAssignmentCount": self.past,
            }));
        }
        told
    }
}

/// The packages of those with the same manager.
async fn colleagues(
    tx: &mut Tx,
    person: &Person,
    found: &mut BTreeMap<String, Reasons>,
) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT a.package_id AS package_id, u.id AS id, u.display_name AS display_name \
         FROM users me JOIN users u ON u.manager_id = me.manager_id JOIN subjects s ON s.object_id = u.id \
         JOIN assignments a ON a.target_id = s.id \
         WHERE me.id = $1 AND u.id <> $1 AND a.state IN ('partiallyDelivered', 'delivered') AND a.package_id NOT IN \
           (SELECT b.package_id FROM assignments b WHERE b.target_id = $2 \
             AND b.state IN ('delivering', 'partiallyDelivered', 'delivered')) \
         ORDER BY u.display_name_folded, u.id LIMIT 2000",
    )
    .text(&person.user_id)
    .text(&person.subject_id)
    .fetch_all(tx)
    .await?;
    for row in rows {
        let reasons = found.entry(row.text("package_id")?).or_default();
        let identity = json!({ "id": row.text("id")?, "displayName": row.text("display_name")? });
        reasons.colleagues.push(identity);
    }
    Ok(())
}

/// What the person held and holds no more.
async fn history(
    tx: &mut Tx,
    person: &Person,
    found: &mut BTreeMap<String, Reasons>,
) -> Result<(), StoreError> {
    let rows = Sql::new(
        "SELECT a.package_id AS package_id, COUNT(*) AS past, MAX(a.expired_at) AS last FROM assignments a \
         WHERE a.target_id = $1 AND a.state = 'expired' AND a.expired_at IS NOT NULL AND a.package_id NOT IN \
           (SELECT b.package_id FROM assignments b WHERE b.target_id = $1 \
             AND b.state IN ('delivering', 'partiallyDelivered', 'delivered')) \
         GROUP BY a.package_id",
    )
    .text(&person.subject_id)
    .fetch_all(tx)
    .await?;
    for row in rows {
        let reasons = found.entry(row.text("package_id")?).or_default();
        reasons.past = row.int("past")?;
        reasons.last = row.opt_text("last")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::json;

    use crate::api::test_yard::{EM, Yard, id, known};
    use crate::store::Sql;

    fn path(on: &str) -> String {
        format!(
            "{EM}/accessPackageSuggestions/filterByCurrentUser(on='{on}')?$expand=accessPackage"
        )
    }

    /// Ana has what was once Bo's: the night gate, which Bo may not ask for; and the mess hall, which everybody may.
    async fn yard() -> Yard {
        let yard = Yard::new().await;
        let store = &yard.app.app.store;
        let work = store.write(|tx| {
            Box::pin(async move {
                Sql::new("UPDATE assignments SET package_id = $1, policy_id = $2 WHERE id = $3")
                    .text(id(known::HALL))
                    .text(id(known::HALL + 1000))
                    .text(id(known::DELIVERED + 1000))
                    .execute(tx)
                    .await?;
                Sql::new(
                    "UPDATE assignments SET state = 'expired', expired_at = '2026-11-01T08:00:00Z', package_id = $1 \
                     WHERE id = $2",
                )
                .text(id(known::WINCH))
                .text(id(known::WAITS_FOR_CHEN + 1000))
                .execute(tx)
                .await?;
                // Bo reports to whom Ana reports to.
                Sql::new(
                    "UPDATE users SET manager_id = (SELECT u.id FROM users u WHERE u.user_principal_name = $1) \
                     WHERE user_principal_name IN ('ana@harbour.example', 'bo@harbour.example')",
                )
                .text("chen@harbour.example")
                .execute(tx)
                .await
                .map(drop)
            })
        });
        work.await.unwrap();
        yard
    }

    #[tokio::test]
    async fn what_colleagues_have_and_what_one_had() {
        let yard = yard().await;
        let bo = yard.app.as_person("bo@harbour.example").await;
        let both = bo
            .get(&path("relatedPeopleAssignments,assignmentHistory"))
            .await;
        assert_eq!(both.status, StatusCode::OK, "{}", both.text);
        let hall = &both.json["value"][0];
        assert_eq!(
            hall["accessPackage"]["displayName"], "Mess hall",
            "{}",
            both.text
        );
        assert_eq!(hall["reasons"][0]["relatedPeopleAssignmentCount"], 1);
        assert_eq!(hall["reasons"][0]["relatedPeople"], json!([]));
        // The winch is left out of browsing, and so out of suggestions.
        assert_eq!(both.json["value"].as_array().unwrap().len(), 1);
        let none = bo.get(&path("none")).await;
        assert_eq!(none.json["value"], json!([]));
        let wrong = bo.get(&path("everything")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn names_are_told_when_the_organisation_says_so() {
        let yard = yard().await;
        let dina = yard.app.as_person("dina@harbour.example").await;
        let bo = yard.app.as_person("bo@harbour.example").await;
        let address = format!("{EM}/controlConfigurations/endUserSettings");
        for (level, expected) in [("countAndNames", 1), ("disabled", 0)] {
            let body = json!({ "isEnabled": true, "relatedPeopleInsightLevel": level });
            assert_eq!(dina.put(&address, &body).await.status, StatusCode::OK);
            let told = bo.get(&path("relatedPeopleAssignments")).await;
            let names = told.json["value"].as_array().unwrap().iter();
            let names: Vec<_> = names
                .flat_map(|one| one["reasons"][0]["relatedPeople"].as_array().unwrap())
                .map(|one| one["displayName"].as_str().unwrap())
                .collect();
            assert_eq!(names.len(), expected, "{level}: {}", told.text);
        }
    }
}
