use serde_json::json;

use super::*;

const NOW: Instant = Instant::from_unix(1_795_000_000);

fn key(seed: u64) -> DemoKey {
    let pem = DemoKey::generate(&Ids::seeded(seed)).unwrap();
    DemoKey::from_pem(&pem, "t").unwrap()
}

fn person() -> Bearer {
    Bearer::Person("p".into(), Permissions::all_delegated())
}

#[test]
fn a_token_speaks_for_whom_it_was_made() {
    let key = key(1);
    for bearer in [
        person(),
        Bearer::Person("p".into(), Permissions::read("User.Read").unwrap()),
        Bearer::Application("a".into(), Permissions::all_application()),
    ] {
        let token = key.sign(&bearer, NOW).unwrap();
        assert_eq!(key.verify(&token, NOW), Some(bearer));
    }
}

#[test]
fn it_is_good_for_its_time_by_the_given_clock() {
    let key = key(1);
    let token = key.sign(&person(), NOW).unwrap();
    let good = |seconds| {
        let at = NOW + Duration::from_seconds(seconds);
        key.verify(&token, at).is_some()
    };
    assert!(good(-60) && good(0) && good(8 * 3600 + 59));
    assert!(!good(-61) && !good(8 * 3600 + 60));
}

#[test]
fn foreign_keys_issuers_and_audiences_are_refused() {
    let ours = key(1);
    let token = key(2).sign(&person(), NOW).unwrap();
    assert_eq!(ours.verify(&token, NOW), None);

    let pem = DemoKey::generate(&Ids::seeded(1)).unwrap();
    let elsewhere = DemoKey::from_pem(&pem, "other").unwrap();
    let token = elsewhere.sign(&person(), NOW).unwrap();
    assert_eq!(ours.verify(&token, NOW), None);

    let claims = json!({"iss": "urn:portico:demo:t", "aud": "somebody-else", "sub": "p", "iat": 0,
        "nbf": 0, "exp": 9_999_999_999_i64, "scp": "User.Read"});
    let token =
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &ours.signing).unwrap();
    assert_eq!(ours.verify(&token, NOW), None);
}

#[test]
fn other_algorithms_and_broken_tokens_are_refused() {
    let key = key(1);
    let token = key.sign(&person(), NOW).unwrap();
    let claims = json!({"iss": "urn:portico:demo:t", "aud": AUDIENCE, "sub": "p", "iat": 0,
        "nbf": 0, "exp": 9_999_999_999_i64, "scp": "User.Read"});
    let hmac = EncodingKey::from_secret(b"public key as a secret");
    let confused = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &hmac).unwrap();
    let unsigned = {
        let parts: Vec<_> = token.split('.').collect();
        format!("eyJhbGciOiJub25lIn0.{}.", parts[1])
    };
    let mut bent = token.clone();
    bent.truncate(token.len() - 4);
    for bad in ["", "x", "a.b.c", &confused, &unsigned, &bent] {
        assert_eq!(key.verify(bad, NOW), None, "{bad}");
    }
}

#[test]
fn applications_get_no_permission_that_only_people_can_give() {
    let key = key(1);
    let greedy = Bearer::Application("a".into(), Permissions::all_delegated());
    let token = key.sign(&greedy, NOW).unwrap();
    let expected = Bearer::Application("a".into(), Permissions::all_application());
    assert_eq!(key.verify(&token, NOW), Some(expected));
}

#[test]
fn a_token_for_both_or_neither_is_for_nobody() {
    let key = key(1);
    for claims in [
        json!({"iss": "urn:portico:demo:t", "aud": AUDIENCE, "sub": "p", "iat": 0, "nbf": 0,
            "exp": 9_999_999_999_i64}),
        json!({"iss": "urn:portico:demo:t", "aud": AUDIENCE, "sub": "p", "iat": 0, "nbf": 0,
            "exp": 9_999_999_999_i64, "scp": "User.Read", "roles": ["User.Read"]}),
    ] {
        let token =
            jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &key.signing).unwrap();
        assert_eq!(key.verify(&token, NOW), None);
    }
}
