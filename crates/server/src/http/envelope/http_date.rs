//! Dates as HTTP headers write them.

use axum::http::HeaderValue;
use portico_graph::time::Instant;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Tue, 24 Nov 2026 03:54:00 GMT`.
pub fn write(at: Instant) -> HeaderValue {
    let (year, month, day) = at.date();
    let (hour, minute, second) = at.time_of_day();
    // 1970 began on a Thursday.
    let weekday = usize::try_from(at.unix().div_euclid(86_400).rem_euclid(7)).unwrap_or(0);
    let month = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    let text = format!(
        "{}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} GMT",
        DAYS[weekday], MONTHS[month]
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        let date = |text: &str| write(text.parse().unwrap());
        assert_eq!(
            date("2026-11-24T03:54:00Z"),
            "Tue, 24 Nov 2026 03:54:00 GMT"
        );
        assert_eq!(
            date("1970-01-01T00:00:00Z"),
            "Thu, 01 Jan 1970 00:00:00 GMT"
        );
        assert_eq!(
            date("1969-12-31T23:59:59Z"),
            "Wed, 31 Dec 1969 23:59:59 GMT"
        );
        assert_eq!(
            date("2024-02-29T12:00:00Z"),
            "Thu, 29 Feb 2024 12:00:00 GMT"
        );
    }
}
