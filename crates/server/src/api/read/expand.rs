//! `$expand`: one query a navigation property and level, however many entities there are.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;

use portico_odata::{Expand, Options};
use serde_json::Value as Json;

use super::fetch::{Node, by_keys, by_parents};
use super::source::{Source, To};
use crate::store::{StoreError, Tx};

/// Adds what the options expand to each of the nodes. Navigation properties that the source has no link for are left
/// to the caller.
pub fn expand<'a>(
    tx: &'a mut Tx,
    source: &'static Source,
    nodes: &'a mut [Node],
    options: &'a Options,
) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>> {
    Box::pin(async move {
        for item in &options.expand {
            let mut links = source.links.iter().enumerate();
            let found = links.find(|(_, link)| link.navigation == item.navigation.name);
            match found.map(|(index, link)| (index, &link.to)) {
                Some((index, To::One { source, .. })) => {
                    to_one(tx, source, nodes, index, item).await?;
                }
                Some((
                    _,
                    To::Many {
                        parent,
                        order,
                        source,
                    },
                )) => to_many(tx, source, nodes, (parent, order), item).await?,
                None => {}
            }
        }
        Ok(())
    })
}

async fn to_one(
    tx: &mut Tx,
    source: &'static Source,
    nodes: &mut [Node],
    link: usize,
    item: &Expand,
) -> Result<(), StoreError> {
    let keys: BTreeSet<String> = nodes
        .iter()
        .filter_map(|node| node.keys[link].clone())
        .collect();
    let mut others = by_keys(tx, source, keys.into_iter().collect()).await?;
    expand(tx, source, &mut others, &item.options).await?;
    let others: BTreeMap<String, Json> = others
        .into_iter()
        .map(|other| (other.id, Json::Object(other.members)))
        .collect();
    for node in nodes {
        let key = node.keys[link].as_deref();
        let other = key.and_then(|key| others.get(key)).cloned();
        let name = item.navigation.name.to_owned();
        node.members.insert(name, other.unwrap_or(Json::Null));
    }
    Ok(())
}

async fn to_many(
    tx: &mut Tx,
    source: &'static Source,
    nodes: &mut [Node],
    (parent, order): (&str, &str),
    item: &Expand,
) -> Result<(), StoreError> {
    let keys: BTreeSet<String> = nodes.iter().map(|node| node.id.clone()).collect();
    let mut others = by_parents(tx, source, parent, order, keys.into_iter().collect()).await?;
    expand(tx, source, &mut others, &item.options).await?;
    let mut lists: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for other in others {
        let list = lists.entry(other.parent).or_default();
        list.push(Json::Object(other.members));
    }
    for node in nodes {
        let list = lists.get(&node.id).cloned().unwrap_or_default();
        let name = item.navigation.name.to_owned();
        node.members.insert(name, Json::Array(list));
    }
    Ok(())
}
