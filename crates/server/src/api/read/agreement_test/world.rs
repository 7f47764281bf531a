//! An organisation made up of whatever may lie in a database.

use portico_graph::model::{
    ALLOWED_TARGET_SCOPE, ASSIGNMENT_STATE, CATALOG_STATE, CATALOG_TYPE, EnumType, REQUEST_STATE,
    REQUEST_TYPE, ROLE_TYPE, SUBJECT_LIFECYCLE,
};
use portico_graph::time::Instant;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};

use super::texts::text;
use crate::api::test_yard::put;
use crate::store::fold::fold;
use crate::store::{StoreError, Tx, packages};

/// Rows with their tables, in an order that references allow.
pub type Rows = Vec<(&'static str, Json)>;

const CATALOGS: usize = 4;
const RESOURCES: usize = 6;
const PACKAGES: usize = 16;
const PEOPLE: usize = 20;
const ACCESSES: usize = 30;

/// A world.
pub fn rows(runner: &mut TestRunner) -> Rows {
    let mut maker = Maker {
        runner,
        rows: Vec::new(),
    };
    maker.catalogs();
    maker.directory();
    maker.packages();
    maker.access();
    maker.rows
}

/// Writes a world, and the texts that a search looks into as they are written everywhere.
pub async fn fill(tx: &mut Tx, rows: Rows) -> Result<(), StoreError> {
    for (table, row) in rows {
        put(tx, table, row).await?;
    }
    for number in 0..PACKAGES {
        packages::refresh_search_text(tx, &format!("p{number}")).await?;
    }
    Ok(())
}

struct Maker<'a> {
    runner: &'a mut TestRunner,
    rows: Rows,
}

