//! Compiles a filter to SQL text with numbered placeholders, for SQLite and PostgreSQL alike.
//!
//! `not` is pushed down to the comparisons first, so that SQL's third truth value never meets a
//! negation: below `AND` and `OR` alone, "unknown" counts as false, which is what the tree means.

use std::borrow::Cow;

use portico_graph::time::Instant;

use super::{Comparison, Filter, Path, TextTest, Value};
use crate::columns::{Columns, Located};
use crate::error::{OptionError, Place, Problem};

/// A condition, ready to stand in a `WHERE`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// The text, in parentheses where it needs them.
    pub sql: String,
    /// Values of its placeholders, in order.
    pub binds: Vec<Bind>,
    /// Joins it relies on, each once.
    pub joins: Vec<&'static str>,
}

/// A value for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// A text.
    Text(String),
    /// A number; flags are 0 and 1.
    Int(i64),
    /// A moment, in whatever form the store keeps moments.
    Instant(Instant),
}

impl Filter {
    /// Compiles the condition. `first` is the number of its first placeholder; `fold` must be the
    /// function that wrote the folded columns.
    ///
    /// Fails when a path of the filter has no column at this address.
    pub fn to_sql(
        &self,
        columns: &dyn Columns,
        fold: &dyn Fn(&str) -> String,
        first: usize,
    ) -> Result<Condition, OptionError> {
        let mut compiler = Compiler {
            columns,
            fold,
            first,
            done: Condition::default(),
        };
        compiler.write(self, false)?;
        Ok(compiler.done)
    }
}

struct Target {
    sql: Cow<'static, str>,
    folded: bool,
}

struct Compiler<'a> {
    columns: &'a dyn Columns,
    fold: &'a dyn Fn(&str) -> String,
    first: usize,
    done: Condition,
}

impl Compiler<'_> {
    fn write(&mut self, filter: &Filter, negated: bool) -> Result<(), OptionError> {
        match filter {
            Filter::All(parts) => {
                self.chain(parts, if negated { " OR " } else { " AND " }, negated)
            }
            Filter::Any(parts) => {
                self.chain(parts, if negated { " AND " } else { " OR " }, negated)
            }
            Filter::Not(part) => self.write(part, !negated),
            Filter::Compare {
                path,
                operator,
                value,
            } => {
                let column = self.column(path)?;
                let operator = if negated {
                    operator.opposite()
                } else {
                    *operator
                };
                self.compare(&column, operator, value, negated);
                Ok(())
            }
            Filter::In { path, values } => {
                let column = self.column(path)?;
                self.list(&column, values, negated);
                Ok(())
            }
            Filter::Text { path, test, part } => {
                let column = self.column(path)?;
                let pattern = like_pattern(*test, &(self.fold)(part));
                let bind = self.bind(Bind::Text(pattern));
                let not = if negated { "NOT " } else { "" };
                self.or_null(&column, negated, &format!("{not}LIKE {bind} ESCAPE '\\'"));
                Ok(())
            }
        }
    }

    fn chain(&mut self, parts: &[Filter], word: &str, negated: bool) -> Result<(), OptionError> {
        self.done.sql.push('(');
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.done.sql.push_str(word);
            }
            self.write(part, negated)?;
        }
        self.done.sql.push(')');
        Ok(())
    }

    fn compare(&mut self, column: &Target, operator: Comparison, value: &Value, negated: bool) {
        // Between two stored moments lies no third: sameness is out, and order is order towards the second's start.
        let operator = match (value, operator) {
            (Value::Within(_), Comparison::Equal) => return self.put("1 = 0"),
            (Value::Within(_), Comparison::NotEqual) => return self.put("1 = 1"),
            (Value::Within(_), Comparison::GreaterOrEqual) => Comparison::Greater,
            (Value::Within(_), Comparison::Less) => Comparison::LessOrEqual,
            (_, operator) => operator,
        };
        let sign = match operator {
            Comparison::Equal => "=",
            Comparison::NotEqual => "<>",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
        };
        let Some(bind) = self.value(column, value) else {
            let test = if operator == Comparison::NotEqual {
                "IS NOT NULL"
            } else {
                "IS NULL"
            };
            self.put(&format!("{} {test}", column.sql));
            return;
        };
        // Without a value, `ne` holds and so does every negated order; `eq` never does.
        let holds_without = operator == Comparison::NotEqual || (negated && operator.orders());
        self.or_null(column, holds_without, &format!("{sign} {bind}"));
    }

    fn list(&mut self, column: &Target, values: &[Value], negated: bool) {
        let null_listed = values.contains(&Value::Null);
        let binds: Vec<String> = values
            .iter()
            .filter(|value| !matches!(value, Value::Within(_)))
            .filter_map(|value| self.value(column, value))
            .collect();
        let not = if negated { "NOT " } else { "" };
        let test = format!("{not}IN ({})", binds.join(", "));
        match (binds.is_empty(), null_listed, negated) {
            (true, false, true) => self.put("1 = 1"),
            (true, false, false) => self.put("1 = 0"),
            (true, true, _) => self.put(&format!("{} IS {not}NULL", column.sql)),
            (false, true, true) => {
                self.put(&format!("({0} IS NOT NULL AND {0} {test})", column.sql));
            }
            (false, _, _) => self.or_null(column, null_listed || negated, &test),
        }
    }

    /// `column test`, or also true when the column is null.
    fn or_null(&mut self, column: &Target, or_null: bool, test: &str) {
        let sql = &column.sql;
        if or_null {
            self.put(&format!("({sql} IS NULL OR {sql} {test})"));
        } else {
            self.put(&format!("{sql} {test}"));
        }
    }

    fn put(&mut self, text: &str) {
        self.done.sql.push_str(text);
    }

    /// The column that is compared: the folded twin where the property is text to be searched.
    fn column(&mut self, path: &Path) -> Result<Target, OptionError> {
        let unusable = || {
            let problem = Problem::NotUsable {
                name: path.text(),
                usage: "$filter here",
            };
            Place {
                option: "$filter",
                base: 0,
            }
            .fail(0, problem)
        };
        let Located { sql, folded, join } = self.columns.locate(path).ok_or_else(unusable)?;
        if let Some(join) = join
            && !self.done.joins.contains(&join)
        {
            self.done.joins.push(join);
        }
        if !path.property.searchable {
            return Ok(Target { sql, folded: false });
        }
        let sql = folded.ok_or_else(unusable)?;
        Ok(Target { sql, folded: true })
    }

    /// The placeholder of a value; none for null.
    fn value(&mut self, column: &Target, value: &Value) -> Option<String> {
        let bind = match value {
            Value::Null => return None,
            Value::Text(text) if column.folded => Bind::Text((self.fold)(text)),
            Value::Text(text) => Bind::Text(text.clone()),
            Value::Boolean(flag) => Bind::Int(i64::from(*flag)),
            Value::Int(number) => Bind::Int(*number),
            Value::Instant(instant) | Value::Within(instant) => Bind::Instant(*instant),
            Value::Member(member) => Bind::Text((*member).to_owned()),
        };
        Some(self.bind(bind))
    }

    fn bind(&mut self, bind: Bind) -> String {
        let number = self.first + self.done.binds.len();
        self.done.binds.push(bind);
        format!("${number}")
    }
}

/// The pattern of a text test; `\` takes the meaning from `%`, `_` and itself.
pub fn like_pattern(test: TextTest, part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    if test != TextTest::StartsWith {
        pattern.push('%');
    }
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    if test != TextTest::EndsWith {
        pattern.push('%');
    }
    pattern
}
