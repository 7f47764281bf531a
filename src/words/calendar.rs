//! The wall clock and the calendar of the person who reads.
//!
//! Everything that says "today" or "Friday 17:00" goes through [`Calendar`], so that the words can be tested on the host with a
//! fixed offset while the browser answers from its own `Intl` data.

use portico_graph::time::Instant;

const DAY: i64 = 86_400;

/// A day of the civil calendar, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// Year, month (1 to 12) and day of the month.
    pub fn civil(self) -> (i64, u32, u32) {
        Instant::from_unix(self.0 * DAY).date()
    }

    /// The day with this date; `None` when there is no such day.
    pub fn from_civil(year: i64, month: u32, day: u32) -> Option<Self> {
        Some(Self(
            Instant::from_date(year, month, day)?.unix().div_euclid(DAY),
        ))
    }

    /// Reads what a date input gives: `2026-12-01`. A day that does not exist is refused.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Self::from_civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The spelling a date input takes: `2026-12-01`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The first day of the month `months` after the one this day is in.
    pub fn first_of_month_after(self, months: i64) -> Self {
        let (year, month, _) = self.civil();
        let count = year * 12 + i64::from(month) - 1 + months;
        let month = u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
        Self::from_civil(count.div_euclid(12), month, 1).unwrap_or(self)
    }
}

/// What a clock on the person's wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    pub day: Day,
    /// Seconds since that day began on the wall.
    pub second: i64,
}

impl Wall {
    fn count(self) -> i64 {
        self.day.0 * DAY + self.second
    }
}

/// The spellings of an instant that the words need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `17:00`
    Time,
    /// `Friday`
    Weekday,
    /// `Friday 27 November`
    WeekdayDate,
    /// `Thursday 31 December 2026`
    WeekdayDateYear,
    /// `12 October`
    Date,
    /// `12 April 2027`
    DateYear,
    /// `Mon 23 Nov`
    ShortDay,
    /// `Mon 23 Nov 2026`
    ShortDayYear,
    /// `Sep`
    Month,
    /// Everything, with the zone: what the title of a `<time>` says.
    Full,
    /// The short name of the zone alone: `CET`.
    Zone,
}

/// The zone and the spellings of one person.
pub trait Calendar {
    fn wall(&self, at: Instant) -> Wall;
    fn print(&self, at: Instant, form: Form) -> String;
    /// The zone's own name, for example `Europe/Oslo`.
    fn zone(&self) -> String;

    fn day(&self, at: Instant) -> Day {
        self.wall(at).day
    }

    /// The instant at which a day begins on this person's wall.
    fn begin(&self, day: Day) -> Instant {
        let wanted = day.0 * DAY;
        // Two rounds settle it: the first finds the offset, the second corrects it where the clock changed in between.
        let mut guess = wanted;
        for _ in 0..2 {
            let shown = self.wall(Instant::from_unix(guess)).count();
            guess += wanted - shown;
        }
        Instant::from_unix(guess)
    }

    /// The last second of a day on this person's wall.
    fn end(&self, day: Day) -> Instant {
        Instant::from_unix(self.begin(Day(day.0 + 1)).unix() - 1)
    }
}

#[cfg(test)]
pub mod fixed {
    //! English words at a fixed offset, for tests on the host.

    use super::{Calendar, Day, Form, Wall};
    use portico_graph::time::Instant;

    pub struct Fixed {
        pub offset_hours: i64,
    }

    const DAYS: [&str; 7] = [
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
    ];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    impl Calendar for Fixed {
        fn wall(&self, at: Instant) -> Wall {
            let local = at.unix() + self.offset_hours * 3600;
            Wall {
                day: Day(local.div_euclid(86_400)),
                second: local.rem_euclid(86_400),
            }
        }

        fn print(&self, at: Instant, form: Form) -> String {
            let wall = self.wall(at);
            let (year, month, day) = wall.day.civil();
            let weekday = DAYS[usize::try_from(wall.day.0.rem_euclid(7)).unwrap()];
            let month = MONTHS[usize::try_from(month).unwrap() - 1];
            let (hour, minute) = (wall.second / 3600, wall.second / 60 % 60);
            match form {
                Form::Time => format!("{hour:02}:{minute:02}"),
                Form::Weekday => weekday.to_owned(),
                Form::WeekdayDate => format!("{weekday} {day} {month}"),
                Form::WeekdayDateYear => format!("{weekday} {day} {month} {year}"),
                Form::Date => format!("{day} {month}"),
                Form::DateYear => format!("{day} {month} {year}"),
                Form::ShortDay => format!("{} {day} {}", &weekday[..3], &month[..3]),
                Form::ShortDayYear => format!("{} {day} {} {year}", &weekday[..3], &month[..3]),
                Form::Month => month[..3].to_owned(),
                Form::Full => format!(
                    "{weekday} {day} {month} {year}, {hour:02}:{minute:02}:{:02} UTC+{}",
                    wall.second % 60,
                    self.offset_hours
                ),
                Form::Zone => format!("UTC+{}", self.offset_hours),
            }
        }

        fn zone(&self) -> String {
            format!("Etc/GMT-{}", self.offset_hours)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fixed::Fixed;
    use super::*;

    #[test]
    fn a_date_input_is_read_and_written() {
        assert_eq!(
            Day::parse("2026-12-01").map(Day::iso).as_deref(),
            Some("2026-12-01")
        );
        assert_eq!(
            Day::parse("2028-02-29").map(Day::iso).as_deref(),
            Some("2028-02-29")
        );
        assert_eq!(Day::parse("1969-12-31"), Some(Day(-1)));
        for wrong in [
            "2027-02-29",
            "2026-13-01",
            "2026-04-31",
            "1 December",
            "",
            "2026-12",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_roll_over_the_year() {
        let day = Day::from_civil(2026, 11, 24).unwrap();
        assert_eq!(day.first_of_month_after(0).iso(), "2026-11-01");
        assert_eq!(day.first_of_month_after(3).iso(), "2027-02-01");
        assert_eq!(day.first_of_month_after(-11).iso(), "2025-12-01");
    }

    #[test]
    fn a_day_begins_and_ends_on_the_persons_wall() {
        let oslo = Fixed { offset_hours: 1 };
        let day = Day::from_civil(2026, 12, 1).unwrap();
        assert_eq!(oslo.begin(day).to_string(), "2026-11-30T23:00:00Z");
        assert_eq!(oslo.end(day).to_string(), "2026-12-01T22:59:59Z");
    }

    /// Clocks go forward at 01:00 UTC on 29 March 2026, as in central Europe.
    struct Spring;
    impl Calendar for Spring {
        fn wall(&self, at: Instant) -> Wall {
            let change = Day::from_civil(2026, 3, 29).unwrap().0 * 86_400 + 3600;
            let offset_hours = if at.unix() < change { 1 } else { 2 };
            Fixed { offset_hours }.wall(at)
        }
        fn print(&self, at: Instant, form: Form) -> String {
            Fixed { offset_hours: 1 }.print(at, form)
        }
        fn zone(&self) -> String {
            "Europe/Oslo".to_owned()
        }
    }

    #[test]
    fn the_day_the_clocks_change_begins_once() {
        let day = Day::from_civil(2026, 3, 29).unwrap();
        assert_eq!(Spring.begin(day).to_string(), "2026-03-28T23:00:00Z");
        assert_eq!(Spring.end(day).to_string(), "2026-03-29T21:59:59Z");
    }
}
