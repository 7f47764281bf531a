//! `$select`: which structural properties an answer holds.

use portico_graph::model::{EntityType, Property};

use crate::error::{OptionError, Place, Problem};
use crate::split::split;

/// The chosen properties; `None` inside [`crate::Options`] means all.
pub type Select = Vec<&'static Property>;

/// Reads `$select`. `*` chooses all; navigation properties may be named, and come with `$expand` only.
pub(crate) fn parse(
    text: &str,
    entity: &'static EntityType,
    place: Place<'_>,
) -> Result<Option<Select>, OptionError> {
    let mut chosen: Select = Vec::new();
    let mut everything = false;
    for (position, name) in split(text, ',', place)? {
        if name == "*" {
            everything = true;
            continue;
        }
        // A path into a complex value chooses the value as a whole.
        let (first, inside) = name
            .split_once('/')
            .map_or((name, None), |(first, rest)| (first, Some(rest)));
        let property = entity
            .property(first)
            .filter(|property| inside.is_none() || is_complex(property));
        match property {
            Some(property) if chosen.contains(&property) => {}
            Some(property) => chosen.push(property),
            None if inside.is_none() && entity.navigation(first).is_some() => {}
            None => {
                let problem = Problem::UnknownProperty {
                    entity: entity.name,
                    name: name.to_owned(),
                };
                return Err(place.fail(position, problem));
            }
        }
    }
    Ok((!everything).then_some(chosen))
}

fn is_complex(property: &Property) -> bool {
    matches!(property.kind, portico_graph::model::Kind::Complex(_))
}
