//! The only source of randomness and of fresh identifiers. Everything else takes an [`Ids`] as a parameter, so a test
//! that seeds it sees the same ids every time.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use uuid::Uuid;

/// Where fresh ids and secrets come from.
pub struct Ids(Source);

enum Source {
    /// The thread's cryptographic generator, seeded by the operating system.
    System,
    /// A generator with a known seed, for tests only.
    Seeded(Box<Mutex<StdRng>>),
}

impl Ids {
    /// Ids nobody can guess.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// The same ids in the same order for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Box::new(Mutex::new(StdRng::seed_from_u64(
            seed,
        )))))
    }

    /// A random GUID (version 4), lower case with hyphens.
    pub fn guid(&self) -> String {
        let bytes: [u8; 16] = self.bytes();
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }

    /// 256 random bits: session tokens, signing keys.
    pub fn secret(&self) -> [u8; 32] {
        self.bytes()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for randomness"
    )]
    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => rand::rng().fill_bytes(&mut bytes),
            Source::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut bytes),
        }
        bytes
    }
}

/// The id that `name` has inside `namespace` (version 5): the same key gives the same id in the same organisation.
pub fn derived(namespace: &Uuid, name: &str) -> String {
    Uuid::new_v5(namespace, name.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_the_system_does_not() {
        assert_eq!(Ids::seeded(7).guid(), Ids::seeded(7).guid());
        assert_ne!(Ids::seeded(7).guid(), Ids::seeded(8).guid());
        let system = Ids::system();
        assert_ne!(system.guid(), system.guid());
    }

    #[test]
    fn guids_are_version_four() {
        let id = Uuid::parse_str(&Ids::system().guid()).unwrap();
        assert_eq!(id.get_version_num(), 4);
    }

    #[test]
    fn derived_ids_depend_on_both_parts() {
        let one = Uuid::from_u128(1);
        assert_eq!(derived(&one, "ana"), derived(&one, "ana"));
        assert_ne!(derived(&one, "ana"), derived(&one, "bo"));
        assert_ne!(derived(&one, "ana"), derived(&Uuid::from_u128(2), "ana"));
    }
}
