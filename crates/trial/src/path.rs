//! Addresses in all the spellings of Graph: what comes out is an address that needs no more escaping.

use portico_odata::normalize;

pub fn run(input: &[u8]) {
    let path = crate::text(input);
    let Ok(normal) = normalize(path) else {
        return;
    };
    assert!(normal.path.starts_with('/'), "{path:?}");
    let plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'"' | b'<' | b'>');
    assert!(
        normal.path.bytes().all(plain),
        "{path:?} became {:?}",
        normal.path
    );
}
