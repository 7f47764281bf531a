//! Where the properties of an entity lie in the database. The server fills these tables.

use std::borrow::Cow;

use crate::filter::Path;

/// Column of one property path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The path as the model spells it, such as `accessPackage/id`.
    pub path: &'static str,
    /// The SQL expression.
    pub sql: &'static str,
    /// The expression of its folded twin. A property that the model calls searchable needs one:
    /// texts are compared in folded form only.
    pub folded: Option<&'static str>,
    /// The join that makes the expression available, if it needs one. Taken once a query.
    pub join: Option<&'static str>,
}

/// Where the value of a path lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The SQL expression; null where the path leads nowhere.
    pub sql: Cow<'static, str>,
    /// The expression of its folded twin.
    pub folded: Option<Cow<'static, str>>,
    /// The join that makes the expressions available.
    pub join: Option<&'static str>,
}

/// Finds the value of a path.
pub trait Columns {
    /// Where it lies; nothing when it cannot be compared here.
    fn locate(&self, path: &Path) -> Option<Located>;
}

impl Columns for &[Column] {
    fn locate(&self, path: &Path) -> Option<Located> {
        let text = path.text();
        let column = self.iter().find(|column| column.path == text)?;
        Some(Located {
            sql: column.sql.into(),
            folded: column.folded.map(Cow::from),
            join: column.join,
        })
    }
}

impl Column {
    /// A column of the table that is read anyway.
    pub const fn new(path: &'static str, sql: &'static str) -> Self {
        Self {
            path,
            sql,
            folded: None,
            join: None,
        }
    }

    /// With a folded twin.
    #[must_use]
    pub const fn folded(mut self, sql: &'static str) -> Self {
        self.folded = Some(sql);
        self
    }

    /// With a join; it must keep rows for which the other table has none (`LEFT JOIN`).
    #[must_use]
    pub const fn join(mut self, sql: &'static str) -> Self {
        self.join = Some(sql);
        self
    }
}
