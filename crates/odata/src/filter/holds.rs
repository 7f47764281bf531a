//! Holds a filter against one entity in memory: for what is expanded, and as the measure of the SQL.

use std::cmp::Ordering;

use portico_graph::time::Instant;
use serde_json::Value as Json;

use super::{Comparison, Filter, Path, TextTest, Value};

impl Filter {
    /// Whether the condition holds for an entity written as the API writes it. Navigation
    /// properties that were not expanded count as missing.
    pub fn holds(&self, entity: &Json, fold: &dyn Fn(&str) -> String) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(entity, fold)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(entity, fold)),
            Self::Not(part) => !part.holds(entity, fold),
            Self::Compare {
                path,
                operator,
                value,
            } => compare(entity, path, *operator, value, fold),
            Self::In { path, values } => values
                .iter()
                .any(|value| compare(entity, path, Comparison::Equal, value, fold)),
            Self::Text { path, test, part } => find(entity, path).as_str().is_some_and(|text| {
                let (text, part) = (fold(text), fold(part));
                match test {
                    TextTest::StartsWith => text.starts_with(&part),
                    TextTest::EndsWith => text.ends_with(&part),
                    TextTest::Contains => text.contains(&part),
                }
            }),
        }
    }
}

fn compare(
    entity: &Json,
    path: &Path,
    operator: Comparison,
    value: &Value,
    fold: &dyn Fn(&str) -> String,
) -> bool {
    let found = find(entity, path);
    if operator == Comparison::NotEqual {
        return !compare(entity, path, Comparison::Equal, value, fold);
    }
    let order = match value {
        Value::Null => return found.is_null(),
        Value::Text(text) if path.property.searchable => {
            found.as_str().map(|found| fold(found).cmp(&fold(text)))
        }
        Value::Text(text) => found.as_str().map(|found| found.cmp(text)),
        Value::Member(member) => found.as_str().map(|found| found.cmp(member)),
        Value::Boolean(flag) => found.as_bool().map(|found| found.cmp(flag)),
        Value::Int(number) => found.as_i64().map(|found| found.cmp(number)),
        Value::Instant(instant) => {
            let found = found.as_str().and_then(|text| text.parse::<Instant>().ok());
            found.map(|found| found.cmp(instant))
        }
        Value::Within(second) => {
            let found = found.as_str().and_then(|text| text.parse::<Instant>().ok());
            found.map(|found| found.cmp(second).then(Ordering::Less))
        }
    };
    order.is_some_and(|order| match operator {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
    })
}

fn find<'j>(entity: &'j Json, path: &Path) -> &'j Json {
    let mut at = entity;
    for navigation in &path.navigations {
        at = &at[navigation.name];
    }
    &at[path.property.name]
}
