//! Settings for whoever watches the process and ends it.

use std::net::SocketAddr;
use std::time::Duration;

/// How long the end waits unless said.
const DRAIN: u32 = 30;
/// Who waits longer than an hour has mistaken the unit.
const LONGEST_DRAIN: u32 = 3600;

/// Checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operating {
    /// Where `/metrics` is asked for; absent means nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// How long the end of the process waits for what was begun.
    pub drain: Duration,
}

/// Checks what was said; `listen` is where callers are answered.
pub(super) fn settle(
    metrics_listen: Option<String>,
    drain_seconds: Option<u32>,
    listen: SocketAddr,
    problems: &mut Vec<String>,
) -> Operating {
    let metrics_listen = metrics_listen.and_then(|text| {
        let address = text.parse::<SocketAddr>();
        if address.is_err() {
            problems.push(format!(
                "metrics_listen = \"{text}\" is not an address with a port, like 127.0.0.1:9090"
            ));
        }
        address.ok()
    });
    if let Some(address) = metrics_listen
        && address.port() != 0
        && address == listen
    {
        problems.push(format!(
            "metrics_listen = {address} is where callers are answered (listen): it needs a port of its own"
        ));
    }
    let drain_seconds = drain_seconds.unwrap_or(DRAIN);
    if drain_seconds > LONGEST_DRAIN {
        problems.push(format!(
            "drain_seconds = {drain_seconds} is more than {LONGEST_DRAIN}"
        ));
    }
    Operating {
        metrics_listen,
        drain: Duration::from_secs(drain_seconds.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(metrics: Option<&str>, drain: Option<u32>) -> (Operating, Vec<String>) {
        let mut problems = Vec::new();
        let listen = ([127, 0, 0, 1], 8080).into();
        let metrics = metrics.map(ToOwned::to_owned);
        (settle(metrics, drain, listen, &mut problems), problems)
    }

    #[test]
    fn nothing_said_means_no_measures_and_half_a_minute() {
        let (operating, problems) = checked(None, None);
        assert_eq!(operating.metrics_listen, None);
        assert_eq!(operating.drain, Duration::from_secs(30));
        assert!(problems.is_empty());
    }

    #[test]
    fn what_cannot_be_is_said_by_key() {
        for (metrics, drain, key) in [
            (Some("9090"), None, "metrics_listen"),
            (Some("127.0.0.1:8080"), None, "metrics_listen"),
            (None, Some(3601), "drain_seconds"),
        ] {
            let (_, problems) = checked(metrics, drain);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].starts_with(key), "{problems:?}");
        }
        let (operating, problems) = checked(Some("127.0.0.1:0"), Some(0));
        assert!(problems.is_empty());
        assert_eq!(operating.drain, Duration::ZERO);
    }
}
