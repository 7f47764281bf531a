//! Addresses of the portal, as a letter or a neighbour may spell them: each leads to a page of ours, and the page's own address leads
//! there again.

use crate::route::Route;

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let (path, search) = text.split_once('?').unwrap_or((text, ""));
    let route = Route::parse(path, search);
    let address = route.path();
    assert!(
        address.starts_with('/') && !address.starts_with("//"),
        "{text:?} leads to {address:?}"
    );
    assert!(
        address
            .bytes()
            .all(|byte| byte.is_ascii_graphic()
                && !matches!(byte, b'\\' | b'#' | b'"' | b'<' | b'>')),
        "{text:?} leads to {address:?}"
    );
    // What is nowhere leads home.
    if route != Route::Unknown {
        let (path, search) = address.split_once('?').unwrap_or((&address, ""));
        assert_eq!(Route::parse(path, search), route, "{address:?}");
    }
    if let Route::SignIn { back: Some(back) } = &route {
        assert!(
            !matches!(**back, Route::SignIn { .. } | Route::Unknown),
            "{text:?} comes back to {back:?}"
        );
    }
    assert_eq!(route.page().section(), route.section(), "{text:?}");
}
