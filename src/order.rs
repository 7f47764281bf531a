//! Sorting by a number. A sort is several kilobytes for each type that is sorted; here the numbers are sorted, which is one type, and the
//! things follow.

/// The things in the order of their keys; equal ones keep theirs.
pub fn by_number<T>(things: Vec<T>, key: impl Fn(&T) -> i64) -> Vec<T> {
    let places = places(things.iter().map(key).collect());
    in_places(things, places)
}

/// The things in the alphabetical order of their words, as far as bytes know it.
pub fn by_words<T>(things: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut places: Vec<(String, usize)> = things
        .iter()
        .enumerate()
        .map(|(place, thing)| (key(thing), place))
        .collect();
    places.sort_unstable();
    in_places(things, places.into_iter().map(|(_, place)| place).collect())
}

fn in_places<T>(things: Vec<T>, places: Vec<usize>) -> Vec<T> {
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| things.get_mut(place).and_then(Option::take))
        .collect()
}

/// The place from which each thing comes.
fn places(keys: Vec<i64>) -> Vec<usize> {
    let mut places: Vec<(i64, usize)> = keys
        .into_iter()
        .enumerate()
        .map(|(place, key)| (key, place))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// The things by name, without regard to case.
pub fn by_name<T>(things: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let mut names: Vec<(String, usize)> = things
        .iter()
        .map(|thing| name(thing).to_lowercase())
        .enumerate()
        .map(|(place, name)| (name, place))
        .collect();
    names.sort_unstable();
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    let places = names.into_iter().map(|(_, place)| place);
    places
        .filter_map(|place| things.get_mut(place).and_then(Option::take))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{by_number, by_words};

    #[test]
    fn equal_things_keep_their_order() {
        let sorted = by_number(vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')], |(key, _)| {
            *key
        });
        assert_eq!(sorted, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        assert_eq!(
            by_words(vec!["b", "a", "c"], |words| (*words).to_owned()),
            ["a", "b", "c"]
        );
    }
}
