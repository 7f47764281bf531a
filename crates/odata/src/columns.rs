//! Where the properties of an entity lie in the database. The server fills these tables.

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

/// The column of a path.
pub(crate) fn find<'a>(columns: &'a [Column], path: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.path == path)
}
