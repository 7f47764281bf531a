//! Sorting. A sort is several kilobytes for each type that is sorted; here places are sorted, whatever stands there, and the things
//! follow.

use crate::browser::letters::small;
use std::cmp::Ordering;

/// The things in the order of their keys; equal ones keep theirs.
pub fn by_number<T>(things: Vec<T>, key: impl Fn(&T) -> i64) -> Vec<T> {
    let keys: Vec<i64> = things.iter().map(key).collect();
    let places = places(keys.len(), &|one, other| keys[one].cmp(&keys[other]));
    in_places(things, places)
}

/// The things in the alphabetical order of their words, as far as code points know it and without regard to case.
pub fn by_name<T>(things: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let names: Vec<String> = things
        .iter()
        .map(|thing| small(&name(thing)).into_owned())
        .collect();
    let places = places(names.len(), &|one, other| names[one].cmp(&names[other]));
    in_places(things, places)
}

/// The place from which each thing comes. Each finds its place among those before it: the lists are short, and this is a tenth of the code
/// of the standard library's sort.
fn places(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places = Vec::with_capacity(count);
    for thing in 0..count {
        let after = places.partition_point(|other| order(*other, thing) != Ordering::Greater);
        places.insert(after, thing);
    }
    places
}

fn in_places<T>(things: Vec<T>, places: Vec<usize>) -> Vec<T> {
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| things.get_mut(place).and_then(Option::take))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{by_name, by_number};

    #[test]
    fn equal_things_keep_their_order() {
        let sorted = by_number(vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')], |(key, _)| {
            *key
        });
        assert_eq!(sorted, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        assert_eq!(
            by_name(vec!["b", "A", "c"], |words| (*words).to_owned()),
            ["A", "b", "c"]
        );
    }
}
