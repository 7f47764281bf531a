//! The calls that are measured, each by many people in turn.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::client::{Ask, Connection};
use crate::load::Plan;
use crate::organisation::{package_id, person_id, policy_id, search_word};
use crate::scale::{COMMON, LEADS};

/// Where entitlement management begins.
pub const GRAPH: &str = "/v1.0/identityGovernance/entitlementManagement";

/// Who calls.
pub struct Callers<'a> {
    /// A session of each person.
    pub cookies: &'a [String],
}

/// The lists that hold only what is one person's own: their cost must not follow the organisation.
pub const MINE: [&str; 5] = [
    "my requests",
    "my access",
    "progress of mine",
    "approvals waiting",
    "progress of waiting",
];

impl Callers<'_> {
    /// The reads, by anybody.
    pub fn reads(&self) -> Vec<Plan> {
        let mut reads = vec![
            self.browse(),
            self.each("search", |call| {
                let word = percent_encoded(search_word(call));
                format!("{GRAPH}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$search=%22{word}%22&$top=50")
            }),
            self.each("package", |call| {
                let package = package_id(call % COMMON);
                format!("{GRAPH}/accessPackages/{package}")
            }),
            self.each("my requests", |_| {
                format!("{GRAPH}/assignmentRequests/filterByCurrentUser(on='target')?$expand=accessPackage&$top=50")
            }),
            self.each("my access", |_| {
                format!("{GRAPH}/assignments/filterByCurrentUser(on='target')?$expand=accessPackage&$top=50")
            }),
            self.each("progress of mine", |_| "/portico/v1/requests/progress?on=target".to_owned()),
            self.each("preview", |call| {
                let package = call % COMMON;
                format!("/portico/v1/packages/{}/preview?policyId={}", package_id(package), policy_id(package))
            }),
        ];
        let mut requirements = self.each("requirements", |call| {
            format!(
                "{GRAPH}/accessPackages/{}/getApplicablePolicyRequirements",
                package_id(call % COMMON)
            )
        });
        for ask in &mut requirements.asks {
            ask.method = "POST";
        }
        reads.push(requirements);
        reads
    }

    /// All reads in turn, each by another person.
    pub fn all_reads(&self) -> Plan {
        let reads = self.reads();
        let kinds = reads.len();
        let mut asks: Vec<_> = reads
            .into_iter()
            .enumerate()
            .flat_map(|(kind, plan)| {
                let asks = plan.asks.into_iter().enumerate();
                asks.filter(move |(person, _)| person % kinds == kind)
            })
            .collect();
        asks.sort_by_key(|(person, _)| *person);
        Plan {
            name: "all reads",
            wanted: 200,
            asks: asks.into_iter().map(|(_, ask)| ask).collect(),
        }
    }

    /// Everything that can be asked for, the first page.
    pub fn browse(&self) -> Plan {
        self.each("browse", |_| {
            format!("{GRAPH}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$top=50")
        })
    }

    /// The reads of those who decide.
    pub fn approver_reads(&self) -> Vec<Plan> {
        let waiting = format!(
            "{GRAPH}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')?$expand=stages&$top=50"
        );
        let progress = "/portico/v1/requests/progress?on=approver".to_owned();
        [
            ("approvals waiting", waiting),
            ("progress of waiting", progress),
        ]
        .into_iter()
        .map(|(name, path)| Plan {
            name,
            wanted: 200,
            asks: self
                .leads()
                .map(|cookie| Ask::get(path.clone(), cookie))
                .collect(),
        })
        .collect()
    }

    /// Access that an administrator gives, to nobody who asks for it.
    pub fn gifts(&self, from: usize, count: usize) -> Result<Plan> {
        let administrator = self.cookies.first().context("nobody is signed in")?;
        let mut asks = Vec::with_capacity(count);
        for call in from..from + count {
            let (person, package) = self.pair(call)?;
            let body = json!({
                "requestType": "adminAdd",
                "assignment": { "accessPackageId": package_id(package), "assignmentPolicyId": policy_id(package),
                    "targetId": person_id(person) },
            });
            asks.push(Ask {
                method: "POST",
                path: format!("{GRAPH}/assignmentRequests"),
                cookie: administrator.clone(),
                body: Some(body.to_string()),
            });
        }
        Ok(Plan {
            name: "give",
            wanted: 201,
            asks,
        })
    }

    /// A person and a package that are together in no other call.
    fn pair(&self, call: usize) -> Result<(usize, usize)> {
        let people = self.cookies.len().saturating_sub(LEADS);
        ensure!(
            call < people * COMMON,
            "there are too few people for so many requests"
        );
        let package = call / people + call % people;
        Ok((LEADS + call % people, package % COMMON))
    }

    /// Requests number `from` and further, each by another person or for another package than all others.
    pub fn submissions(&self, from: usize, count: usize) -> Result<Plan> {
        let mut asks = Vec::with_capacity(count);
        for call in from..from + count {
            let (person, package) = self.pair(call)?;
            let body = json!({
                "requestType": "userAdd",
                "justification": "Für die Messung",
                "assignment": { "accessPackageId": package_id(package), "assignmentPolicyId": policy_id(package) },
            });
            asks.push(Ask {
                method: "POST",
                path: format!("{GRAPH}/assignmentRequests"),
                cookie: self.cookies.get(person).cloned().unwrap_or_default(),
                body: Some(body.to_string()),
            });
        }
        Ok(Plan {
            name: "submit",
            wanted: 201,
            asks,
        })
    }

    /// A decision about each of up to `most` requests that wait now.
    pub async fn decisions(&self, address: &str, most: usize) -> Result<Plan> {
        let mut connection = Connection::new(address, None);
        let mut asks = Vec::new();
        for cookie in self.leads() {
            let mut path = format!(
                "{GRAPH}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')?$expand=stages&$top=100"
            );
            // What waits comes first, because it is the newest.
            for _ in 0..most.div_ceil(LEADS).div_ceil(100) {
                let answer = connection.send(&Ask::get(path.clone(), cookie)).await?;
                let page: Value = serde_json::from_slice(&answer.body)?;
                let approvals = page["value"].as_array().context("no approvals")?;
                asks.extend(
                    approvals
                        .iter()
                        .filter_map(|approval| decision(approval, cookie)),
                );
                let Some(next) = page["@odata.nextLink"].as_str() else {
                    break;
                };
                next.split_once("/v1.0")
                    .map_or(next, |(_, rest)| rest)
                    .clone_into(&mut path);
                path.insert_str(0, "/v1.0");
            }
        }
        ensure!(!asks.is_empty(), "nothing waits for a decision");
        asks.truncate(most);
        Ok(Plan {
            name: "decide",
            wanted: 204,
            asks,
        })
    }

    fn leads(&self) -> impl Iterator<Item = &String> {
        self.cookies.iter().take(LEADS)
    }

    fn each(&self, name: &'static str, path: impl Fn(usize) -> String) -> Plan {
        let asks = self.cookies.iter().enumerate();
        Plan {
            name,
            wanted: 200,
            asks: asks
                .map(|(call, cookie)| Ask::get(path(call), cookie))
                .collect(),
        }
    }
}

