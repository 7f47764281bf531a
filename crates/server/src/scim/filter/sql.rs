//! Filters over rows: a condition of SQL with its arguments.

use portico_graph::time::Instant;

use super::{Filter, Literal, Operator};
use crate::scim::attribute::AttributePath;
use crate::scim::refusal::Refusal;
use crate::store::Value;
use crate::store::fold::fold;
use crate::store::provisioned::Condition;

/// An attribute that resources can be found by.
pub struct Column {
    /// Its path.
    pub path: &'static [&'static str],
    /// What it is kept as.
    pub kind: Kind,
}

/// How an attribute is kept.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A text, compared to the letter.
    Exact(&'static str),
    /// An id of ours, in lower case.
    Id(&'static str),
    /// A text whose case does not count, in ASCII.
    Lower(&'static str),
    /// A folded text.
    Folded(&'static str),
    /// 0 or 1.
    Flag(&'static str),
    /// An instant.
    Moment(&'static str),
    /// Ids of others; the statement, up to the id, that finds one.
    Among(&'static str),
}

impl Kind {
    /// The one column; `None`: there are many values.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::Exact(column)
            | Self::Id(column)
            | Self::Lower(column)
            | Self::Folded(column)
            | Self::Flag(column)
            | Self::Moment(column) => Some(column),
            Self::Among(_) => None,
        }
    }
}

/// The condition that a filter is.
///
/// # Errors
/// `invalidFilter`: an attribute that is unknown or cannot be compared so.
pub fn condition(filter: &Filter, columns: &[Column]) -> Result<Condition, Refusal> {
    let mut writer = Writer {
        columns,
        values: Vec::new(),
    };
    let text = writer.write(filter, None)?;
    Ok(Condition {
        text,
        values: writer.values,
    })
}

struct Writer<'a> {
    columns: &'a [Column],
    values: Vec<Value>,
}

impl Writer<'_> {
    fn write(&mut self, filter: &Filter, above: Option<&AttributePath>) -> Result<String, Refusal> {
        match filter {
            Filter::All(filters) => self.list(filters, " AND ", above),
            Filter::Any(filters) => self.list(filters, " OR ", above),
            Filter::Not(filter) => Ok(format!("NOT {}", self.write(filter, above)?)),
            Filter::Within(path, filter) => {
                let inside = self.write(filter, Some(path))?;
                match self.kind(path)?.column() {
                    Some(column) => Ok(format!("({column} IS NOT NULL AND {inside})")),
                    None if is_of_equalities(filter) => Ok(inside),
                    None => Err(unfit(path, "and, not")),
                }
            }
            Filter::Present(path) => {
                let path = whole(path, above);
                match self.kind(&path)?.column() {
                    Some(column) => Ok(format!("({column} IS NOT NULL)")),
                    None => Err(unfit(&path, "pr")),
                }
            }
            Filter::Compare(path, operator, literal) => {
                self.compare(&whole(path, above), *operator, literal)
            }
        }
    }

    fn list(
        &mut self,
        filters: &[Filter],
        word: &str,
        above: Option<&AttributePath>,
    ) -> Result<String, Refusal> {
        let parts = filters
            .iter()
            .map(|filter| self.write(filter, above))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(format!("({})", parts.join(word)))
    }

    fn kind(&self, path: &AttributePath) -> Result<Kind, Refusal> {
        self.columns
            .iter()
            .find(|column| path.is(column.path))
            .map(|column| column.kind)
            .ok_or_else(|| {
                Refusal::invalid_filter(format!("Nothing can be found by the attribute '{path}'."))
            })
    }

    fn compare(
        &mut self,
        path: &AttributePath,
        operator: Operator,
        literal: &Literal,
    ) -> Result<String, Refusal> {
        let refused = || unfit(path, operator.word());
        match (self.kind(path)?, literal) {
            (Kind::Among(statement), Literal::Text(id)) if operator == Operator::Eq => {
                let place = self.bind(Value::Text(Some(id.to_ascii_lowercase())));
                Ok(format!("{statement} {place})"))
            }
            (kind, Literal::Null) => match (kind.column(), operator) {
                (Some(column), Operator::Eq) => Ok(format!("({column} IS NULL)")),
                (Some(column), Operator::Ne) => Ok(format!("({column} IS NOT NULL)")),
                _ => Err(refused()),
            },
            (Kind::Exact(column), Literal::Text(text)) => self.text(column, operator, text.clone()),
            (Kind::Id(column), Literal::Text(text)) => {
                self.text(column, operator, text.to_ascii_lowercase())
            }
            (Kind::Lower(column), Literal::Text(text)) => {
                let column = format!("lower({column})");
                self.text(&column, operator, text.to_ascii_lowercase())
            }
            (Kind::Folded(column), Literal::Text(text)) => match operator {
                Operator::Eq | Operator::Ne => Ok(self.same(column, operator, text)),
                _ => self.text(column, operator, fold(text)),
            },
            (Kind::Moment(column), Literal::Text(text)) => {
                let instant: Instant = text.parse().map_err(|_| {
                    Refusal::invalid_filter(format!("'{text}' is no date and time of RFC 3339."))
                })?;
                if matches!(operator, Operator::Co | Operator::Sw | Operator::Ew) {
                    return Err(refused());
                }
                self.text(column, operator, instant.to_string())
            }
            (Kind::Flag(column), Literal::Flag(flag)) => self.flag(path, column, operator, *flag),
            (Kind::Flag(column), Literal::Text(text)) => {
                // Some send flags as texts.
                let flag = text.to_ascii_lowercase().parse().map_err(|_| refused())?;
                self.flag(path, column, operator, flag)
            }
            _ => Err(refused()),
        }
    }

    fn flag(
        &mut self,
        path: &AttributePath,
        column: &str,
        operator: Operator,
        flag: bool,
    ) -> Result<String, Refusal> {
        let place = self.bind(Value::Int(Some(i64::from(flag))));
        match operator {
            Operator::Eq => Ok(format!("({column} IS NOT NULL AND {column} = {place})")),
            Operator::Ne => Ok(format!("({column} IS NULL OR {column} <> {place})")),
            _ => Err(unfit(path, operator.word())),
        }
    }

    /// Whether it is that text but for its case (RFC 7643, section 2.2: caseExact): accents count, because whoever finds something by its name
    /// takes it for theirs. Found by the folded twin, which stands in an index.
    fn same(&mut self, folded: &str, operator: Operator, text: &str) -> String {
        let column = folded.trim_end_matches("_folded");
        let [twin, ascii, small, large] = [
            fold(text),
            text.to_ascii_lowercase(),
            text.to_lowercase(),
            text.to_uppercase(),
        ]
        .map(|text| self.bind(Value::Text(Some(text))));
        let holds = format!(
            "{column} IS NOT NULL AND {folded} = {twin} AND (lower({column}) = {ascii} OR {column} = {small} OR {column} = {large})"
        );
        match operator {
            Operator::Ne => format!("(NOT ({holds}))"),
            _ => format!("({holds})"),
        }
    }

    /// Always true or false, never NULL, so that `not` turns it around.
    fn text(&mut self, column: &str, operator: Operator, text: String) -> Result<String, Refusal> {
        if text.is_empty() && matches!(operator, Operator::Co | Operator::Sw | Operator::Ew) {
            return Err(Refusal::invalid_filter(
                "Every text contains one without signs.",
            ));
        }
        let length = text.chars().count();
        let place = self.bind(Value::Text(Some(text)));
        let holds = match operator {
            Operator::Ne => return Ok(format!("({column} IS NULL OR {column} <> {place})")),
            Operator::Eq => format!("{column} = {place}"),
            Operator::Gt => format!("{column} > {place}"),
            Operator::Ge => format!("{column} >= {place}"),
            Operator::Lt => format!("{column} < {place}"),
            Operator::Le => format!("{column} <= {place}"),
            // Not LIKE, which knows no case on the one engine and does on the other.
            Operator::Co => format!("replace({column}, {place}, '') <> {column}"),
            Operator::Sw => format!("substr({column}, 1, {length}) = {place}"),
            Operator::Ew => format!(
                "length({column}) >= {length} AND substr({column}, length({column}) - {length} + 1) = {place}"
            ),
        };
        Ok(format!("({column} IS NOT NULL AND {holds})"))
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }
}

/// Whether one value alone decides: of many, each comparison may find another one.
fn is_of_equalities(filter: &Filter) -> bool {
    match filter {
        Filter::Any(filters) => filters.iter().all(is_of_equalities),
        Filter::Compare(..) => true,
        _ => false,
    }
}

fn whole(path: &AttributePath, above: Option<&AttributePath>) -> AttributePath {
    above.map_or_else(|| path.clone(), |above| path.below(above))
}

fn unfit(path: &AttributePath, word: &str) -> Refusal {
    Refusal::invalid_filter(format!(
        "'{path}' cannot be compared by '{word}' with that."
    ))
}
