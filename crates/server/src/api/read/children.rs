//! What a navigation property with many ends leads to, with the options that stand inside `$expand`: chosen, ordered and
//! counted by the database, for all parents at once.

use std::collections::BTreeMap;

use portico_odata::Options;

use super::fetch::{Node, columns, node};
use super::follow::alive;
use super::source::Many;
use crate::http::error::ApiError;
use crate::store::fold::fold;
use crate::store::sql::placeholders_from;
use crate::store::{Sql, Tx, Value};

/// The entities below each parent, in order, and how many each has when that was asked.
pub struct Children {
    /// With their parents' keys.
    pub nodes: Vec<Node>,
    /// By parent; who has none is not in it.
    pub counts: Option<BTreeMap<String, i64>>,
}

/// Reads what the options leave of the children of these parents.
pub async fn children(
    tx: &mut Tx,
    many: &Many,
    parents: Vec<String>,
    options: &Options,
) -> Result<Children, ApiError> {
    let Many {
        through,
        parent,
        source,
        ..
    } = many;
    let mut joins = vec![*through];
    let mine = format!("{parent} IN ({})", placeholders_from(1, parents.len()));
    let mut condition = alive(source, mine);
    let mut values: Vec<Value> = parents.iter().cloned().map(Value::from).collect();
    if let Some(filter) = &options.filter {
        let compiled = filter.to_sql(*source, &fold, values.len() + 1)?;
        joins.extend(compiled.joins);
        condition = format!("{condition} AND ({})", compiled.sql);
        values.extend(compiled.binds.into_iter().map(Value::from));
    }
    if parents.is_empty() {
        return Ok(Children {
            nodes: Vec::new(),
            counts: options.count.then(BTreeMap::new),
        });
    }
    let from = format!(
        "FROM {} {} WHERE {condition}",
        source.table,
        joins.join(" ")
    );
    let counts = if options.count {
        let text =
            format!("SELECT {parent} AS parent, COUNT(*) AS number {from} GROUP BY {parent}");
        let rows = Sql::new(text).values(values.clone()).fetch_all(tx).await?;
        let counts = rows
            .iter()
            .map(|row| Ok((row.text("parent")?, row.int("number")?)));
        Some(counts.collect::<Result<_, ApiError>>()?)
    } else {
        None
    };
    let rows = Sql::new(select(many, options, &from))
        .values(values)
        .fetch_all(tx)
        .await?;
    let nodes = rows.iter().map(|row| {
        let mut node = node(source, row)?;
        node.parent = row.text("parent")?;
        Ok(node)
    });
    Ok(Children {
        nodes: nodes.collect::<Result<_, ApiError>>()?,
        counts,
    })
}

fn select(many: &Many, options: &Options, from: &str) -> String {
    let Many { parent, source, .. } = many;
    let order = match source.order(options) {
        Some((key, direction)) => format!("{key} {direction}, {} {direction}", source.id),
        None => many.order.to_owned(),
    };
    let columns = columns(source);
    if options.top.is_none() && options.skip == 0 {
        return format!("SELECT {columns}, {parent} AS parent {from} ORDER BY {order}");
    }
    // A page of each parent's own.
    let last = options.top.map_or(String::new(), |top| {
        let last = u64::from(options.skip) + u64::from(top);
        format!(" AND numbered.place <= {last}")
    });
    format!(
        "SELECT numbered.* FROM (SELECT {columns}, {parent} AS parent, \
         ROW_NUMBER() OVER (PARTITION BY {parent} ORDER BY {order}) AS place {from}) numbered \
         WHERE numbered.place > {}{last} ORDER BY numbered.place",
        options.skip
    )
}
