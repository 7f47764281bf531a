//! Paths of navigation properties behind an entity: `…/{id}/catalog`, `…/{id}/resourceRoleScopes/{id}/role`,
//! `…/{id}/assignmentPolicies/$count`.

use portico_graph::model::EntityType;
use portico_odata::Address;

use super::answer::Answer;
use super::asked::Asked;
use super::expand::expand;
use super::fetch::{Node, by_keys, one};
use super::held::Held;
use super::list::{List, Scope};
use super::sight::{Sight, for_roles};
use super::source::{Many, Source, To};
use crate::http::App;
use crate::http::error::ApiError;
use crate::store::{Tx, Value};

/// Where a path begins: an entity that the caller may read.
pub struct Start<'a> {
    /// Its set, below the version root.
    pub set: &'a str,
    /// Its tables.
    pub source: &'static Source,
    /// The entity.
    pub node: Node,
    /// The caller's subject id, or another name nobody else has.
    pub caller: &'a str,
    /// How much of what it leads to the caller sees.
    pub sight: Sight,
}

/// Longest path behind an entity, in segments.
const LONGEST: usize = 8;
const COUNT: &str = "$count";

/// Follows a path and answers what is at its end.
pub async fn follow(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    start: Start<'_>,
    path: &str,
) -> Result<Answer, ApiError> {
    let Start {
        set,
        mut source,
        mut node,
        caller,
        mut sight,
    } = start;
    let mut set = format!("{set}('{}')", node.id);
    let segments: Vec<&str> = path.split('/').collect();
    if segments.len() > LONGEST {
        return Err(ApiError::no_such_address());
    }
    let mut rest = segments.as_slice();
    while let [segment, behind @ ..] = rest {
        let (index, link) = source.link(segment).ok_or_else(ApiError::no_such_address)?;
        if !sight.allows(link) {
            return Err(for_roles(link.navigation));
        }
        sight = sight.behind(link);
        set = format!("{set}/{segment}");
        rest = match &link.to {
            To::One { source: other, .. } => {
                let id = node.keys[index].take().ok_or_else(ApiError::unknown_here)?;
                let others = by_keys(tx, other, vec![id]).await?;
                node = others
                    .into_iter()
                    .next()
                    .ok_or_else(ApiError::unknown_here)?;
                source = other;
                behind
            }
            To::Many(many) => {
                let scope = below(many, &node);
                match behind {
                    [] | [COUNT] => {
                        let list = List {
                            source: many.source,
                            scope,
                            caller,
                            search: None,
                            sight,
                        };
                        return super::list(app, tx, asked, &set, list).await;
                    }
                    [key, behind @ ..] => {
                        node = found(tx, many.source, key, scope).await?;
                        source = many.source;
                        set = format!("{set}('{key}')");
                        behind
                    }
                }
            }
            To::Held { entity, .. } => {
                let held = Held {
                    entities: node.held(index)?,
                    caller,
                };
                return among(app, asked, (&set, entity), held, behind);
            }
        };
    }
    let (_, options) = asked.options(source.entity, Address::Entity)?;
    let mut nodes = [node];
    expand(tx, source, &mut nodes, &options, sight).await?;
    let [node] = nodes;
    let what = (set.as_str(), source.entity);
    Ok(Answer::entity(app, asked, &options, what, node.members))
}

async fn found(tx: &mut Tx, source: &Source, id: &str, scope: Scope) -> Result<Node, ApiError> {
    one(tx, source, id, scope)
        .await?
        .ok_or_else(ApiError::unknown_here)
}

/// A condition on the rows of a source that are there.
pub fn alive(source: &Source, condition: String) -> String {
    if source.alive.is_empty() {
        condition
    } else {
        format!("({condition}) AND {}", source.alive)
    }
}

/// The rows that belong to this entity.
fn below(many: &Many, node: &Node) -> Scope {
    Scope {
        joins: many.through.to_owned(),
        condition: alive(many.source, format!("{} = $1", many.parent)),
        values: vec![Value::from(node.id.clone())],
    }
}

/// The end of a path that leads into a value: all of the collection, their number, or one of them.
fn among(
    app: &App,
    asked: &Asked,
    (set, kind): (&str, &'static EntityType),
    held: Held<'_>,
    behind: &[&str],
) -> Result<Answer, ApiError> {
    match behind {
        [] | [COUNT] => {
            let (raw, options) = asked.options(kind, Address::Collection)?;
            let page = held.page(app, asked, (&raw, &options))?;
            Ok(Answer::page(app, asked, &options, (set, kind), page))
        }
        [key] => {
            let (_, options) = asked.options(kind, Address::Entity)?;
            let mut entities = held.entities.into_iter().filter_map(Node::of_value);
            let node = entities
                .find(|node| node.id == *key)
                .ok_or_else(ApiError::unknown_here)?;
            Ok(Answer::entity(
                app,
                asked,
                &options,
                (set, kind),
                node.members,
            ))
        }
        _ => Err(ApiError::no_such_address()),
    }
}
