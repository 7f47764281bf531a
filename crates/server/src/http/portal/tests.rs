use super::*;

#[test]
fn only_names_with_a_hash_are_kept_forever() {
    assert!(is_hashed("portal-0123456789abcdef.js"));
    assert!(is_hashed("portal-0123456789abcdef_bg.wasm"));
    assert!(is_hashed("snippets/leptos-0123456789abcdef/inline0.js"));
    assert!(!is_hashed("boot.js"));
    assert!(!is_hashed("index.html"));
    assert!(!is_hashed("a-page-with-hyphens.json"));
}

#[test]
fn etags_are_compared_weakly_and_in_lists() {
    let mut asked = HeaderMap::new();
    assert!(!is_known("\"a\"", &asked));
    asked.insert(
        header::IF_NONE_MATCH,
        HeaderValue::from_static("\"b\", W/\"a\""),
    );
    assert!(is_known("\"a\"", &asked));
    assert!(!is_known("\"c\"", &asked));
}

#[tokio::test]
async fn api_addresses_and_scripts_never_get_a_page() {
    for (path, accept, method) in [
        ("/v1.0/nothing", "text/html", "GET"),
        ("/portico/v2", "text/html", "GET"),
        ("/packages/1", "application/json", "GET"),
        ("/../Cargo.toml", "*/*", "GET"),
        ("/.git/config", "*/*", "GET"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .unwrap();
        let refused = serve(request).await.unwrap_err();
        assert_eq!(refused.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_navigation_gets_the_shell_or_the_way_to_build_it() {
    let request = Request::builder()
        .uri("/packages/1")
        .header(header::ACCEPT, "text/html,*/*;q=0.8")
        .body(Body::empty())
        .unwrap();
    let response = serve(request).await.unwrap();
    let media = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
    assert!(media.starts_with("text/html"));
    let status = response.status();
    assert!(status == StatusCode::OK || status == StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn pages_are_only_read() {
    let request = Request::builder()
        .method("POST")
        .uri("/packages")
        .body(Body::empty())
        .unwrap();
    let refused = serve(request).await.unwrap_err();
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
}

const SCRIPT: &str = "portal-0123456789abcdef.js";

/// A build with a script in all codings and a page in none.
fn small_build(path: &str) -> Option<Asset> {
    let digest = match path {
        "portal-0123456789abcdef.js" => 1,
        "portal-0123456789abcdef.js.br" => 2,
        "portal-0123456789abcdef.js.gz" => 3,
        "index.html" => 4,
        _ => return None,
    };
    Some(Asset {
        bytes: path.to_owned().into_bytes().into(),
        digest: [digest; 32],
    })
}

fn asking(name: header::HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, value.parse().unwrap())])
}

#[test]
fn the_smallest_coding_that_both_know_is_sent() {
    for (accept, coding) in [
        ("gzip, deflate, br", Some("br")),
        ("gzip", Some("gzip")),
        ("identity", None),
    ] {
        let asked = asking(header::ACCEPT_ENCODING, accept);
        let answer = file(SCRIPT, &asked, small_build).unwrap();
        let sent = answer.headers().get(header::CONTENT_ENCODING);
        assert_eq!(sent.map(|value| value.to_str().unwrap()), coding);
        assert_eq!(answer.headers()[header::VARY], "Accept-Encoding");
        let media = &answer.headers()[header::CONTENT_TYPE];
        assert_eq!(media, "text/javascript; charset=utf-8");
    }
    let asked = asking(header::ACCEPT_ENCODING, "br");
    let page = file(INDEX, &asked, small_build).unwrap();
    assert_eq!(page.headers().get(header::CONTENT_ENCODING), None);
}

#[test]
fn changing_files_are_asked_about_and_fixed_ones_are_kept() {
    let nothing = HeaderMap::new();
    let script = file(SCRIPT, &nothing, small_build).unwrap();
    assert!(
        script.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let page = file(INDEX, &nothing, small_build).unwrap();
    assert_eq!(page.headers()[header::CACHE_CONTROL], "no-cache");
}

#[test]
fn a_known_file_is_not_sent_again() {
    let first = file(INDEX, &HeaderMap::new(), small_build).unwrap();
    let tag = first.headers()[header::ETAG].to_str().unwrap();
    let again = file(INDEX, &asking(header::IF_NONE_MATCH, tag), small_build).unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let changed = file(INDEX, &asking(header::IF_NONE_MATCH, "\"0\""), small_build).unwrap();
    assert_eq!(changed.status(), StatusCode::OK);
}

#[test]
fn hidden_files_and_folders_above_are_not_there() {
    let everything = |_: &str| {
        Some(Asset {
            bytes: Cow::Borrowed(b"secret"),
            digest: [0; 32],
        })
    };
    for path in ["", ".env", "../Cargo.toml", "a/../../b", "a/.git/config"] {
        assert!(
            file(path, &HeaderMap::new(), everything).is_none(),
            "{path}"
        );
    }
}
