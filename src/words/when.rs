//! Instants in words: near ones as a person would say them, far ones as dates.

use super::calendar::{Calendar, Form};
use super::text::when as text;
use portico_graph::time::Instant;

/// What the instant is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A moment by which, at which or until which: `today, 17:00`, `Friday 17:00`, `Thursday 10 December, 17:00`.
    At,
    /// A moment since which: `today, 13:42`, `yesterday`, `Monday`, `12 October`.
    Since,
    /// A day: `today`, `Friday 27 November`, `12 April 2027`.
    Day,
    /// A day after the word "on": `Friday 27 November`, `12 April 2027`. Never "today".
    Date,
    /// `Tuesday 1 December at 08:00`, for things that begin or end on a day.
    DayTime,
    /// `Today, 13:31`, `Mon 23 Nov, 10:12`: the margin of a timeline.
    Stamp,
    /// `Mon 23 Nov`: under a stage.
    Short,
    /// `14:02:11` today, else as [`Style::Stamp`]: where a second decides.
    Exact,
}

/// Days from today within which a weekday alone is clear.
const WEEK: i64 = 6;
const A_WEEK_AGO: i64 = -WEEK;
/// Days from today beyond which the hour no longer matters and the year does.
const FAR: i64 = 60;

/// The words for an instant, seen from `now`.
pub fn words(at: Instant, style: Style, now: Instant, calendar: &dyn Calendar) -> String {
    let distance = calendar.day(at).0 - calendar.day(now).0;
    let print = |form| calendar.print(at, form);
    let time = || print(Form::Time);
    let date = || {
        print(if same_year(at, now, calendar) {
            Form::Date
        } else {
            Form::DateYear
        })
    };
    match style {
        Style::At => match distance {
            -1 => text::yesterday_time(&time()),
            0 => text::today_time(&time()),
            1 => text::tomorrow_time(&time()),
            2..=WEEK => text::weekday_time(&print(Form::Weekday), &time()),
            _ if distance.abs() <= FAR => text::date_time(&print(Form::WeekdayDate), &time()),
            _ => print(Form::DateYear),
        },
        Style::Since => match distance {
            0 => text::today_time(&time()),
            -1 => text::yesterday(),
            A_WEEK_AGO..=-2 => print(Form::Weekday),
            _ => date(),
        },
        Style::Day => match distance {
            -1 => text::yesterday(),
            0 => text::today(),
            1 => text::tomorrow(),
            A_WEEK_AGO..=FAR => print(Form::WeekdayDate),
            _ if distance < 0 => date(),
            _ => print(Form::DateYear),
        },
        Style::Date => match distance {
            0..=FAR => print(Form::WeekdayDate),
            _ if distance < 0 => date(),
            _ => print(Form::DateYear),
        },
        Style::DayTime => {
            let form = if distance.abs() <= FAR {
                Form::WeekdayDate
            } else {
                Form::DateYear
            };
            text::day_at_time(&print(form), &time())
        }
        Style::Short => print(short(at, now, calendar)),
        Style::Exact if distance == 0 => {
            let second = calendar.wall(at).second % 60;
            text::exact(&time(), &format!("{second:02}"))
        }
        Style::Stamp | Style::Exact => stamp(at, now, calendar),
    }
}

fn stamp(at: Instant, now: Instant, calendar: &dyn Calendar) -> String {
    let time = calendar.print(at, Form::Time);
    if calendar.day(at) == calendar.day(now) {
        return text::stamp_today(&time);
    }
    text::date_time(&calendar.print(at, short(at, now, calendar)), &time)
}

fn short(at: Instant, now: Instant, calendar: &dyn Calendar) -> Form {
    if same_year(at, now, calendar) {
        Form::ShortDay
    } else {
        Form::ShortDayYear
    }
}

fn same_year(at: Instant, now: Instant, calendar: &dyn Calendar) -> bool {
    calendar.day(at).civil().0 == calendar.day(now).civil().0
}

/// Whole days left until `end` as a calendar counts them: 0 is "today", negative is over.
pub fn days_left(end: Instant, now: Instant, calendar: &dyn Calendar) -> i64 {
    calendar.day(end).0 - calendar.day(now).0
}

#[cfg(test)]
mod tests {
    use super::super::calendar::fixed::Fixed;
    use super::*;

