//! Chance that repeats itself: the same seed makes the same organisation, on every machine.

/// Steele, Lea and Flood's generator with 64 bits of state.
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`; 0 when there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// One of a list that is not empty.
    pub fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.below(list.len()))
            .copied()
            .unwrap_or_default()
    }
}

/// A number that belongs to `index` alone, for choices that must not depend on their order.
pub fn of(index: usize, limit: usize) -> usize {
    Random::new(u64::try_from(index).unwrap_or_default()).below(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_repeats_itself() {
        let (mut one, mut other) = (Random::new(7), Random::new(7));
        assert_eq!(one.next(), other.next());
        assert_ne!(one.next(), one.next());
        assert_eq!(of(3, 10), of(3, 10));
        assert!((0..100).all(|index| of(index, 10) < 10));
        assert_eq!(one.below(0), 0);
    }

    #[test]
    fn the_first_number_is_the_published_one() {
        assert_eq!(Random::new(0).next(), 0xe220_a839_7b1d_cdaf);
    }
}
