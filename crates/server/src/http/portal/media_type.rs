//! Media types of the portal's files. `nosniff` is always sent, so a wrong one would not load.

use axum::http::HeaderValue;

/// By the end of the name; unknown ends are bytes.
pub fn of(path: &str) -> HeaderValue {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    HeaderValue::from_static(match end {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_streams_and_scripts_run() {
        assert_eq!(of("portal_bg.wasm"), "application/wasm");
        assert_eq!(of("a.b/boot.js"), "text/javascript; charset=utf-8");
        assert_eq!(of("LICENSE"), "application/octet-stream");
    }
}
