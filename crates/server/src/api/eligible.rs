//! Which packages somebody may request, found from what is theirs: the cost depends on the person's own groups and the
//! policies that name them, not on how many policies the organisation has (Graph contract: allowedTargetScope).
//!
//! The decision about one request is `portico_governance::eligibility`; this is the same rule for lists.

use crate::signin::person::Person;
use crate::store::{StoreError, Tx, Value, organizations};

use super::read::Scope;

/// Packages of the table alias `p` that the person may ask for, without those that are left out of browsing: for lists, which start from
/// what is the person's.
pub async fn requestable(tx: &mut Tx, person: &Person) -> Result<Scope, StoreError> {
    let covered = Covered::of(tx, person).await?;
    // One branch a way, so that each is a look into the index of policy_scopes. What two ways find is one package all the same.
    let branches: Vec<String> = covered
        .ways
        .iter()
        .map(|way| {
            format!(
                "SELECT o.package_id FROM policy_scopes w JOIN policies o ON o.id = w.policy_id \
                 WHERE o.self_add = 1 AND {way}"
            )
        })
        .collect();
    let found = format!(
        "p.is_hidden = 0 AND p.id IN ({})",
        branches.join(" UNION ALL ")
    );
    Ok(covered.scope(&found))
}

/// The same for one package, be it left out of browsing: its own policies are looked at, and no others.
pub async fn one_requestable(tx: &mut Tx, person: &Person) -> Result<Scope, StoreError> {
    let covered = Covered::of(tx, person).await?;
    let found = format!(
        "EXISTS (SELECT 1 FROM policies o WHERE o.package_id = p.id AND o.self_add = 1 AND EXISTS \
           (SELECT 1 FROM policy_scopes w WHERE w.policy_id = o.id AND ({})))",
        covered.ways.join(" OR ")
    );
    Ok(covered.scope(&found))
}

/// How somebody may be covered by a policy that lets its targets ask.
struct Covered {
    /// The catalogs that they see, under the alias `c`.
    catalog: &'static str,
    /// Rows of `policy_scopes`, under the alias `w`.
    ways: Vec<&'static str>,
    values: Vec<Value>,
}

impl Covered {
    async fn of(tx: &mut Tx, person: &Person) -> Result<Self, StoreError> {
        let mut values = vec![Value::from(person.user_id.clone())];
        let mut ways = vec![
            "w.kind = 'allUsers' AND w.scope_id = ''",
            "w.kind = 'user' AND w.scope_id = $1",
            "w.kind = 'group' AND w.scope_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
            "w.kind = 'rule' AND w.scope_id IN (SELECT i.rule_id FROM rule_members i WHERE i.user_id = $1)",
        ];
        let mut catalog = "c.state = 'published'";
        if person.is_guest {
            // Whatever the policy says, people from outside see only what its catalog shows them.
            catalog = "c.state = 'published' AND c.is_externally_visible = 1";
            ways.push("w.kind = 'allExternal' AND w.scope_id = ''");
            if let Some(organization) = organizations::of_user(tx, &person.user_id).await? {
                values.push(Value::from(organization));
                ways.push("w.kind = 'organization' AND w.scope_id = $2");
                ways.push(
                    "w.kind = 'allConfiguredOrganizations' AND w.scope_id = '' \
                     AND EXISTS (SELECT 1 FROM connected_organizations n WHERE n.id = $2 AND n.state = 'configured')",
                );
            }
        } else {
            ways.push("w.kind = 'allMembers' AND w.scope_id = ''");
        }
        Ok(Self {
            catalog,
            ways,
            values,
        })
    }

