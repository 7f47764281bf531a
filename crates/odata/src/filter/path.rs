//! Property paths, looked up in the entity model.

use portico_graph::model::EntityType;

use super::Path;
use crate::error::Problem;
use crate::limits;

/// Reads `navigation/property`, each name without regard to case.
pub(crate) fn property_path(names: &[&str], entity: &'static EntityType) -> Result<Path, Problem> {
    let mut entity = entity;
    let mut navigations = Vec::new();
    let Some((last, before)) = names.split_last() else {
        return Err(Problem::Expected("a property"));
    };
    for name in before {
        let Some(navigation) = entity.navigation(name) else {
            return Err(match entity.property(name) {
                Some(_) => Problem::NotUsable {
                    name: names.join("/"),
                    usage: "a path",
                },
                None => unknown(entity, name),
            });
        };
        if navigation.many || navigations.len() == limits::PATH_NAVIGATIONS {
            return Err(Problem::NotUsable {
                name: names.join("/"),
                usage: "a path",
            });
        }
        navigations.push(navigation);
        entity = navigation.target;
    }
    match entity.property(last) {
        Some(property) => Ok(Path {
            navigations,
            property,
        }),
        None if entity.navigation(last).is_some() => Err(Problem::NotUsable {
            name: names.join("/"),
            usage: "a comparison",
        }),
        None => Err(unknown(entity, last)),
    }
}

fn unknown(entity: &EntityType, name: &str) -> Problem {
    Problem::UnknownProperty {
        entity: entity.name,
        name: name.to_owned(),
    }
}
