//! The session's cookie. Over HTTPS it is bound to the host by its name's prefix; on loopback, where cookies are shared by
//! every port, the port is part of the name so that two servers on one machine do not sign each other out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::session_token::SessionToken;
use crate::config::PublicUrl;

/// The cookie's name at this address.
pub fn name(at: &PublicUrl) -> String {
    if at.is_secure() {
        "__Host-portico".into()
    } else {
        format!("portico-{}", at.port())
    }
}

/// The token a request carries. Several cookies of the name (a subdomain planted one) count as none.
pub fn read(headers: &HeaderMap, at: &PublicUrl) -> Option<SessionToken> {
    let name = name(at);
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let only = values.next()?;
    if values.next().is_some() {
        return None;
    }
    SessionToken::from_cookie(only)
}

/// `Set-Cookie` for a new session of `seconds`.
pub fn set(token: &SessionToken, at: &PublicUrl, seconds: i64) -> Option<HeaderValue> {
    write(&token.for_cookie(), at, seconds)
}

/// `Set-Cookie` that takes it away.
pub fn clear(at: &PublicUrl) -> Option<HeaderValue> {
    write("", at, 0)
}

fn write(value: &str, at: &PublicUrl, seconds: i64) -> Option<HeaderValue> {
    let secure = if at.is_secure() { "; Secure" } else { "" };
    let mut header = HeaderValue::try_from(format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
        name(at)
    ))
    .ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;

    fn at(url: &str) -> PublicUrl {
        url.parse().unwrap()
    }

    #[test]
    fn the_kind_of_cookie_follows_the_address() {
        let token = SessionToken::fresh(&Ids::seeded(1));
        let https = set(&token, &at("https://access.example"), 60).unwrap();
        let https = https.to_str().unwrap();
        assert!(https.starts_with("__Host-portico="), "{https}");
        assert!(
            https.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"),
            "{https}"
        );
        let http = clear(&at("http://127.0.0.1:8080")).unwrap();
        assert_eq!(
            http,
            "portico-8080=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn one_cookie_is_read_and_two_are_none() {
        let here = at("http://127.0.0.1:8080");
        let token = SessionToken::fresh(&Ids::seeded(1));
        let pair = format!("portico-8080={}", token.for_cookie());
        let read = |line: String| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::try_from(line).unwrap());
            super::read(&headers, &here).map(|token| token.digest())
        };
        assert_eq!(read(format!("a=b; {pair}; c=d")), Some(token.digest()));
        assert_eq!(read(format!("{pair}; {pair}")), None);
        assert_eq!(read("portico-8081=x".into()), None);
        assert_eq!(
            super::read(&HeaderMap::new(), &here).map(|t| t.digest()),
            None
        );
    }
}
