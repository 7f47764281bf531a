//! Rows to JSON.

use portico_graph::model::GROUP;
use serde_json::{Map, Value as Json};

use super::list::Scope;
use super::source::{Source, Stored, To};
use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

/// An entity on its way out: its members so far, and the keys its navigation properties lead to.
#[derive(Clone, Debug)]
pub struct Node {
    /// The entity's key.
    pub id: String,
    /// Its members.
    pub members: Map<String, Json>,
    /// For each link of the source to one entity, that entity's key; for each to values in the row, their list.
    pub keys: Vec<Option<String>>,
    /// For entities fetched as children, the parent's key.
    pub parent: String,
}

impl Node {
    /// An entity that is no row.
    pub fn of_value(value: Json) -> Option<Self> {
        let Json::Object(members) = value else {
            return None;
        };
        Some(Self {
            id: members.get("id")?.as_str()?.to_owned(),
            members,
            keys: Vec::new(),
            parent: String::new(),
        })
    }

    /// The values that a link finds in the row.
    pub fn held(&self, link: usize) -> Result<Vec<Json>, StoreError> {
        let Some(text) = &self.keys[link] else {
            return Ok(Vec::new());
        };
        serde_json::from_str(text)
            .map_err(|problem| StoreError::Broken(format!("a list of {}: {problem}", self.id)))
    }
}

/// The columns of a source; rows of this text can be read by [`node`].
pub fn columns(source: &Source) -> String {
    let fields = source.fields.iter().enumerate();
    let fields = fields.filter(|(_, field)| field.is_stored());
    let fields = fields.map(|(index, field)| format!("{} AS f{index}", field.sql));
    let links = source.links.iter().enumerate();
    let keys = links.filter_map(|(index, link)| match link.to {
        To::One { key: sql, .. } | To::Held { list: sql, .. } => Some(format!("{sql} AS k{index}")),
        To::Many(_) => None,
    });
    let id = std::iter::once(format!("{} AS id", source.id));
    id.chain(fields).chain(keys).collect::<Vec<_>>().join(", ")
}

/// Reads a row. Its columns are found by their places, in the order of [`columns`], which is much less work than by name.
pub fn node(source: &Source, row: &Row) -> Result<Node, StoreError> {
    let mut places = 0_usize..;
    let mut next = || places.next().unwrap_or_default();
    let id = row.text(next())?;
    let mut members = Map::new();
    members.insert("id".to_owned(), Json::from(id.clone()));
    for field in source.fields {
        let value = match field.stored {
            Stored::Text => row.opt_text(next())?.map_or(Json::Null, Json::from),
            Stored::Flag => row
                .opt_int(next())?
                .map_or(Json::Null, |flag| Json::from(flag != 0)),
            Stored::Json => row.opt_json(next())?.unwrap_or(Json::Null),
            Stored::Absent => Json::Null,
            Stored::Empty => Json::Array(Vec::new()),
        };
        members.insert(field.property.to_owned(), value);
    }
    keep_own(&mut members);
    let mut keys = Vec::with_capacity(source.links.len());
    for link in source.links {
        keys.push(match link.to {
            To::One { .. } | To::Held { .. } => row.opt_text(next())?,
            To::Many(_) => None,
        });
    }
    Ok(Node {
        id,
        members,
        keys,
        parent: String::new(),
    })
}

/// Of what is read as a directory object of any kind, only the properties of its own type are its own.
fn keep_own(members: &mut Map<String, Json>) {
    let kind = members.get("@odata.type").and_then(Json::as_str);
    let is_own: fn(&str) -> bool = match kind {
        Some("#microsoft.graph.group") => |name| GROUP.property(name).is_some(),
        Some("#microsoft.graph.servicePrincipal") => |name| matches!(name, "id" | "displayName"),
        _ => return,
    };
    members.retain(|name, _| name.starts_with('@') || is_own(name));
}

/// The entity with that key, if it is there and within the scope.
pub async fn one(
    tx: &mut Tx,
    source: &Source,
    id: &str,
    scope: Scope,
) -> Result<Option<Node>, StoreError> {
    let text = format!(
        "SELECT {} FROM {} {} WHERE ({}) AND {} = ${}",
        columns(source),
        source.table,
        scope.joins,
        scope.condition,
        source.id,
        scope.values.len() + 1,
    );
    let row = Sql::new(text)
        .values(scope.values)
        .text(id)
        .fetch_optional(tx)
        .await?;
    row.map(|row| node(source, &row)).transpose()
}

/// Entities by key, in no order.
pub async fn by_keys(
    tx: &mut Tx,
    source: &Source,
    keys: Vec<String>,
) -> Result<Vec<Node>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {} FROM {} WHERE {} IN ({})",
        columns(source),
        source.table,
        source.id,
        placeholders_from(1, keys.len())
    );
    let rows = Sql::new(text).values(texts(keys)).fetch_all(tx).await?;
    rows.iter().map(|row| node(source, row)).collect()
}

/// Entities by their parents' keys, in order below each parent.
pub async fn by_parents(
    tx: &mut Tx,
    source: &Source,
    parent: &str,
    order: &str,
    keys: Vec<String>,
) -> Result<Vec<Node>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {}, {parent} AS parent FROM {} WHERE {parent} IN ({}) ORDER BY {order}",
        columns(source),
        source.table,
        placeholders_from(1, keys.len())
    );
    let rows = Sql::new(text).values(texts(keys)).fetch_all(tx).await?;
    rows.iter()
        .map(|row| {
            let mut node = node(source, row)?;
            node.parent = row.text("parent")?;
            Ok(node)
        })
        .collect()
}

fn texts(keys: Vec<String>) -> impl Iterator<Item = Value> {
    keys.into_iter().map(|key| Value::Text(Some(key)))
}
