//! Addresses in all the spellings of Graph: what comes out is an address that needs no more escaping.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_odata::normalize;

fuzz_target!(|path: &str| {
    if let Ok(normal) = normalize(path) {
        assert!(normal.path.starts_with('/'), "{path:?}");
        let plain =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'"' | b'<' | b'>');
        assert!(
            normal.path.bytes().all(plain),
            "{path:?} became {:?}",
            normal.path
        );
    }
});
