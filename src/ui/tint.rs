//! What stands in for a picture: letters of a name and a tint of an id.

use crate::browser::letters::capital;

/// One of the eight tints of the style sheet: FNV-1a of the id, so that a package keeps its colour in every language.
pub fn tint(id: &str) -> u8 {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash & 7) as u8
}

/// The first letters of the first and the last word that begin with a letter or a digit; only the first when letters of
/// the language join.
pub fn monogram(name: &str, joins_letters: bool) -> String {
    let mut initials = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = initials.next();
    let last = if joins_letters {
        None
    } else {
        initials.next_back()
    };
    let letters: String = first.into_iter().chain(last).collect();
    capital(&letters).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_are_fnv_1a_mod_8() {
        // Known values of the 32 bit hash: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968.
        assert_eq!((tint(""), tint("a"), tint("foobar")), (5, 4, 0));
    }

    #[test]
    fn monograms_take_the_outer_words() {
        for (name, letters) in [
            ("Arm Firmware Signing", "AS"),
            ("Bram de Wit", "BW"),
            ("R4 and “R6” notes", "RN"),
            ("telemetry", "T"),
            ("— ", ""),
            ("(Øystein) 7", "Ø7"),
        ] {
            assert_eq!(monogram(name, false), letters, "{name}");
        }
        assert_eq!(monogram("غرفة رسومات", true), "غ");
    }
}
