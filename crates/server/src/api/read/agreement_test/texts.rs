//! Texts of many scripts, and signs that mean something to somebody on their way.

use proptest::prelude::*;

pub const WORDS: &[&str] = &[
    // Latin: accents in one sign and in two, letters without a decomposition, ligatures
    "\u{c4}rger",
    "A\u{308}rger",
    "argus",
    "ARGUS",
    "Jos\u{e9}",
    "e\u{301}\u{323}",
    "\u{1ec7}",
    "Stra\u{df}e",
    "STRASSE",
    "\u{1e9e}",
    "\u{141}uk\u{e1}sz",
    "s\u{f8}ren",
    "\u{e6}on",
    "\u{fb01}n",
    "\u{1c5}",
    "\u{2126}",
    "\u{212b}",
    // Turkish
    "\u{130}stanbul",
    "\u{131}spanak",
    "ISTANBUL",
    "i",
    // Greek with its final letter, Cyrillic, Armenian, Georgian
    "\u{3a3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c2}",
    "\u{3a3}\u{399}\u{3a3}\u{3a5}\u{3a6}\u{39f}\u{3a3}",
    "\u{3c2}",
    "\u{414}\u{43e}\u{441}\u{442}\u{443}\u{43f}",
    "\u{439}\u{43e}\u{433}",
    "\u{587}",
    "\u{10d0}\u{10d1}",
    // Arabic, Hebrew, both with points
    "\u{623}\u{62d}\u{645}\u{62f}",
    "\u{645}\u{64f}\u{62d}\u{645}\u{64e}\u{62f}",
    "\u{fdfa}",
    "\u{5d0}\u{5b8}\u{5d1}\u{5d5}\u{5b9}\u{5ea}",
    "\u{5d0}\u{5d1}\u{5d5}\u{5ea}",
    // Devanagari and Thai, where marks are vowels
    "\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}",
    "\u{92e}\u{940}\u{928}\u{93e}",
    "\u{92e}\u{928}",
    "\u{e1b}\u{e35}",
    "\u{e1b}\u{e39}",
    "\u{e20}\u{e32}\u{e29}\u{e32}",
    // Chinese, Japanese in three widths, Korean whole and in parts
    "\u{6f22}\u{5b57}",
    "\u{4e00}",
    "\u{304b}\u{304c}",
    "\u{30ac}",
    "\u{ff76}\u{ff9e}",
    "\u{d55c}\u{ae00}",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{ff26}\u{ff29}\u{ff2e}",
    // Signs of many parts, signs without a form, the last of everything
    "\u{1f469}\u{200d}\u{1f680}",
    "\u{1f1e9}\u{1f1ea}",
    "a\u{200d}b",
    "\u{feff}x",
    "\u{ad}",
    "\u{301}",
    "\u{a8}",
    "\u{10ffff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{fffd}",
    // What SQL, patterns, indexes and query options might take for their own
    "O'Hara",
    "''",
    "\"",
    "50%",
    "_off",
    "%",
    "_",
    "back\\slash",
    "\\",
    "a*",
    "NEAR(",
    "--",
    "$1",
    "a;b",
    "c)d",
];

/// One of the words, some of them, or something nobody thought of.
pub fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS.to_vec());
    prop_oneof![
        4 => word.clone().prop_map(str::to_owned),
        3 => prop::collection::vec(word, 2..4).prop_map(|words| words.join(" ")),
        1 => "[a-zA-Z%_\\\\'\" ]{0,5}",
        1 => "\\PC{0,5}",
    ]
}
