//! Types of values that have no key: what policies, schedules and sets of people are made of.

use super::shape::ComplexType;

mod extensions;
mod policies;
mod schedules;
mod sets;

/// All of them.
pub fn complex_types() -> impl Iterator<Item = &'static ComplexType> {
    let all = [
        policies::TYPES,
        sets::TYPES,
        schedules::TYPES,
        extensions::TYPES,
    ];
    all.into_iter().flatten()
}