    /// Tuesday 24 November 2026, 13:52:08 in Oslo.
    const NOW: &str = "2026-11-24T12:52:08Z";

    fn said(at: &str, style: Style) -> String {
        words(
            at.parse().unwrap(),
            style,
            NOW.parse().unwrap(),
            &Fixed { offset_hours: 1 },
        )
    }

    #[test]
    fn a_deadline_is_near_or_far() {
        assert_eq!(said("2026-11-24T16:00:00Z", Style::At), "today, 17:00");
        assert_eq!(said("2026-11-25T16:00:00Z", Style::At), "tomorrow, 17:00");
        assert_eq!(said("2026-11-23T16:00:00Z", Style::At), "yesterday, 17:00");
        assert_eq!(said("2026-11-27T16:00:00Z", Style::At), "Friday 17:00");
        assert_eq!(said("2026-11-30T16:00:00Z", Style::At), "Monday 17:00");
        assert_eq!(
            said("2026-12-01T16:00:00Z", Style::At),
            "Tuesday 1 December, 17:00"
        );
        assert_eq!(said("2027-04-12T16:00:00Z", Style::At), "12 April 2027");
    }

    #[test]
    fn the_day_is_the_readers_day() {
        // 23:30 UTC is already tomorrow in Oslo.
        assert_eq!(said("2026-11-24T23:30:00Z", Style::At), "tomorrow, 00:30");
        assert_eq!(said("2026-11-23T23:30:00Z", Style::Since), "today, 00:30");
    }

    #[test]
    fn since_gets_shorter_with_time() {
        assert_eq!(said("2026-11-24T12:42:00Z", Style::Since), "today, 13:42");
        assert_eq!(said("2026-11-23T10:00:00Z", Style::Since), "yesterday");
        assert_eq!(said("2026-11-20T10:00:00Z", Style::Since), "Friday");
        assert_eq!(said("2026-10-12T10:00:00Z", Style::Since), "12 October");
        assert_eq!(
            said("2025-02-03T10:00:00Z", Style::Since),
            "3 February 2025"
        );
    }

    #[test]
    fn a_day_says_its_weekday_while_that_helps() {
        assert_eq!(said("2026-11-24T16:00:00Z", Style::Day), "today");
        assert_eq!(
            said("2026-11-27T16:00:00Z", Style::Day),
            "Friday 27 November"
        );
        assert_eq!(said("2027-04-12T16:00:00Z", Style::Day), "12 April 2027");
        assert_eq!(said("2026-10-30T16:00:00Z", Style::Day), "30 October");
        assert_eq!(
            said("2026-11-24T16:00:00Z", Style::Date),
            "Tuesday 24 November"
        );
        assert_eq!(
            said("2026-12-01T07:00:00Z", Style::DayTime),
            "Tuesday 1 December at 08:00"
        );
        assert_eq!(
            said("2027-06-01T07:00:00Z", Style::DayTime),
            "1 June 2027 at 08:00"
        );
    }

    #[test]
    fn the_margin_of_a_timeline_is_short() {
        assert_eq!(said("2026-11-24T12:31:00Z", Style::Stamp), "Today, 13:31");
        assert_eq!(
            said("2026-11-23T09:12:00Z", Style::Stamp),
            "Mon 23 Nov, 10:12"
        );
        assert_eq!(
            said("2025-11-23T09:12:00Z", Style::Stamp),
            "Sun 23 Nov 2025, 10:12"
        );
        assert_eq!(said("2026-11-23T09:12:00Z", Style::Short), "Mon 23 Nov");
        assert_eq!(said("2026-11-24T13:02:11Z", Style::Exact), "14:02:11");
        assert_eq!(
            said("2026-11-23T13:02:11Z", Style::Exact),
            "Mon 23 Nov, 14:02"
        );
    }

    #[test]
    fn days_left_are_counted_by_the_calendar() {
        let left = |end: &str| {
            days_left(
                end.parse().unwrap(),
                NOW.parse().unwrap(),
                &Fixed { offset_hours: 1 },
            )
        };
        assert_eq!(left("2026-11-27T17:00:00Z"), 3);
        assert_eq!(left("2026-11-24T22:00:00Z"), 0);
        assert_eq!(left("2026-11-23T22:00:00Z"), -1);
    }
}
