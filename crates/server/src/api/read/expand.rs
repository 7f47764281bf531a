//! `$expand`: one query a navigation property and level, however many entities there are.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;

use portico_graph::model::POLICY;
use portico_odata::{Expand, Options, narrow};
use serde_json::Value as Json;

use super::children::{Children, children};
use super::fetch::{Node, by_keys};
use super::sight::{Sight, for_roles};
use super::source::{Many, Source, To};
use crate::api::policy_view::without_names;
use crate::http::error::ApiError;
use crate::store::fold::fold;
use crate::store::{StoreError, Tx};

/// Adds what the options expand to each of the nodes, as far as the reader may see it. Navigation properties that the source
/// has no link for are left to the caller.
pub fn expand<'a>(
    tx: &'a mut Tx,
    source: &'static Source,
    nodes: &'a mut [Node],
    options: &'a Options,
    sight: Sight,
) -> Pin<Box<dyn Future<Output = Result<(), ApiError>> + Send + 'a>> {
    Box::pin(async move {
        limit(source, nodes, sight);
        for item in &options.expand {
            let Some((index, link)) = source.link(item.navigation.name) else {
                continue;
            };
            if !sight.allows(link) {
                // `*` asks for whatever there is to see; a name asks for that very thing.
                if item.starred {
                    continue;
                }
                return Err(for_roles(link.navigation));
            }
            let sight = sight.behind(link);
            match &link.to {
                To::One { source, .. } => to_one(tx, source, nodes, (index, item), sight).await?,
                To::Many(many) => to_many(tx, many, nodes, item, sight).await?,
                To::Held { .. } => held(nodes, index, item)?,
            }
        }
        Ok(())
    })
}

async fn to_one(
    tx: &mut Tx,
    source: &'static Source,
    nodes: &mut [Node],
    (link, item): (usize, &Expand),
    sight: Sight,
) -> Result<(), ApiError> {
    let keys: BTreeSet<String> = nodes
        .iter()
        .filter_map(|node| node.keys[link].clone())
        .collect();
    let mut others = by_keys(tx, source, keys.into_iter().collect()).await?;
    expand(tx, source, &mut others, &item.options, sight).await?;
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
    many: &Many,
    nodes: &mut [Node],
    item: &Expand,
    sight: Sight,
) -> Result<(), ApiError> {
    let keys: BTreeSet<String> = nodes.iter().map(|node| node.id.clone()).collect();
    let keys = keys.into_iter().collect();
    let Children {
        nodes: mut others,
        counts,
    } = children(tx, many, keys, &item.options).await?;
    expand(tx, many.source, &mut others, &item.options, sight).await?;
    let mut lists: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for other in others {
        let list = lists.entry(other.parent).or_default();
        list.push(Json::Object(other.members));
    }
    for node in nodes {
        if let Some(counts) = &counts {
            let count = counts.get(&node.id).copied().unwrap_or_default();
            put_count(node, item, count);
        }
        let list = lists.get(&node.id).cloned().unwrap_or_default();
        let name = item.navigation.name.to_owned();
        node.members.insert(name, Json::Array(list));
    }
    Ok(())
}

fn held(nodes: &mut [Node], link: usize, item: &Expand) -> Result<(), StoreError> {
    for node in nodes {
        let mut list = node.held(link)?;
        let count = narrow(&mut list, &item.options, &fold);
        if item.options.count {
            put_count(node, item, i64::try_from(count).unwrap_or(i64::MAX));
        }
        let name = item.navigation.name.to_owned();
        node.members.insert(name, Json::Array(list));
    }
    Ok(())
}

fn put_count(node: &mut Node, item: &Expand, count: i64) {
    let name = format!("{}@odata.count", item.navigation.name);
    node.members.insert(name, Json::from(count));
}

fn limit(source: &Source, nodes: &mut [Node], sight: Sight) {
    if sight == Sight::Rules && *source.entity == POLICY {
        for node in nodes {
            without_names(&mut node.members);
        }
    }
}