impl Maker<'_> {
    fn draw<S: Strategy>(&mut self, strategy: &S) -> S::Value {
        strategy.new_tree(self.runner).unwrap().current()
    }

    fn text(&mut self) -> String {
        self.draw(&text())
    }

    fn maybe(&mut self) -> Option<String> {
        self.draw(&prop::option::weighted(0.7, text()))
    }

    fn flag(&mut self) -> i64 {
        self.draw(&(0..2_i64))
    }

    fn below(&mut self, most: usize) -> usize {
        self.draw(&(0..most))
    }

    /// Close to each other, or as far away as can be written.
    fn instant(&mut self) -> String {
        let near = (0..6_i64).prop_map(|step| 1_795_507_200 + step);
        let far = prop::sample::select(vec![
            i64::MIN,
            -62_135_596_800,
            -1,
            0,
            2_147_483_648,
            i64::MAX,
        ]);
        let seconds = self.draw(&prop_oneof![4 => near, 1 => far]);
        Instant::from_unix(seconds).to_string()
    }

    fn member(&mut self, set: &'static EnumType) -> &'static str {
        let all = set.members.iter().chain(set.later).copied();
        self.draw(&prop::sample::select(all.collect::<Vec<_>>()))
    }

    fn add(&mut self, table: &'static str, mut row: Json) {
        let twins: Vec<(String, Json)> = row
            .as_object()
            .unwrap()
            .iter()
            .filter_map(|(name, value)| {
                let whose = name.strip_prefix("folded ")?;
                Some((whose.to_owned(), value.clone()))
            })
            .collect();
        for (name, value) in twins {
            row.as_object_mut()
                .unwrap()
                .remove(&format!("folded {name}"));
            row[format!("{name}_folded")] =
                value.as_str().map_or(Json::Null, |text| json!(fold(text)));
            row[name] = value;
        }
        // A null would be bound as a number or as a text, but not as both in one statement.
        row.as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        self.rows.push((table, row));
    }

    fn catalogs(&mut self) {
        for number in 0..CATALOGS {
            let row = json!({ "id": format!("c{number}"), "folded display_name": self.text(), "description": self.maybe(),
                "catalog_type": self.member(&CATALOG_TYPE), "state": self.member(&CATALOG_STATE),
                "is_externally_visible": self.flag(), "version": 1, "created_at": self.instant(), "modified_at": self.instant() });
            self.add("catalogs", row);
        }
        for number in 0..RESOURCES {
            let row = json!({ "id": format!("e{number}"), "catalog_id": format!("c{}", self.below(CATALOGS)),
                "origin_system": self.text(), "origin_id": format!("{number} {}", self.text()), "folded display_name": self.text(),
                "description": self.maybe(), "attributes": "[]", "created_at": self.instant(), "modified_at": self.instant() });
            self.add("resources", row);
            let kind = self.member(&ROLE_TYPE);
            let kind = if number % 2 == 0 {
                json!(kind)
            } else {
                Json::Null
            };
            let row = json!({ "id": format!("r{number}"), "resource_id": format!("e{number}"), "origin_system": self.text(),
                "origin_id": self.text(), "folded display_name": self.text(), "description": self.maybe(), "type": kind });
            self.add("resource_roles", row);
            let row = json!({ "id": format!("y{number}"), "resource_id": format!("e{number}"), "origin_system": self.text(),
                "origin_id": self.text(), "display_name": self.text(), "description": self.maybe(), "is_root_scope": self.flag() });
            self.add("resource_scopes", row);
        }
    }

    fn directory(&mut self) {
        for number in 0..PEOPLE {
            let manager = if number == 0 {
                Json::Null
            } else {
                json!(format!("u{}", self.below(number)))
            };
            let row = json!({ "id": format!("u{number}"), "folded user_principal_name": format!("{}{number}@x", self.text()),
                "folded display_name": self.text(), "folded mail": self.maybe(), "user_type": if self.flag() == 0 { "Guest" } else { "Member" },
                "folded department": self.maybe(), "folded job_title": self.maybe(), "manager_id": manager,
                "account_enabled": self.flag(), "created_at": self.instant(), "modified_at": self.instant() });
            self.add("users", row);
            let row = json!({ "id": format!("g{number}"), "folded display_name": self.text(), "description": self.maybe(),
                "created_at": self.instant(), "modified_at": self.instant() });
            self.add("groups", row);
        }
        for number in 0..3 {
            let state = if number == 0 {
                "proposed"
            } else {
                "configured"
            };
            let row = json!({ "id": format!("o{number}"), "folded display_name": self.text(), "description": self.maybe(),
                "state": state, "created_at": self.instant(), "modified_at": self.instant() });
            self.add("connected_organizations", row);
        }
        for number in 0..PEOPLE {
            let known = number % 3 > 0;
            let organization = self.draw(&prop::option::of(0..3));
            let email = self.maybe().filter(|_| known);
            let row = json!({ "id": format!("s{number}"), "subject_type": if known { "user" } else { "servicePrincipal" },
                "object_id": known.then(|| format!("u{number}")), "folded display_name": self.maybe(),
                "folded email": email.or_else(|| (!known).then(|| format!("{number}@y"))), "principal_name": self.maybe(),
                "subject_lifecycle": self.member(&SUBJECT_LIFECYCLE),
                "connected_organization_id": organization.map(|number| format!("o{number}")), "created_at": self.instant() });
            self.add("subjects", row);
        }
    }

    fn packages(&mut self) {
        for number in 0..PACKAGES {
            let row = json!({ "id": format!("p{number}"), "catalog_id": format!("c{}", self.below(CATALOGS)),
                "folded display_name": self.text(), "folded description": self.maybe(), "is_hidden": self.flag(), "search_text": "",
                "version": 1, "created_at": self.instant(), "modified_at": self.instant() });
            self.add("packages", row);
            for _ in 0..self.below(4) {
                let role = self.below(RESOURCES);
                let row = json!({ "package_id": format!("p{number}"), "id": format!("r{role}_y{role}"), "role_id": format!("r{role}"),
                    "scope_id": format!("y{role}"), "created_at": self.instant() });
                self.add("resource_role_scopes", row);
            }
            for other in 0..self.below(number + 1).min(3) {
                let row = json!({ "package_id": format!("p{number}"), "incompatible_id": format!("p{other}") });
                self.add("incompatible_packages", row);
                let row = json!({ "package_id": format!("p{number}"), "group_id": format!("g{}", self.below(PEOPLE)) });
                self.add("incompatible_groups", row);
            }
        }
        for number in 0..2 * PACKAGES {
            let row = json!({ "id": format!("l{number}"), "package_id": format!("p{}", self.below(PACKAGES)), "folded display_name": self.text(),
                "description": self.maybe(), "allowed_target_scope": self.member(&ALLOWED_TARGET_SCOPE), "specific_allowed_targets": "[]",
                "questions": "[]", "custom_extension_stage_settings": "[]", "self_add": 0, "on_behalf_add": 0, "version": 1,
                "created_at": self.instant(), "modified_at": self.instant() });
            self.add("policies", row);
        }
    }

    fn access(&mut self) {
        // No two of them for the same person and package, so that any state may stand beside any other.
        for number in 0..ACCESSES {
            let (target, package) = (
                format!("s{}", number % PEOPLE),
                format!("p{}", number % PACKAGES),
            );
            let policy = self.draw(&prop::option::weighted(0.8, 0..2 * PACKAGES));
            let policy = policy.map(|number| format!("l{number}"));
            let state = if number % 4 == 0 {
                "reserved"
            } else {
                self.member(&ASSIGNMENT_STATE)
            };
            let ended = self.flag() == 1;
            let row = json!({ "id": format!("a{number}"), "target_id": target, "package_id": package, "policy_id": policy,
                "state": state, "status": self.text(), "expired_at": ended.then(|| self.instant()), "callout_instances": "[]",
                "version": 1, "created_at": self.instant(), "modified_at": self.instant() });
            self.add("assignments", row);
            let completed = self.flag() == 1;
            let row = json!({ "id": format!("q{number}"), "request_type": self.member(&REQUEST_TYPE), "state": self.member(&REQUEST_STATE),
                "status": self.text(), "requestor_id": format!("s{}", self.below(PEOPLE)), "target_id": target, "created_by_id": target,
                "package_id": package, "policy_id": policy, "assignment_id": format!("a{number}"), "answers": "[]", "bypass_approval": 0,
                "is_renewal": 0, "callout_instances": "[]", "version": 1, "created_at": self.instant(), "modified_at": self.instant(),
                "completed_at": completed.then(|| self.instant()) });
            self.add("requests", row);
        }
    }
}
