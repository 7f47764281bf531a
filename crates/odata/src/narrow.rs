//! The options of a collection, applied in memory: for collections that lie in one value, such as the stages of an
//! approval and the questions of a policy.

use std::cmp::Ordering;

use serde_json::Value;

use crate::options::Options;
use crate::order::Order;

/// Leaves what `$filter` lets through, in the order of `$orderby` (else as it was), without what `$skip` and `$top` leave
/// out. Answers how many passed the filter.
pub fn narrow(list: &mut Vec<Value>, options: &Options, fold: &dyn Fn(&str) -> String) -> usize {
    if let Some(filter) = &options.filter {
        list.retain(|entry| filter.holds(entry, fold));
    }
    let count = list.len();
    if let Some(order) = options.order {
        list.sort_by(|left, right| compare(left, right, order, fold));
    }
    let skip = usize::try_from(options.skip).unwrap_or(usize::MAX);
    list.drain(..skip.min(count));
    if let Some(top) = options.top {
        list.truncate(usize::try_from(top).unwrap_or(usize::MAX));
    }
    count
}

fn compare(left: &Value, right: &Value, order: Order, fold: &dyn Fn(&str) -> String) -> Ordering {
    let key = |entry: &Value| entry[order.property.name].as_str().map(fold);
    let id = |entry: &Value| entry["id"].as_str().map(str::to_owned);
    let ordering = key(left)
        .cmp(&key(right))
        .then_with(|| id(left).cmp(&id(right)));
    if order.descending {
        ordering.reverse()
    } else {
        ordering
    }
}

#[cfg(test)]
mod tests {
    use portico_graph::model::POLICY;
    use serde_json::json;

    use super::*;
    use crate::options::Address;
    use crate::raw::RawQuery;

    fn narrowed(query: &str) -> (Vec<String>, usize) {
        let raw = RawQuery::parse(query).unwrap();
        let options = Options::parse(&raw, &POLICY, Address::Collection).unwrap();
        let mut list = ["b", "A", "c"]
            .map(|name| json!({ "id": name.to_lowercase(), "displayName": name }))
            .to_vec();
        let count = narrow(&mut list, &options, &str::to_lowercase);
        let ids = list
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned());
        (ids.collect(), count)
    }

    #[test]
    fn every_option_does_its_part() {
        for (query, expected, count) in [
            ("", vec!["b", "a", "c"], 3),
            ("$filter=displayName ne 'a'", vec!["b", "c"], 2),
            ("$orderby=displayName desc", vec!["c", "b", "a"], 3),
            ("$orderby=displayName&$skip=1&$top=1", vec!["b"], 3),
            ("$skip=7", vec![], 3),
            ("$top=0", vec![], 3),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(narrowed(query), (expected, count), "{query}");
        }
    }
}
