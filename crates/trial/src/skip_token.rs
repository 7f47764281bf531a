//! `$skiptoken`: what the server wrote comes back, what others wrote does not, and neither does a token with anything changed.

use portico_server::api::read::skip_token::{Binding, Place};

const OURS: Binding<'_> = Binding {
    secret: &[7; 32],
    caller: "ana",
    path: "/v1.0/users",
    query: "$top=5",
};

/// Never signs anything here: a fuzzer reads along when texts are compared, and would send a token of ours back.
const UNSEEN: Binding<'_> = Binding {
    secret: &[8; 32],
    ..OURS
};

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    // Nobody finds a signature of 128 bits by trying.
    assert_eq!(UNSEEN.read(text), None, "{text:?}");
    let (id, key) = text.split_once('\n').unwrap_or((text, ""));
    // Ids are the server's own and hold no line break.
    let place = Place {
        key: key.to_owned(),
        id: id.to_owned(),
    };
    let token = OURS.write(&place);
    assert_eq!(OURS.read(&token), Some(place), "{text:?}");
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    assert!(token.bytes().all(safe), "{token:?} needs escaping");
    let caller = Binding {
        caller: text,
        ..OURS
    };
    let path = Binding { path: text, ..OURS };
    let query = Binding {
        query: text,
        ..OURS
    };
    for (other, mine) in [
        (caller, OURS.caller),
        (path, OURS.path),
        (query, OURS.query),
    ] {
        // Whoever sends what it is bound to has the token's own list.
        assert_eq!(other.read(&token).is_some(), text == mine, "{text:?}");
    }
    changed(&token, input);
}

/// One sign of the token replaced, at a place and by a sign that the input chooses.
fn changed(token: &str, input: &[u8]) {
    let [first, second, ..] = *input else {
        return;
    };
    let place = usize::from(first) % token.len();
    let signs = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let sign = char::from(signs[usize::from(second) % signs.len()]);
    let mut other = token.to_owned();
    other.replace_range(place..=place, &sign.to_string());
    if other != token {
        assert_eq!(OURS.read(&other), None, "{token} with {sign} at {place}");
    }
}
