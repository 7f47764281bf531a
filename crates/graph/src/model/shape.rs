//! What a row of the entity model is made of. All of it is `const` data.

use std::fmt;

/// An entity type of the API: its own properties, and those of its base types.
///
/// Types lead to each other in circles; equality and `Debug` therefore stop at the name.
pub struct EntityType {
    /// Name without namespace, as the metadata spells it.
    pub name: &'static str,
    /// The type this one extends; `None` only for `entity`.
    pub base: Option<&'static EntityType>,
    /// Own structural properties.
    pub properties: &'static [Property],
    /// Own navigation properties.
    pub navigations: &'static [Navigation],
}

/// A type of values without a key: its own properties, and those of its base types.
#[derive(Debug, PartialEq, Eq)]
pub struct ComplexType {
    /// Name without namespace, as the metadata spells it.
    pub name: &'static str,
    /// The type this one extends, by name.
    pub base: Option<&'static str>,
    /// No value is of this very type: each says what it is.
    pub is_abstract: bool,
    /// Own structural properties.
    pub properties: &'static [Property],
    /// Own navigation properties.
    pub navigations: &'static [Navigation],
}

/// A structural property.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of the API, each a column of the table"
)]
#[derive(Debug, PartialEq, Eq)]
pub struct Property {
    /// Name as it stands in JSON.
    pub name: &'static str,
    /// Type of the value.
    pub kind: Kind,
    /// False when the metadata forbids null.
    pub nullable: bool,
    /// May be compared in `$filter`.
    pub filterable: bool,
    /// May be an argument of `startswith`, `endswith` and `contains` (implies [`Self::filterable`]).
    pub searchable: bool,
    /// May stand in `$orderby`.
    pub sortable: bool,
}

/// A navigation property.
#[derive(Debug, PartialEq, Eq)]
pub struct Navigation {
    /// Name as it stands in JSON.
    pub name: &'static str,
    /// The type it leads to.
    pub target: &'static EntityType,
    /// True for 0..*, false for 0..1.
    pub many: bool,
    /// May stand in `$expand`.
    pub expandable: bool,
    /// The derived type that is always found there; `None`: the target itself.
    pub shown: Option<&'static EntityType>,
}

/// The type of a structural property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `Edm.String`
    String,
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Int32`
    Int32,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Date`
    Date,
    /// An enumeration.
    Enum(&'static EnumType),
    /// A complex type, by name.
    Complex(&'static str),
    /// A collection of something else.
    Collection(&'static Kind),
}

/// An enumeration of the API.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Name without namespace.
    pub name: &'static str,
    /// Members that are always sent by name, in the order of the metadata.
    pub members: &'static [&'static str],
    /// Whether `unknownFutureValue` is a member: the enumeration may grow.
    pub evolvable: bool,
    /// Members after the sentinel: sent by name only to callers who prefer unknown members.
    pub later: &'static [&'static str],
}

/// The member that stands for every member a caller did not ask to see.
pub const UNKNOWN_FUTURE_VALUE: &str = "unknownFutureValue";

/// An addressable collection.
#[derive(Debug, PartialEq, Eq)]
pub struct EntitySet {
    /// Path below the version root, without a leading slash.
    pub path: &'static str,
    /// Type of its members.
    pub entity: &'static EntityType,
}

impl PartialEq for EntityType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for EntityType {}

impl fmt::Debug for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl EntityType {
    /// The structural property of that name, without regard to case.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.all_properties()
            .find(|property| property.name.eq_ignore_ascii_case(name))
    }

    /// The navigation property of that name, without regard to case.
    pub fn navigation(&self, name: &str) -> Option<&'static Navigation> {
        self.all_navigations()
            .find(|navigation| navigation.name.eq_ignore_ascii_case(name))
    }

    /// Every structural property, the inherited ones last.
    pub fn all_properties(&self) -> impl Iterator<Item = &'static Property> + use<> {
        let inherited = self.bases().flat_map(|base| base.properties);
        self.properties.iter().chain(inherited)
    }

    /// Every navigation property, the inherited ones last.
    pub fn all_navigations(&self) -> impl Iterator<Item = &'static Navigation> + use<> {
        let inherited = self.bases().flat_map(|base| base.navigations);
        self.navigations.iter().chain(inherited)
    }

    fn bases(&self) -> impl Iterator<Item = &'static EntityType> + use<> {
        std::iter::successors(self.base, |base| base.base)
    }
}

impl EnumType {
    /// The member as the metadata spells it; input is matched without regard to case.
    pub fn member(&self, text: &str) -> Option<&'static str> {
        let sentinel = self.evolvable.then_some(UNKNOWN_FUTURE_VALUE);
        let mut all = self
            .members
            .iter()
            .copied()
            .chain(sentinel)
            .chain(self.later.iter().copied());
        all.find(|member| member.eq_ignore_ascii_case(text))
    }

    /// Whether this member stands after the sentinel.
    pub fn is_later(&self, member: &str) -> bool {
        self.later.contains(&member)
    }
}

impl Property {
    /// A nullable property that can be read, and nothing more.
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            nullable: true,
            filterable: false,
            searchable: false,
            sortable: false,
        }
    }

    pub(super) const fn required(mut self) -> Self {
        self.nullable = false;
        self
    }

    pub(super) const fn filter(mut self) -> Self {
        self.filterable = true;
        self
    }

    pub(super) const fn search(mut self) -> Self {
        self.filterable = true;
        self.searchable = true;
        self
    }

    pub(super) const fn sort(mut self) -> Self {
        self.sortable = true;
        self
    }
}

impl Navigation {
    /// Leads to at most one entity.
    pub(super) const fn one(name: &'static str, target: &'static EntityType) -> Self {
        Self {
            name,
            target,
            many: false,
            expandable: false,
            shown: None,
        }
    }

    /// Leads to any number of entities.
    pub(super) const fn many(name: &'static str, target: &'static EntityType) -> Self {
        Self {
            name,
            target,
            many: true,
            expandable: false,
            shown: None,
        }
    }

    /// What is there is always of a type derived from the target, whose properties may be selected.
    pub(super) const fn shown_as(mut self, kind: &'static EntityType) -> Self {
        self.shown = Some(kind);
        self
    }

    /// The type whose properties can be asked for.
    pub fn kind(&self) -> &'static EntityType {
        self.shown.unwrap_or(self.target)
    }

    pub(super) const fn expand(mut self) -> Self {
        self.expandable = true;
        self
    }
}
