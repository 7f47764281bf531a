//! Ten assignments and five requests a person, all of packages of the person's department, so that what is one person's is as much
//! at every scale.

use serde_json::{Value, json};

use super::policies::lead_of;
use crate::random;
use crate::scale::Scale;

/// Eight are held, half of those for ever; two have ended.
pub fn assignments(scale: &Scale) -> impl Iterator<Item = Value> {
    (0..scale.assignments()).map(move |index| {
        let (person, place) = (index / 10, index % 10);
        let package = package_of(scale, person, place);
        let mut assignment = json!({
            "key": format!("a{index}"),
            "target": format!("p{person}"),
            "accessPackage": format!("k{package}"),
            "assignmentPolicy": format!("k{package}-0"),
            "state": if place < 8 { "delivered" } else { "expired" },
            "schedule": { "startDateTime": instant(person, place) },
        });
        if place % 2 == 0 {
            assignment["schedule"]["expiration"] =
                json!({ "type": "afterDateTime", "endDateTime": "2098-01-31T00:00:00Z" });
        }
        if place >= 8 {
            assignment["expiredDateTime"] = json!("2026-09-01T00:00:00Z");
        }
        assignment
    })
}

/// Three led to the first assignments, one was denied, one taken back.
pub fn requests(scale: &Scale) -> impl Iterator<Item = Value> {
    (0..scale.requests()).map(move |index| {
        let (person, place) = (index / 5, index % 5);
        // Those that led to nothing are for packages that the person has not.
        let package = package_of(scale, person, if place < 3 { place } else { 10 + place });
        let lead = match lead_of(scale, package) {
            lead if lead == person => person + 1,
            lead => lead,
        };
        let state = ["delivered", "delivered", "delivered", "denied", "canceled"];
        let mut request = json!({
            "key": format!("q{index}"),
            "requestType": "userAdd",
            "state": state.get(place),
            "requestor": format!("p{person}"),
            "accessPackage": format!("k{package}"),
            "assignmentPolicy": format!("k{package}-0"),
            "justification": "Für den Bericht über 測定 и отчёт",
            "createdDateTime": instant(person, place),
            "completedDateTime": instant(person, place),
        });
        if place < 3 {
            request["assignment"] = json!(format!("a{}", person * 10 + place));
        }
        if place < 4 {
            request["stages"] = json!([{ "reviewResult": if place < 3 { "Approved" } else { "Denied" },
                "reviewedBy": format!("p{lead}"), "reviewedDateTime": instant(person, place) }]);
        }
        request
    })
}

fn package_of(scale: &Scale, person: usize, place: usize) -> usize {
    let department = scale.department_of(person);
    let packages = scale.own_packages(department);
    scale.own_package(
        department,
        (random::of(person, packages) + place) % packages,
    )
}

/// Some day of the first half of 2026, the same for the same place.
fn instant(person: usize, place: usize) -> String {
    let day = random::of(person * 16 + place, 180);
    format!(
        "2026-{:02}-{:02}T{:02}:{:02}:00Z",
        1 + day / 30,
        1 + day % 28,
        person % 24,
        place
    )
}
