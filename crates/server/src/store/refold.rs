//! Folded twins follow the function that makes them. A database that was written with another folding has all of them made
//! anew when it is opened, in the transaction that brings its tables to the newest form.

use portico_graph::IdentitySource;

use super::fold::{domain, fold};
use super::{Sql, StoreError, Tx, meta, packages};

/// Which folding wrote the twins; raised with every change of [`fold`].
pub const FOLDING: &str = "2";

/// Columns that have a twin, by table.
const TWINS: &[(&str, &[&str])] = &[
    ("catalogs", &["display_name"]),
    ("connected_organizations", &["display_name"]),
    ("extensions", &["display_name"]),
    ("groups", &["display_name"]),
    ("packages", &["display_name", "description"]),
    ("policies", &["display_name"]),
    ("resource_roles", &["display_name"]),
    ("resources", &["display_name"]),
    ("role_definitions", &["display_name"]),
    ("service_principals", &["display_name"]),
    ("sites", &["display_name"]),
    ("subjects", &["display_name", "email"]),
    (
        "users",
        &[
            "user_principal_name",
            "display_name",
            "mail",
            "department",
            "job_title",
        ],
    ),
];

/// Rows read at a time.
const STEP: usize = 1000;

/// Makes the twins anew, unless today's folding wrote them.
pub(super) async fn refold(tx: &mut Tx) -> Result<(), StoreError> {
    if meta::get(tx, meta::name::FOLDING).await?.as_deref() == Some(FOLDING) {
        return Ok(());
    }
    for (table, columns) in TWINS {
        table_again(tx, table, columns).await?;
    }
    domains_of_users(tx).await?;
    domains_of_organizations(tx).await?;
    // Put together from the twins above.
    for row in Sql::new("SELECT id FROM packages").fetch_all(tx).await? {
        packages::refresh_search_text(tx, &row.text("id")?).await?;
    }
    meta::set(tx, meta::name::FOLDING, FOLDING).await
}

async fn table_again(tx: &mut Tx, table: &str, columns: &[&str]) -> Result<(), StoreError> {
    let wanted: Vec<String> = columns
        .iter()
        .map(|column| format!("{column}, {column}_folded"))
        .collect();
    let mut last = String::new();
    loop {
        let text = format!(
            "SELECT id, {} FROM {table} WHERE id > $1 ORDER BY id LIMIT {STEP}",
            wanted.join(", ")
        );
        let rows = Sql::new(text).text(&last).fetch_all(tx).await?;
        for row in &rows {
            last = row.text("id")?;
            for column in columns {
                let twin = format!("{column}_folded");
                let folded = row.opt_text(*column)?.as_deref().map(fold);
                if folded != row.opt_text(twin.as_str())? {
                    Sql::new(format!("UPDATE {table} SET {twin} = $2 WHERE id = $1"))
                        .text(&last)
                        .opt_text(folded)
                        .execute(tx)
                        .await?;
                }
            }
        }
        if rows.len() < STEP {
            return Ok(());
        }
    }
}

async fn domains_of_users(tx: &mut Tx) -> Result<(), StoreError> {
    let mut last = String::new();
    loop {
        let text = format!(
            "SELECT id, mail, user_principal_name, domain_folded FROM users WHERE id > $1 ORDER BY id LIMIT {STEP}"
        );
        let rows = Sql::new(text).text(&last).fetch_all(tx).await?;
        for row in &rows {
            last = row.text("id")?;
            let by_mail = row.opt_text("mail")?.as_deref().and_then(domain);
            let name = row.text("user_principal_name")?;
            let folded = by_mail.or_else(|| domain(&name));
            if folded != row.opt_text("domain_folded")? {
                Sql::new("UPDATE users SET domain_folded = $2 WHERE id = $1")
                    .text(&last)
                    .opt_text(folded)
                    .execute(tx)
                    .await?;
            }
        }
        if rows.len() < STEP {
            return Ok(());
        }
    }
}

async fn domains_of_organizations(tx: &mut Tx) -> Result<(), StoreError> {
    let text = "SELECT organization_id, position, source, domain_folded FROM identity_sources";
    for row in Sql::new(text).fetch_all(tx).await? {
        let source: IdentitySource = row.json("source")?;
        let folded = source.domain_name.as_deref().map(fold);
        if folded != row.opt_text("domain_folded")? {
            Sql::new(
                "UPDATE identity_sources SET domain_folded = $3 WHERE organization_id = $1 AND position = $2",
            )
            .text(row.text("organization_id")?)
            .int(row.int("position")?)
            .opt_text(folded)
            .execute(tx)
            .await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::test_app::TestApp;
    use crate::store::migrate;

    #[test]
    fn every_column_with_a_twin_is_known() {
        let mut declared = BTreeSet::new();
        for text in migrate::texts() {
            let mut table = "";
            for line in text.lines().map(str::trim) {
                if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                    table = rest.trim_end_matches(" (");
                }
                let column = line.split(' ').next().unwrap_or_default();
                if let (Some(whose), true) =
                    (column.strip_suffix("_folded"), line.contains(" TEXT"))
                {
                    declared.insert((table, whose));
                }
            }
        }
        let known = TWINS
            .iter()
            .flat_map(|(table, columns)| columns.iter().map(|column| (*table, *column)));
        let domains = [("users", "domain"), ("identity_sources", "domain")];
        assert_eq!(declared, known.chain(domains).collect());
    }

    #[tokio::test]
    async fn what_another_folding_wrote_is_made_anew_once() {
        let app = TestApp::new().await;
        let store = &app.app.store;
        let [before, stale, after, kept] = store
            .write(|tx| {
                Box::pin(async move {
                    let before = twins(tx).await?;
                    for (table, columns) in TWINS {
                        for column in *columns {
                            spoil(tx, table, &format!("{column}_folded")).await?;
                        }
                    }
                    spoil(tx, "users", "domain_folded").await?;
                    spoil(tx, "identity_sources", "domain_folded").await?;
                    spoil(tx, "packages", "search_text").await?;
                    let stale = twins(tx).await?;
                    refold(tx).await?;
                    let kept = twins(tx).await?;
                    meta::set(tx, meta::name::FOLDING, "1").await?;
                    refold(tx).await?;
                    Ok::<_, StoreError>([before, stale, twins(tx).await?, kept])
                })
            })
            .await
            .unwrap();
        assert_eq!(stale, kept, "today's folding has written them already");
        assert_ne!(before, stale);
        assert_eq!(before, after);
    }

    /// Every twin, in order.
    async fn twins(tx: &mut Tx) -> Result<Vec<Option<String>>, StoreError> {
        let mut found = Vec::new();
        let mut wanted = vec![
            ("users", "domain_folded".to_owned(), "id"),
            (
                "identity_sources",
                "domain_folded".to_owned(),
                "organization_id, position",
            ),
            ("packages", "search_text".to_owned(), "id"),
        ];
        for (table, columns) in TWINS {
            for column in *columns {
                wanted.push((table, format!("{column}_folded"), "id"));
            }
        }
        for (table, column, order) in wanted {
            let text = format!("SELECT {column} AS twin FROM {table} ORDER BY {order}");
            for row in Sql::new(text).fetch_all(tx).await? {
                found.push(row.opt_text("twin")?);
            }
        }
        Ok(found)
    }

    async fn spoil(tx: &mut Tx, table: &str, column: &str) -> Result<(), StoreError> {
        let text =
            format!("UPDATE {table} SET {column} = {column} || 'x' WHERE {column} IS NOT NULL");
        Sql::new(text).execute(tx).await?;
        Ok(())
    }
}
