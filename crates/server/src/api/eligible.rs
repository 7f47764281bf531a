//! Which packages somebody may request, found from what is theirs: the cost depends on the person's own groups and the
//! policies that name them, not on how many policies the organisation has (Graph contract: allowedTargetScope).
//!
//! The decision about one request is `portico_governance::eligibility`; this is the same rule for lists.

use crate::signin::person::Person;
use crate::store::{StoreError, Tx, Value, organizations};

use super::read::Scope;

/// Packages of the table alias `p` that the person may ask for. With `hidden`, those too that are left out of browsing.
pub async fn requestable(tx: &mut Tx, person: &Person, hidden: bool) -> Result<Scope, StoreError> {
    let mut values = vec![Value::from(person.user_id.clone())];
    let mut ways = vec![
        "w.kind = 'allUsers' AND w.scope_id = ''",
        "w.kind = 'user' AND w.scope_id = $1",
        "w.kind = 'group' AND w.scope_id IN (SELECT i.group_id FROM memberships i WHERE i.member_id = $1)",
        "w.kind = 'rule' AND w.scope_id IN (SELECT i.rule_id FROM rule_members i WHERE i.user_id = $1)",
    ];
    let mut catalog = "c.state = 'published'".to_owned();
    if person.is_guest {
        // Whatever the policy says, people from outside see only what its catalog shows them.
        catalog.push_str(" AND c.is_externally_visible = 1");
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
    let hidden = if hidden { "" } else { "p.is_hidden = 0 AND " };
    // One branch a way, so that each is a look into the index of policy_scopes.
    let branches: Vec<String> = ways
        .iter()
        .map(|way| {
            format!(
                "SELECT o.package_id FROM policy_scopes w JOIN policies o ON o.id = w.policy_id \
                 WHERE o.self_add = 1 AND {way}"
            )
        })
        .collect();
    Ok(Scope {
        joins: "JOIN catalogs c ON c.id = p.catalog_id".to_owned(),
        condition: format!(
            "{hidden}{catalog} AND p.id IN ({})",
            branches.join(" UNION ")
        ),
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::harbour::Harbour;
    use crate::store::{Engine, Sql};

    /// SQLite's plan for a search among what Ana may ask for, a line a step.
    async fn plan(harbour: &Harbour) -> Vec<String> {
        let ana = harbour.person("ana").await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        let mut scope = requestable(&mut tx, &ana, false).await.unwrap();
        let (found, word) = Engine::Sqlite.package_contains("p", "crane", scope.values.len() + 1);
        scope.values.push(Value::from(word));
        let text = format!(
            "EXPLAIN QUERY PLAN SELECT p.id FROM packages p {} WHERE ({}) AND ({found}) \
             ORDER BY p.display_name_folded, p.id LIMIT 51",
            scope.joins, scope.condition
        );
        let rows = Sql::new(text).values(scope.values).fetch_all(&mut tx).await;
        let rows = rows.unwrap();
        rows.iter().map(|row| row.text("detail").unwrap()).collect()
    }

    #[tokio::test]
    async fn lists_look_up_what_is_theirs_and_nothing_else() {
        let harbour = Harbour::new().await;
        if harbour.engine.store.engine() != Engine::Sqlite {
            return;
        }
        let plan = plan(&harbour).await;
        let steps = plan.join("\n");
        assert!(
            plan.iter()
                .any(|step| step.starts_with("SEARCH p USING INDEX")),
            "{steps}"
        );
        // Every pair of a package that may be asked for and one that was found would be tried.
        assert!(!steps.contains("id=? AND rowid=?"), "{steps}");
        assert!(
            !plan
                .iter()
                .any(|step| *step == "SCAN p" || step.starts_with("SCAN p ")),
            "{steps}"
        );
        let asked = plan.iter().filter(|step| step.contains("policies_asked"));
        assert_eq!(asked.count(), 4, "{steps}");
    }
}