fn decision(approval: &Value, cookie: &str) -> Option<Ask> {
    let id = approval["id"].as_str()?;
    let stages = approval["stages"].as_array()?;
    let stage = stages.iter().find(|stage| stage["assignedToMe"] == true)?;
    let stage = stage["id"].as_str()?;
    Some(Ask {
        method: "PATCH",
        path: format!("{GRAPH}/accessPackageAssignmentApprovals/{id}/stages/{stage}"),
        cookie: cookie.to_owned(),
        body: Some(json!({ "reviewResult": "Approve", "justification": "Gut" }).to_string()),
    })
}

/// Text as it stands in a query.
pub fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        // Writing into a String cannot fail.
        let _ = write!(out, "%{byte:02X}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_asks_twice_for_the_same() {
        let cookies: Vec<String> = (0..60).map(|person| format!("c{person}")).collect();
        let callers = Callers { cookies: &cookies };
        let plan = callers.submissions(0, 600).unwrap();
        let mut seen: Vec<_> = plan
            .asks
            .iter()
            .map(|ask| (&ask.cookie, &ask.body))
            .collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 600);
        assert!(callers.submissions(0, 601).is_err());
    }

    #[test]
    fn every_read_takes_its_turn() {
        let cookies: Vec<String> = (0..16).map(|person| format!("c{person}")).collect();
        let callers = Callers { cookies: &cookies };
        let plan = callers.all_reads();
        assert_eq!(plan.asks.len(), 16);
        let (first, second) = plan.asks.split_at(8);
        assert_eq!(first.iter().map(|ask| &ask.cookie).max().unwrap(), "c7");
        // Whichever package it is.
        let starts = |asks: &[Ask]| {
            let mut paths: Vec<_> = asks
                .iter()
                .map(|ask| ask.path.chars().take(28).collect::<String>())
                .collect();
            paths.sort();
            paths
        };
        assert_eq!(starts(first), starts(second));
    }

    #[test]
    fn words_are_encoded() {
        assert_eq!(percent_encoded("aß"), "%61%C3%9F");
    }
}
