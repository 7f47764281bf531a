//! The address the service is reached at.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::Uri;

/// `https://access.example` or `http://127.0.0.1:8080`: scheme, host and port, never a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    authority: String,
}

impl PublicUrl {
    /// The plain address of a listener.
    pub fn of_listener(address: SocketAddr) -> Self {
        Self {
            secure: false,
            authority: address.to_string(),
        }
    }

    /// Whether browsers reach it over HTTPS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Host and port as a browser sends them in `Host`.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host alone; an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        without_port(&self.authority)
    }

    /// The port, also when it is the scheme's own.
    pub fn port(&self) -> u16 {
        self.authority
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse().ok())
            .unwrap_or(if self.secure { 443 } else { 80 })
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(&self.authority)
    }
}

/// Whether `Host` (with or without a port) names this machine. Names are compared as text and never looked up: a
/// foreign name that resolves to loopback is exactly what must not pass.
pub fn is_loopback_host(host: &str) -> bool {
    let name = without_port(host).to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    let address = name.trim_start_matches('[').trim_end_matches(']');
    address
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}

fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or(host);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(out, "{scheme}://{}", self.authority)
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |why: &str| format!("public_url = \"{text}\" {why}");
        let uri: Uri = text
            .parse()
            .map_err(|_| wrong("is not an address like https://access.example"))?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong("must start with https:// or http://")),
        };
        let Some(authority) = uri.authority().filter(|it| !it.as_str().contains('@')) else {
            return Err(wrong("must name a host, without a user"));
        };
        if uri
            .path_and_query()
            .is_some_and(|rest| rest.as_str() != "/")
        {
            return Err(wrong(
                "must not have a path: the portal lives at the root of its host",
            ));
        }
        let authority = authority.as_str().to_ascii_lowercase();
        if !secure && !is_loopback_host(&authority) {
            return Err(wrong(
                "must be https: sign-in needs it outside this machine",
            ));
        }
        Ok(Self { secure, authority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_by_name_alone() {
        for host in [
            "localhost",
            "localhost:8080",
            "a.localhost:1",
            "127.0.0.1:80",
            "127.9.9.9",
            "[::1]:8080",
            "[::1]",
            "LOCALHOST",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "10.0.0.1:8080",
            "127.0.0.1.evil.example",
            "0.0.0.0",
            "[2001:db8::1]:80",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }

    #[test]
    fn addresses_are_scheme_host_and_port() {
        let url: PublicUrl = "https://Access.Example".parse().unwrap();
        assert_eq!(url.to_string(), "https://access.example");
        assert_eq!((url.port(), url.is_secure()), (443, true));
        let url: PublicUrl = "http://127.0.0.1:9000/".parse().unwrap();
        assert_eq!(url.to_string(), "http://127.0.0.1:9000");
        assert_eq!((url.port(), url.host()), (9000, "127.0.0.1"));
        let url: PublicUrl = "http://[::1]:9000".parse().unwrap();
        assert_eq!(url.host(), "[::1]");
    }

    #[test]
    fn other_addresses_are_refused_with_a_reason() {
        for (text, why) in [
            ("access.example", "https://"),
            ("ftp://a.example", "https://"),
            ("https://a.example/portico", "path"),
            ("https://u@a.example", "user"),
            ("http://a.example", "https"),
        ] {
            let problem = text.parse::<PublicUrl>().unwrap_err();
            assert!(problem.contains(why), "{problem}");
        }
    }
}
