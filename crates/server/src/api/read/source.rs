//! Where an entity lies in the database: a line a property.

use std::fmt;

use portico_graph::model::EntityType;
use portico_odata::{Column, Options};

/// One entity type as it is read.
pub struct Source {
    /// Its type in the entity model.
    pub entity: &'static EntityType,
    /// The table with its alias.
    pub table: &'static str,
    /// SQL of the key.
    pub id: &'static str,
    /// Every structural property but the key.
    pub fields: &'static [Field],
    /// Navigation properties that can be expanded from rows.
    pub links: &'static [Link],
    /// What `$filter` may name.
    pub columns: &'static [Column],
    /// What `$orderby` may name.
    pub orders: &'static [(&'static str, &'static str)],
    /// The order of lists that ask for none.
    pub usual_order: UsualOrder,
    /// Which rows are there for whoever comes from another entity; the others are kept for what points to them. Empty: all.
    pub alive: &'static str,
}

/// One structural property.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name in JSON.
    pub property: &'static str,
    /// SQL of its value.
    pub sql: &'static str,
    /// What the value is.
    pub stored: Stored,
}

/// What a column holds, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Text; instants are text of the right shape already.
    Text,
    /// 0 or 1.
    Flag,
    /// A value object or a collection of them.
    Json,
    /// Nothing yet: this server keeps no such thing, and says so by null.
    Absent,
    /// Nothing yet: an empty collection.
    Empty,
}

/// One navigation property.
pub struct Link {
    /// Its name in JSON.
    pub navigation: &'static str,
    /// Where it leads.
    pub to: To,
    /// Only who reads by role may follow it.
    pub by_role: bool,
}

/// Where a navigation property leads.
pub enum To {
    /// To the one entity whose key is in this entity's row.
    One {
        /// SQL of that key, in this entity's row.
        key: &'static str,
        /// The other entity.
        source: &'static Source,
    },
    /// To all entities whose rows hold this entity's key.
    Many(Many),
    /// To values that lie in this entity's row, a JSON list.
    Held {
        /// SQL of that list.
        list: &'static str,
        /// Their type.
        entity: &'static EntityType,
    },
}

/// Where a navigation property with many ends leads.
pub struct Many {
    /// The join that leads from the others to the key, when it is not in their own rows.
    pub through: &'static str,
    /// SQL of this entity's key.
    pub parent: &'static str,
    /// Their order.
    pub order: &'static str,
    /// The other entities.
    pub source: &'static Source,
}

/// The order of a list that asks for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsualOrder {
    /// SQL of the key.
    pub sql: &'static str,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest.
    Rising,
    /// The largest.
    Falling,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rising => "ASC",
            Self::Falling => "DESC",
        })
    }
}

impl Field {
    /// A text, or an instant.
    pub const fn text(property: &'static str, sql: &'static str) -> Self {
        Self {
            property,
            sql,
            stored: Stored::Text,
        }
    }

    /// A Boolean.
    pub const fn flag(property: &'static str, sql: &'static str) -> Self {
        Self {
            property,
            sql,
            stored: Stored::Flag,
        }
    }

    /// A value object.
    pub const fn json(property: &'static str, sql: &'static str) -> Self {
        Self {
            property,
            sql,
            stored: Stored::Json,
        }
    }

    /// Always null.
    pub const fn absent(property: &'static str) -> Self {
        Self {
            property,
            sql: "",
            stored: Stored::Absent,
        }
    }

    /// Always an empty collection.
    pub const fn empty(property: &'static str) -> Self {
        Self {
            property,
            sql: "",
            stored: Stored::Empty,
        }
    }

    /// Whether it is read from the row at all.
    pub fn is_stored(&self) -> bool {
        !self.sql.is_empty()
    }
}

impl Link {
    /// To one entity.
    pub const fn one(navigation: &'static str, key: &'static str, source: &'static Source) -> Self {
        Self {
            navigation,
            to: To::One { key, source },
            by_role: false,
        }
    }

    /// To many entities.
    pub const fn many(
        navigation: &'static str,
        parent: &'static str,
        order: &'static str,
        source: &'static Source,
    ) -> Self {
        Self::through(navigation, "", (parent, order), source)
    }

    /// To many entities, by a table between.
    pub const fn through(
        navigation: &'static str,
        through: &'static str,
        (parent, order): (&'static str, &'static str),
        source: &'static Source,
    ) -> Self {
        Self {
            navigation,
            to: To::Many(Many {
                through,
                parent,
                order,
                source,
            }),
            by_role: false,
        }
    }

    /// To what lies in the row itself.
    pub const fn held(
        navigation: &'static str,
        list: &'static str,
        entity: &'static EntityType,
    ) -> Self {
        Self {
            navigation,
            to: To::Held { list, entity },
            by_role: false,
        }
    }

    /// Not for who merely may ask for the thing, or has it.
    #[must_use]
    pub const fn by_role(mut self) -> Self {
        self.by_role = true;
        self
    }
}

impl Source {
    /// The navigation property of that name, with its place among the links.
    pub fn link(&self, navigation: &str) -> Option<(usize, &'static Link)> {
        let mut links = self.links.iter().enumerate();
        links.find(|(_, link)| link.navigation == navigation)
    }

    /// SQL and direction of `$orderby`, when there is one.
    pub fn order(&self, options: &Options) -> Option<(&'static str, Direction)> {
        let order = options.order?;
        let mut orders = self.orders.iter();
        let (_, sql) = orders.find(|(property, _)| *property == order.property.name)?;
        let direction = if order.descending {
            Direction::Falling
        } else {
            Direction::Rising
        };
        Some((sql, direction))
    }
}

impl UsualOrder {
    /// Smallest first.
    pub const fn rising(sql: &'static str) -> Self {
        Self {
            sql,
            direction: Direction::Rising,
        }
    }

    /// Largest first.
    pub const fn falling(sql: &'static str) -> Self {
        Self {
            sql,
            direction: Direction::Falling,
        }
    }
}
