//! What the properties found once, and what people of many scripts would notice first, by name.

use serde_json::json;

use crate::api::test_yard::{EM, Yard, id, known, names};
use crate::store::fold::fold;
use crate::store::{Sql, packages};

use super::encoded;

/// Gives a package of the yard another name, as a write of it would.
async fn rename(yard: &Yard, package: u32, name: &str) {
    let (id, name) = (id(package), name.to_owned());
    let renamed = yard.app.app.store.write(move |tx| {
        let (id, name) = (id.clone(), name.clone());
        Box::pin(async move {
            Sql::new(
                "UPDATE packages SET display_name = $2, display_name_folded = $3 WHERE id = $1",
            )
            .text(&id)
            .text(&name)
            .text(fold(&name))
            .execute(tx)
            .await?;
            packages::refresh_search_text(tx, &id).await
        })
    });
    renamed.await.unwrap();
}

#[tokio::test]
async fn names_of_many_scripts_are_told_apart_and_found() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    // The one that is there, another that is not the same, what finds the first and not the second.
    for (one, other, word) in [
        // SQLite takes the last two code points of the first plane for U+FFFD when it compares patterns.
        ("a\u{fffd}b", "a\u{fffe}b", "\u{fffd}"),
        ("मीना", "मन", "मी"),
        ("ปีใหม่", "ปูใหม่", "ปี"),
        ("ガス", "カス", "ガ"),
        ("Σίσυφος", "Σίσυφης", "ΣΊΣΥΦΟΣ"),
        ("Straße 50%", "Strasse 505", "50%"),
        ("İstanbul", "Istria", "ıstanbul"),
        ("한글", "하늘", "한"),
        ("ＦＩＮ_ANCE", "FINxANCE", "fin_"),
        ("O\\Hara", "OHara", "o\\h"),
    ] {
        rename(&yard, known::SAFE, one).await;
        rename(&yard, known::HALL, other).await;
        let literal = encoded(&one.replace('\'', "''"));
        let part = encoded(word);
        let escaped = encoded(&format!("\"{}\"", word.replace('\\', "\\\\")));
        for query in [
            format!("$filter=displayName+eq+'{literal}'"),
            format!("$filter=contains(displayName,'{part}')"),
            format!("$search={escaped}"),
        ] {
            let path = format!("{EM}/accessPackages?$select=displayName&{query}");
            let answer = dina.get(&path).await;
            assert_eq!(names(&answer.json), [one], "{query}");
        }
    }
}

#[tokio::test]
async fn an_assignment_that_is_only_promised_has_no_state_to_filter_by() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let promised = id(known::WAITS_FOR_BO);
    for (filter, found) in [
        ("assignment/state+eq+null", true),
        ("assignment/state+ne+'delivered'", true),
        ("assignment/status+eq+'Delivered'", false),
        ("assignment/state+in+('delivered','expired')", false),
    ] {
        let path = format!("{EM}/assignmentRequests?$select=id&$filter={filter}");
        let answer = dina.get(&path).await;
        let ids: Vec<_> = answer.json["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["id"])
            .collect();
        assert_eq!(ids.contains(&&json!(promised)), found, "{filter}");
    }
}

#[tokio::test]
async fn moments_between_two_seconds_are_in_their_place() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let path = format!("{EM}/accessPackages/{}", id(known::CRANE));
    let made = dina.get(&path).await.json["createdDateTime"].clone();
    assert_eq!(made, "2026-11-24T08:00:00Z");
    for (filter, found) in [
        ("createdDateTime+lt+2026-11-24T08:00:00.1Z", true),
        ("createdDateTime+ge+2026-11-24T08:00:00.0000001Z", false),
        ("createdDateTime+gt+2026-11-24T07:59:59.9999999Z", true),
        ("createdDateTime+eq+2026-11-24T08:00:00.5Z", false),
        ("not+(createdDateTime+eq+2026-11-24T08:00:00.5Z)", true),
        ("createdDateTime+eq+2026-11-24T10:00:00.000%2B02:00", true),
        ("createdDateTime+eq+2026-11-24T10:00:00+02:00", true),
        ("createdDateTime+eq+2026-11-23T22:00:00-10:00", true),
        ("createdDateTime+gt+0001-01-01T00:00:00%2B14:00", true),
        ("createdDateTime+lt+9999-12-31T23:59:59.9999999Z", true),
    ] {
        let path = format!("{EM}/accessPackages?$filter={filter}+and+displayName+eq+'crane'");
        let answer = dina.get(&path).await;
        assert_eq!(names(&answer.json).len(), usize::from(found), "{filter}");
    }
}
