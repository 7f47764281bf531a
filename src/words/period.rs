//! Periods in words: how long something is, from when until when.

use super::line::{Line, Marks};
use super::text::period as text;
use super::when::Style;
use portico_graph::time::Duration;
use portico_graph::{ExpirationPatternType, Schedule};

/// "90 days"; hours below two days, where days would round too much away.
pub fn length(length: Duration) -> String {
    let hours = length.seconds() / 3600;
    if length.seconds() % 86_400 != 0 && hours < 48 {
        text::hours(hours.max(1))
    } else {
        text::days(length.days().max(1))
    }
}

/// What a schedule comes to, before or after approval.
pub fn of(schedule: Option<&Schedule>) -> Line {
    let start = schedule.and_then(|schedule| schedule.start_date_time);
    let pattern = schedule.and_then(|schedule| schedule.expiration.as_ref());
    let kind = pattern.map_or(ExpirationPatternType::NotSpecified, |pattern| {
        pattern.pattern_type
    });
    let end = pattern
        .and_then(|pattern| pattern.end_date_time)
        .filter(|_| kind == ExpirationPatternType::AfterDateTime);
    let length_of = pattern
        .and_then(|pattern| pattern.duration)
        .filter(|_| kind == ExpirationPatternType::AfterDuration);
    let never = kind == ExpirationPatternType::NoExpiration;
    let end = end.or_else(|| Some(start? + length_of?));
    let mut marks = Marks::default();
    let from = start.map(|start| marks.when(start, Style::Date));
    let to = end.map(|end| marks.when(end, Style::Date));
    let printed = match (from, to, length_of) {
        (Some(from), Some(to), _) => text::from_to(&from, &to),
        (None, Some(to), _) => text::until(&to),
        (Some(from), None, Some(lasts)) => text::from_on(&from, &length(lasts)),
        (None, None, Some(lasts)) => text::from_approval(&length(lasts)),
        (Some(from), None, None) if never => text::from_open(&from),
        (Some(from), None, None) => text::from_on(&from, &text::as_policy()),
        (None, None, None) if never => text::open(),
        (None, None, None) => text::as_policy(),
    };
    marks.line(printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::calendar::fixed::Fixed;
    use portico_graph::ExpirationPattern;
    use portico_graph::time::Instant;

    fn said(start: Option<&str>, expiration: Option<ExpirationPattern>) -> String {
        let start_date_time = start.map(|start| start.parse().unwrap());
        let schedule = Schedule {
            start_date_time,
            expiration,
        };
        of(Some(&schedule)).plain(
            "2026-11-24T12:00:00Z".parse().unwrap(),
            &Fixed { offset_hours: 1 },
        )
    }

    #[test]
    fn every_shape_of_a_schedule_has_words() {
        let end: Instant = "2027-03-01T17:00:00Z".parse().unwrap();
        let days = |days| Some(ExpirationPattern::after(Duration::from_days(days)));
        let first = Some("2026-12-01T07:00:00Z");
        assert_eq!(
            said(first, Some(ExpirationPattern::at(end))),
            "Tuesday 1 December to 1 March 2027"
        );
        assert_eq!(said(first, days(90)), "Tuesday 1 December to 1 March 2027");
        assert_eq!(
            said(None, Some(ExpirationPattern::at(end))),
            "From approval until 1 March 2027"
        );
        assert_eq!(said(None, days(1)), "1 day from approval");
        assert_eq!(said(None, Some(ExpirationPattern::never())), "No end date");
        assert_eq!(
            said(first, Some(ExpirationPattern::never())),
            "From Tuesday 1 December, no end date"
        );
        assert_eq!(said(None, None), "As the rules of the package say");
    }

    #[test]
    fn short_lengths_are_hours() {
        assert_eq!(length(Duration::from_seconds(8 * 3600)), "8 hours");
        assert_eq!(length(Duration::from_days(1)), "1 day");
        assert_eq!(length(Duration::from_days(180)), "180 days");
    }
}
