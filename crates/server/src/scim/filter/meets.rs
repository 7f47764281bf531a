//! Filters over values in hand: which values of an attribute a change is about.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Filter, Literal, Operator};
use crate::scim::attribute::AttributePath;
use crate::scim::member::member;

/// Whether a value meets a filter. A value without members is its own `value`. Texts are compared without regard to case, as those are that
/// values are told apart by (`type`, `value`).
pub fn meets(filter: &Filter, value: &Value) -> bool {
    match filter {
        Filter::All(filters) => filters.iter().all(|filter| meets(filter, value)),
        Filter::Any(filters) => filters.iter().any(|filter| meets(filter, value)),
        Filter::Not(filter) => !meets(filter, value),
        Filter::Present(path) => values(value, path).iter().any(|found| !is_nothing(found)),
        Filter::Within(path, filter) => values(value, path).iter().any(|one| meets(filter, one)),
        Filter::Compare(path, operator, literal) => {
            let found = values(value, path);
            if found.is_empty() {
                return compares(&Value::Null, *operator, literal);
            }
            found.iter().any(|one| compares(one, *operator, literal))
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// What a path leads to: a list means each of its values.
fn values<'a>(value: &'a Value, path: &AttributePath) -> Vec<&'a Value> {
    let mut found = vec![value];
    for name in path.names() {
        found = found
            .into_iter()
            .filter_map(|one| match one {
                Value::Object(members) => member(members, name),
                Value::Array(_) => None,
                simple => name.eq_ignore_ascii_case("value").then_some(simple),
            })
            .flat_map(|one| match one {
                Value::Array(items) => items.iter().collect(),
                other => vec![other],
            })
            .collect();
    }
    found
}

fn compares(value: &Value, operator: Operator, literal: &Literal) -> bool {
    let order = match (value, literal) {
        (Value::Null, Literal::Null) => Some(Ordering::Equal),
        (Value::Bool(one), Literal::Flag(other)) => Some(one.cmp(other)),
        // Some send flags as texts.
        (Value::Bool(one), Literal::Text(other)) => {
            Some(one.to_string().cmp(&other.to_ascii_lowercase()))
        }
        (Value::String(one), Literal::Text(other)) => {
            let (one, other) = (one.to_lowercase(), other.to_lowercase());
            match operator {
                Operator::Co => return one.contains(&other),
                Operator::Sw => return one.starts_with(&other),
                Operator::Ew => return one.ends_with(&other),
                _ => Some(one.cmp(&other)),
            }
        }
        (Value::Number(one), Literal::Number(other)) => {
            let other = other.parse::<f64>().ok();
            one.as_f64()
                .zip(other)
                .and_then(|(one, other)| one.partial_cmp(&other))
        }
        _ => None,
    };
    match operator {
        Operator::Eq => order == Some(Ordering::Equal),
        Operator::Ne => order != Some(Ordering::Equal),
        Operator::Gt => order == Some(Ordering::Greater),
        Operator::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Operator::Lt => order == Some(Ordering::Less),
        Operator::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Operator::Co | Operator::Sw | Operator::Ew => false,
    }
}
