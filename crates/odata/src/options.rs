//! All query options of one address, checked against the entity model.

use portico_graph::model::EntityType;

use crate::error::{OptionError, Place, Problem};
use crate::expand::{Allowance, Expand};
use crate::filter::{self, Filter};
use crate::order::{self, Order};
use crate::raw::RawQuery;
use crate::search::{self, Search};
use crate::select::{self, Select};
use crate::{expand, limits};

/// What kind of thing an address names; it decides which options have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// A collection.
    Collection,
    /// A collection that can be searched.
    Searchable,
    /// One entity.
    Entity,
    /// Inside `$expand`, a navigation property with many ends.
    ExpandedMany,
    /// Inside `$expand`, a navigation property with one end.
    ExpandedOne,
}

/// The options of one address, or of one navigation property inside `$expand`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// `$select`; none means every structural property.
    pub select: Option<Select>,
    /// `$expand`.
    pub expand: Vec<Expand>,
    /// `$filter`.
    pub filter: Option<Filter>,
    /// `$orderby`.
    pub order: Option<Order>,
    /// `$top`, lowered to [`limits::TOP_MAXIMUM`].
    pub top: Option<u32>,
    /// `$skip`.
    pub skip: u32,
    /// `$skiptoken`, not yet checked.
    pub skip_token: Option<String>,
    /// `$count=true`.
    pub count: bool,
    /// `$search`.
    pub search: Option<Search>,
}

impl Options {
    /// Reads every option of a query string. Names that do not start with `$` are no business of
    /// ours and are passed over.
    pub fn parse(
        query: &RawQuery,
        entity: &'static EntityType,
        address: Address,
    ) -> Result<Self, OptionError> {
        let mut options = Self::default();
        let mut allowance = Allowance::full();
        for (name, value) in query.options() {
            let place = Place {
                option: name,
                base: 0,
            };
            options.read(name, value, entity, address, place, &mut allowance)?;
        }
        Ok(options)
    }

    /// The page size that was asked for, or the usual one.
    pub fn page_size(&self) -> u32 {
        self.top.unwrap_or(limits::TOP_DEFAULT)
    }

    /// What is asked of a navigation property, if it is expanded.
    pub fn expanded(&self, navigation: &str) -> Option<&Self> {
        self.expand
            .iter()
            .find(|item| item.navigation.name == navigation)
            .map(|item| &item.options)
    }

    pub(crate) fn read(
        &mut self,
        name: &str,
        value: &str,
        entity: &'static EntityType,
        address: Address,
        place: Place<'_>,
        allowance: &mut Allowance,
    ) -> Result<(), OptionError> {
        if !OPTIONS.iter().any(|(known, _)| *known == name) {
            return Err(place.fail(0, Problem::UnknownOption));
        }
        if !has_meaning(name, address) {
            return Err(place.fail(0, Problem::NotHere));
        }
        match name {
            "$select" => self.select = select::parse(value, entity, place)?,
            "$expand" => self.expand = expand::parse(value, entity, place, allowance)?,
            "$filter" => self.filter = Some(filter::parse(value, entity, place)?),
            "$orderby" => self.order = Some(order::parse(value, entity, place)?),
            "$search" => self.search = Some(search::parse(value, place)?),
            "$top" => self.top = Some(number(value, 0, u32::MAX, place)?.min(limits::TOP_MAXIMUM)),
            "$skip" => self.skip = number(value, 0, limits::SKIP_MAXIMUM, place)?,
            "$skiptoken" => self.skip_token = Some(value.to_owned()),
            _ => self.count = flag(value, place)?,
        }
        Ok(())
    }
}

/// Which option may stand where.
const OPTIONS: &[(&str, &[Address])] = {
    use Address::{Collection, Entity, ExpandedMany, ExpandedOne, Searchable};
    &[
        (
            "$select",
            &[Collection, Searchable, Entity, ExpandedMany, ExpandedOne],
        ),
        (
            "$expand",
            &[Collection, Searchable, Entity, ExpandedMany, ExpandedOne],
        ),
        ("$filter", &[Collection, Searchable, ExpandedMany]),
        ("$orderby", &[Collection, Searchable, ExpandedMany]),
        ("$top", &[Collection, Searchable, ExpandedMany]),
        ("$skip", &[Collection, Searchable, ExpandedMany]),
        ("$skiptoken", &[Collection, Searchable]),
        ("$count", &[Collection, Searchable, ExpandedMany]),
        ("$search", &[Searchable]),
    ]
};

/// Whether the option may stand at such an address.
pub(crate) fn has_meaning(name: &str, address: Address) -> bool {
    OPTIONS
        .iter()
        .any(|(known, addresses)| *known == name && addresses.contains(&address))
}

fn number(text: &str, least: u32, most: u32, place: Place<'_>) -> Result<u32, OptionError> {
    let digits = text.trim();
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if valid {
        digits.parse::<u32>().ok()
    } else {
        None
    };
    parsed
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| place.fail(0, Problem::Number(least, most)))
}

fn flag(text: &str, place: Place<'_>) -> Result<bool, OptionError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(place.fail(0, Problem::Expected("true or false"))),
    }
}
