//! The calls of those who administer, and of whoever keeps the directory: one caller after the other's work.

use serde_json::json;

use crate::calls::{GRAPH, percent_encoded};
use crate::client::Ask;
use crate::load::Plan;
use crate::organisation::{package_id, person_id, sign_in_name};
use crate::scale::{COMMON, Scale};
use crate::server::SCIM_TOKEN;

/// Different calls of each kind of read.
const READS: usize = 100;

/// Who calls.
pub struct Administrator<'a> {
    /// Their session.
    pub cookie: &'a str,
    /// The organisation's size.
    pub scale: Scale,
}

impl Administrator<'_> {
    /// Lists of everything, and people as the directory knows them.
    pub fn reads(&self) -> Vec<Plan> {
        let of = |name, path: &dyn Fn(usize) -> String| Plan {
            name,
            wanted: 200,
            asks: (0..READS)
                .map(|call| Ask::get(path(call), self.cookie))
                .collect(),
        };
        vec![
            of("all packages", &|_| {
                format!("{GRAPH}/accessPackages?$top=50&$expand=catalog")
            }),
            of("assignments of a package", &|call| {
                let package = package_id(call % COMMON);
                format!(
                    "{GRAPH}/assignments?$filter=accessPackage/id%20eq%20'{package}'&$expand=target&$top=50"
                )
            }),
            of("people and managers", &|_| {
                "/v1.0/users?$top=50&$expand=manager".to_owned()
            }),
            Plan {
                wanted: 404,
                ..of("photo, none", &|call| {
                    let person = person_id(call % self.scale.people);
                    format!("/v1.0/users/{person}/photo/$value")
                })
            },
            scim("SCIM, find a person", READS, |call| {
                let name = sign_in_name(call % self.scale.people);
                let filter = percent_encoded(&format!("userName eq \"{name}\""));
                Ask::get(format!("/scim/v2/Users?filter={filter}"), "")
            }),
        ]
    }

    /// Changes to what there is: policies, people.
    pub fn writes(&self, count: usize) -> Vec<Plan> {
        let policies = (0..count).map(|call| {
            let body = json!({
                "displayName": format!("Measured {call}"),
                "accessPackage": { "id": package_id(call % self.scale.packages) },
                "allowedTargetScope": "allMemberUsers",
                "expiration": { "type": "afterDuration", "duration": "P30D" },
                "requestorSettings": { "enableTargetsToSelfAddAccess": true },
                "requestApprovalSettings": { "isApprovalRequiredForAdd": false },
            });
            Ask {
                method: "POST",
                path: format!("{GRAPH}/assignmentPolicies"),
                cookie: self.cookie.to_owned(),
                body: Some(body.to_string()),
            }
        });
        vec![
            Plan {
                name: "make a policy",
                wanted: 201,
                asks: policies.collect(),
            },
            scim("SCIM, change a person", count, |call| {
                let operation =
                    json!({ "op": "replace", "path": "title", "value": format!("Title {call}") });
                let body = json!({
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                    "Operations": [operation],
                });
                Ask {
                    method: "PATCH",
                    path: format!("/scim/v2/Users/{}", person_id(call % self.scale.people)),
                    cookie: String::new(),
                    body: Some(body.to_string()),
                }
            }),
        ]
    }
}

fn scim(name: &'static str, count: usize, ask: impl Fn(usize) -> Ask) -> Plan {
    let asks = (0..count).map(|call| Ask {
        cookie: format!("Bearer {SCIM_TOKEN}"),
        ..ask(call)
    });
    Plan {
        name,
        wanted: 200,
        asks: asks.collect(),
    }
}
