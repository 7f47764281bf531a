//! `$orderby`.

use portico_graph::model::{EntityType, Property};

use crate::error::{OptionError, Place, Problem};
use crate::split::split;

/// One key; the id breaks ties in every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// What is ordered by.
    pub property: &'static Property,
    /// Largest first.
    pub descending: bool,
}

/// Reads `$orderby`. One property, which may be followed by `id`.
pub(crate) fn parse(
    text: &str,
    entity: &'static EntityType,
    place: Place<'_>,
) -> Result<Order, OptionError> {
    let mut order: Option<Order> = None;
    for (position, item) in split(text, ',', place)? {
        let mut words = item.split_whitespace();
        let name = words.next().unwrap_or_default();
        let direction = words.next().map(str::to_ascii_lowercase);
        let descending = match (direction.as_deref(), words.next()) {
            (None | Some("asc"), None) => false,
            (Some("desc"), None) => true,
            _ => {
                return Err(place.fail(
                    position,
                    Problem::Expected("'asc' or 'desc' after the property"),
                ));
            }
        };
        let Some(property) = entity.property(name) else {
            let problem = Problem::UnknownProperty {
                entity: entity.name,
                name: name.to_owned(),
            };
            return Err(place.fail(position, problem));
        };
        if order.is_some() && property.name == "id" {
            continue;
        }
        if order.is_some() || !property.sortable {
            let problem = Problem::NotUsable {
                name: property.name.to_owned(),
                usage: "$orderby",
            };
            return Err(place.fail(position, problem));
        }
        order = Some(Order {
            property,
            descending,
        });
    }
    order.ok_or_else(|| place.fail(0, Problem::Expected("a property")))
}
