//! Signatures of calls and of answers to them (Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`).

use axum::http::HeaderMap;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::digest::CtOutput;
use hmac::{Hmac, Mac};
use portico_graph::time::Instant;
use sha2::Sha256;

/// Which call it is.
pub const ID: &str = "webhook-id";
/// When it was signed, in seconds since 1970.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// The signatures, with blanks between them.
pub const SIGNATURE: &str = "webhook-signature";

/// What a signature made with a shared secret begins with.
const VERSION: &str = "v1,";
/// How many signatures are looked at: keys are changed one at a time.
const MOST_SIGNATURES: usize = 10;
/// How many seconds the clocks of both sides may be apart.
const TOLERANCE: u64 = 300;

fn mac(secret: &[u8], id: &str, timestamp: i64, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Some(mac)
}

/// The signature of a body.
pub fn of(secret: &[u8], id: &str, at: Instant, body: &[u8]) -> Option<String> {
    let mac = mac(secret, id, at.unix(), body)?;
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    Some(format!("{VERSION}{signature}"))
}

/// Whether one of the signatures in the headers is that of the body, and was made about now.
pub fn is_good(secret: &[u8], headers: &HeaderMap, body: &[u8], now: Instant) -> bool {
    let text = |name| headers.get(name)?.to_str().ok();
    let (Some(id), Some(timestamp), Some(signatures)) = (
        text(ID),
        text(TIMESTAMP).and_then(|text: &str| text.parse::<i64>().ok()),
        text(SIGNATURE),
    ) else {
        return false;
    };
    if now.unix().abs_diff(timestamp) > TOLERANCE {
        return false;
    }
    let Some(mac) = mac(secret, id, timestamp, body) else {
        return false;
    };
    // Worked out once, whatever the headers hold: nobody has signed in yet.
    let ours = mac.finalize();
    signatures
        .split(' ')
        .take(MOST_SIGNATURES)
        .filter_map(|one| BASE64_STANDARD.decode(one.strip_prefix(VERSION)?).ok())
        .filter_map(|one| <[u8; 32]>::try_from(one).ok())
        // Compared in constant time.
        .any(|theirs| CtOutput::<Hmac<Sha256>>::new(theirs.into()) == ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_unix(1_614_265_330);
    /// The example of the specification.
    const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const CALL: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn headers(id: &str, timestamp: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ID, id.parse().unwrap());
        headers.insert(TIMESTAMP, timestamp.parse().unwrap());
        headers.insert(SIGNATURE, signature.parse().unwrap());
        headers
    }

    #[test]
    fn the_example_of_the_specification() {
        let secret = BASE64_STANDARD.decode(SECRET).unwrap();
        assert_eq!(of(&secret, CALL, NOW, BODY).as_deref(), Some(SIGNED));
        let sent = headers(CALL, "1614265330", SIGNED);
        assert!(is_good(&secret, &sent, BODY, NOW));
        let several = headers(CALL, "1614265330", &format!("v1,AAAA v2,x {SIGNED}"));
        assert!(is_good(&secret, &several, BODY, NOW));
    }

    #[test]
    fn a_heap_of_signatures_is_not_worked_through() {
        let secret = BASE64_STANDARD.decode(SECRET).unwrap();
        let heap = "v1, ".repeat(MOST_SIGNATURES);
        let behind = headers(CALL, "1614265330", &format!("{heap}{SIGNED}"));
        assert!(!is_good(&secret, &behind, BODY, NOW));
        let short = headers(CALL, "1614265330", &format!("v1, v1,AAAA {SIGNED}"));
        assert!(is_good(&secret, &short, BODY, NOW));
    }

    #[test]
    fn whatever_was_touched_is_refused() {
        let secret = BASE64_STANDARD.decode(SECRET).unwrap();
        let sent = headers(CALL, "1614265330", SIGNED);
        assert!(!is_good(&secret, &sent, b"{}", NOW));
        assert!(!is_good(b"another secret of some length", &sent, BODY, NOW));
        assert!(!is_good(
            &secret,
            &sent,
            BODY,
            Instant::from_unix(NOW.unix() + 301)
        ));
        assert!(!is_good(
            &secret,
            &sent,
            BODY,
            Instant::from_unix(NOW.unix() - 301)
        ));
        for touched in [
            headers("msg_other", "1614265330", SIGNED),
            headers(CALL, "1614265331", SIGNED),
            headers(CALL, "yesterday", SIGNED),
            headers(CALL, "1614265330", SIGNED.trim_start_matches("v1,")),
            headers(CALL, "1614265330", ""),
            HeaderMap::new(),
        ] {
            assert!(!is_good(&secret, &touched, BODY, NOW), "{touched:?}");
        }
    }
}
