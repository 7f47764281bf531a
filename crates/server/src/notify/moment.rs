//! An instant as a reader sees it: in the reader's zone, which is named.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use portico_graph::time::Instant;

/// Such as `Friday 27 November 2026, 17:00 (Europe/Oslo)`; UTC when the zone is unknown.
pub fn moment(at: Instant, zone: Option<&str>) -> String {
    let Ok(timestamp) = Timestamp::from_second(at.unix()) else {
        return at.to_string();
    };
    let (zone, name) = zone
        .and_then(|name| TimeZone::get(name).ok().map(|zone| (zone, name)))
        .unwrap_or((TimeZone::UTC, "UTC"));
    let local = timestamp.to_zoned_datetime(zone);
    format!("{} ({name})", local.strftime("%A %-d %B %Y, %H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_readers_zone() {
        let at: Instant = "2026-11-27T16:00:00Z".parse().unwrap();
        assert_eq!(moment(at, None), "Friday 27 November 2026, 16:00 (UTC)");
        assert_eq!(
            moment(at, Some("nowhere/at all")),
            "Friday 27 November 2026, 16:00 (UTC)"
        );
    }

    #[test]
    fn a_known_zone_is_used() {
        let at: Instant = "2026-07-01T22:30:00Z".parse().unwrap();
        if TimeZone::get("Europe/Oslo").is_ok() {
            assert_eq!(
                moment(at, Some("Europe/Oslo")),
                "Thursday 2 July 2026, 00:30 (Europe/Oslo)"
            );
        }
    }
}
