//! `$expand` with nested options.

use portico_graph::model::{EntityType, Navigation};

use crate::error::{OptionError, Place, Problem};
use crate::limits;
use crate::options::{self, Address, Options};
use crate::split::split;

/// One navigation property to bring along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expand {
    /// Which.
    pub navigation: &'static Navigation,
    /// What of it.
    pub options: Options,
    /// It came with `*`, not by its name.
    pub starred: bool,
}

/// How much of the allowance is left while nested options are read.
pub(crate) struct Allowance {
    pub depth: usize,
    pub items: usize,
}

impl Allowance {
    pub fn full() -> Self {
        Self {
            depth: limits::EXPAND_DEPTH,
            items: limits::EXPAND_ITEMS,
        }
    }
}

/// Reads `$expand`: `*`, or names, each perhaps with options in parentheses.
pub(crate) fn parse(
    text: &str,
    entity: &'static EntityType,
    place: Place<'_>,
    allowance: &mut Allowance,
) -> Result<Vec<Expand>, OptionError> {
    if allowance.depth == 0 {
        return Err(place.fail(0, Problem::TooMuch("nested $expand")));
    }
    let mut found: Vec<Expand> = Vec::new();
    for (position, item) in split(text, ',', place)? {
        if item == "*" {
            for navigation in entity
                .all_navigations()
                .filter(|navigation| navigation.expandable)
            {
                let item = Expand {
                    navigation,
                    options: Options::default(),
                    starred: true,
                };
                add(&mut found, item, place, position, allowance)?;
            }
            continue;
        }
        let (name, nested) = match item.split_once('(') {
            None => (item, None),
            Some((name, rest)) => match rest.strip_suffix(')') {
                Some(nested) => (name.trim_end(), Some(nested)),
                None => return Err(place.fail(position, Problem::Expected("')' at the end"))),
            },
        };
        let Some(navigation) = entity.navigation(name) else {
            let problem = Problem::UnknownProperty {
                entity: entity.name,
                name: name.to_owned(),
            };
            return Err(place.fail(position, problem));
        };
        if !navigation.expandable {
            let problem = Problem::NotUsable {
                name: navigation.name.to_owned(),
                usage: "$expand",
            };
            return Err(place.fail(position, problem));
        }
        let options = match nested {
            None => Options::default(),
            Some(nested) => {
                let before = item.chars().count() - nested.chars().count() - 1;
                let inner = Place {
                    option: place.option,
                    base: place.base + position + before,
                };
                allowance.depth -= 1;
                let options = nested_options(nested, navigation, inner, allowance)?;
                allowance.depth += 1;
                options
            }
        };
        let item = Expand {
            navigation,
            options,
            starred: false,
        };
        add(&mut found, item, place, position, allowance)?;
    }
    Ok(found)
}

fn add(
    found: &mut Vec<Expand>,
    item: Expand,
    place: Place<'_>,
    position: usize,
    allowance: &mut Allowance,
) -> Result<(), OptionError> {
    // `*` brings what was not named; what was named keeps its options, in whichever order they come.
    if let Some(other) = found
        .iter_mut()
        .find(|other| other.navigation == item.navigation)
    {
        if item.starred {
            return Ok(());
        }
        if other.starred {
            *other = item;
            return Ok(());
        }
        return Err(place.fail(position, Problem::Repeated));
    }
    if allowance.items == 0 {
        return Err(place.fail(position, Problem::TooMuch("expanded properties")));
    }
    allowance.items -= 1;
    found.push(item);
    Ok(())
}

fn nested_options(
    text: &str,
    navigation: &'static Navigation,
    place: Place<'_>,
    allowance: &mut Allowance,
) -> Result<Options, OptionError> {
    let address = if navigation.many {
        Address::ExpandedMany
    } else {
        Address::ExpandedOne
    };
    let mut nested = Options::default();
    let mut seen = Vec::new();
    for (position, item) in split(text, ';', place)? {
        let Some((name, value)) = item.split_once('=') else {
            return Err(place.fail(position, Problem::Expected("an option such as $select=id")));
        };
        let name = name.trim().to_ascii_lowercase();
        if seen.contains(&name) {
            return Err(place.fail(position, Problem::Repeated));
        }
        if !options::has_meaning(&name, address) {
            let problem = Problem::NotInside {
                option: name,
                navigation: navigation.name,
            };
            return Err(place.fail(position, problem));
        }
        let before = item.chars().count() - value.chars().count();
        let inner = Place {
            option: place.option,
            base: place.base + position + before,
        };
        // More properties may be selected than the model says; where they lead is not followed any further.
        let kind = match name.as_str() {
            "$select" => navigation.kind(),
            _ => navigation.target,
        };
        nested.read(&name, value, kind, address, inner, allowance)?;
        seen.push(name);
    }
    Ok(nested)
}