    fn scope(self, found: &str) -> Scope {
        Scope {
            joins: "JOIN catalogs c ON c.id = p.catalog_id".to_owned(),
            condition: format!("{} AND {found}", self.catalog),
            values: self.values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::harbour::Harbour;
    use crate::store::{Engine, Sql};

    /// The plan for a page of what somebody may ask for, found by `search` or all of it, a line a step.
    async fn plan(harbour: &Harbour, who: &str, search: Option<&str>) -> Vec<String> {
        let person = harbour.person(who).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        let engine = tx.engine();
        let mut scope = requestable(&mut tx, &person).await.unwrap();
        let mut found = "1 = 1".to_owned();
        if let Some(word) = search {
            let (condition, word) = engine.package_contains("p", word, scope.values.len() + 1);
            scope.values.push(Value::from(word));
            found = condition;
        }
        let text = format!(
            "SELECT p.id FROM packages p {} WHERE ({}) AND ({found}) ORDER BY p.display_name_folded, p.id LIMIT 51",
            scope.joins, scope.condition
        );
        explained(&mut tx, &text, scope.values).await
    }

    async fn explained(tx: &mut Tx, text: &str, values: Vec<Value>) -> Vec<String> {
        let (explain, column) = match tx.engine() {
            Engine::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            Engine::Postgres => {
                // Tables of a few rows are read as a whole unless that is made dear; then only what no index helps is.
                let dear = Sql::new("SET LOCAL enable_seqscan = off");
                dear.execute(tx).await.unwrap();
                ("EXPLAIN", "QUERY PLAN")
            }
        };
        let rows = Sql::new(format!("{explain} {text}"))
            .values(values)
            .fetch_all(tx)
            .await;
        let rows = rows.unwrap();
        rows.iter().map(|row| row.text(column).unwrap()).collect()
    }

    #[tokio::test]
    async fn lists_look_up_what_is_theirs_and_nothing_else() {
        let harbour = Harbour::new().await;
        // A member has five ways to be covered, a guest of a partner seven.
        for (who, ways) in [("ana", 5), ("gus", 7)] {
            for search in [None, Some("crane")] {
                let plan = plan(&harbour, who, search).await;
                let steps = plan.join("\n");
                if harbour.engine.store.engine() == Engine::Postgres {
                    assert!(!steps.contains("Seq Scan on pol"), "{steps}");
                    assert!(!steps.contains("Seq Scan on rule_members"), "{steps}");
                    assert!(steps.contains("policy_scopes_who"), "{steps}");
                    continue;
                }
                let found = |step: &String| {
                    step.starts_with("SEARCH p USING") && !step.contains("PRIMARY KEY")
                };
                assert!(plan.iter().any(found), "{steps}");
                // Every pair of a package that may be asked for and one that was found would be tried.
                assert!(!steps.contains("id=? AND rowid=?"), "{steps}");
                for table in ["p", "w", "o", "i", "c"] {
                    let scan = format!("SCAN {table}");
                    let scans =
                        |step: &&String| **step == scan || step.starts_with(&format!("{scan} "));
                    assert_eq!(plan.iter().find(scans), None, "{steps}");
                }
                let count = |index: &str| plan.iter().filter(|step| step.contains(index)).count();
                assert_eq!(count("policies_asked"), ways, "{steps}");
                assert_eq!(count("policy_scopes_who"), ways, "{steps}");
            }
        }
    }

    #[tokio::test]
    async fn one_package_looks_at_its_own_policies() {
        let harbour = Harbour::new().await;
        for who in ["ana", "gus"] {
            let person = harbour.person(who).await;
            let mut tx = harbour.engine.store.begin_read().await.unwrap();
            let scope = one_requestable(&mut tx, &person).await.unwrap();
            let place = scope.values.len() + 1;
            let text = format!(
                "SELECT p.id FROM packages p {} WHERE p.id = ${place} AND ({})",
                scope.joins, scope.condition
            );
            let mut values = scope.values;
            values.push(Value::from("crane".to_owned()));
            let plan = explained(&mut tx, &text, values).await;
            let steps = plan.join("\n");
            assert!(
                !steps.contains("SCAN") && !steps.contains("Seq Scan"),
                "{steps}"
            );
            assert!(steps.contains("policies_package"), "{steps}");
        }
    }
}
