//! `Edm.DateTimeOffset`: UTC seconds.

use std::{fmt, ops, str::FromStr};

use super::{Duration, TimeError, serde_as_text};

/// A moment, in whole UTC seconds since 1970. Reads any offset and up to nine fractional digits (which are cut off); prints
/// `2026-11-24T03:54:00Z`: fixed width for the years 0000 to 9999, so text order is time order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl Instant {
    /// From seconds since 1970, held inside the years 0000 to 9999.
    pub const fn from_unix(seconds: i64) -> Self {
        if seconds < FIRST {
            Self(FIRST)
        } else if seconds > LAST {
            Self(LAST)
        } else {
            Self(seconds)
        }
    }

    /// Seconds since 1970.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// Midnight UTC of a calendar day; `None` when there is no such day.
    pub fn from_date(year: i64, month: u32, day: u32) -> Option<Self> {
        let valid = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        valid.then(|| Self(days_from_civil(year, month, day) * 86_400))
    }

    /// Year, month (1 to 12) and day in UTC.
    pub fn date(self) -> (i64, u32, u32) {
        civil_from_days(self.0.div_euclid(86_400))
    }

    /// Hour, minute and second in UTC.
    pub fn time_of_day(self) -> (u32, u32, u32) {
        let s = u32::try_from(self.0.rem_euclid(86_400)).unwrap_or(0);
        (s / 3600, s / 60 % 60, s % 60)
    }
}

impl ops::Add<Duration> for Instant {
    type Output = Self;
    fn add(self, d: Duration) -> Self {
        Self::from_unix(self.0.saturating_add(d.seconds()))
    }
}

impl ops::Sub for Instant {
    type Output = Duration;
    fn sub(self, other: Self) -> Duration {
        Duration::from_seconds(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let (h, m, s) = self.time_of_day();
        write!(f, "{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}Z")
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        const SHAPE: TimeError = TimeError("an instant looks like 2026-11-24T08:00:00Z");
        let b = text.as_bytes();
        let digits = |from: usize, to: usize| -> Result<i64, TimeError> {
            let part = b.get(from..to).ok_or(SHAPE)?;
            part.iter().try_fold(0, |n, c| {
                if c.is_ascii_digit() {
                    Ok(n * 10 + i64::from(c - b'0'))
                } else {
                    Err(SHAPE)
                }
            })
        };
        let mark = |at: usize, any: &[u8]| b.get(at).is_some_and(|c| any.contains(c));
        if !(mark(4, b"-") && mark(7, b"-") && mark(10, b"Tt ") && mark(13, b":")) {
            return Err(SHAPE);
        }
        let (hour, minute) = (digits(11, 13)?, digits(14, 16)?);
        let mut at = 16;
        let mut second = 0;
        if mark(at, b":") {
            second = digits(17, 19)?;
            at = 19;
            if mark(at, b".") {
                let fraction = b[at + 1..]
                    .iter()
                    .take_while(|c| c.is_ascii_digit())
                    .count();
                if !(1..=9).contains(&fraction) {
                    return Err(SHAPE);
                }
                at += 1 + fraction;
            }
        }
        let offset = match &b[at..] {
            [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
                let (h, m) = (digits(at + 1, at + 3)?, digits(at + 4, at + 6)?);
                if h > 14 || m > 59 {
                    return Err(SHAPE);
                }
                (h * 3600 + m * 60) * if *sign == b'-' { -1 } else { 1 }
            }
            _ => return Err(SHAPE),
        };
        if hour > 23 || minute > 59 || second > 60 {
            return Err(SHAPE);
        }
        let (month, day) = (digits(5, 7)?, digits(8, 10)?);
        let midnight = Self::from_date(
            digits(0, 4)?,
            u32::try_from(month).unwrap_or(0),
            u32::try_from(day).unwrap_or(0),
        )
        .ok_or(TimeError("there is no such day"))?;
        Ok(Self::from_unix(
            midnight.0 + hour * 3600 + minute * 60 + second.min(59) - offset,
        ))
    }
}

serde_as_text!(Instant);

const fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

const fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March so that the leap day comes last.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let shifted = i64::from((month + 9) % 12);
    let of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        year,
        u32::try_from(month).unwrap_or(1),
        u32::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_graph_writes() {
        let at = |text: &str| text.parse::<Instant>().map(|i| i.to_string());
        assert_eq!(at("2026-11-24T08:00:00Z").unwrap(), "2026-11-24T08:00:00Z");
        assert_eq!(
            at("2020-02-29T23:59:07.1949218Z").unwrap(),
            "2020-02-29T23:59:07Z"
        );
        assert_eq!(
            at("2026-11-24T01:30:00+02:00").unwrap(),
            "2026-11-23T23:30:00Z"
        );
        assert_eq!(at("2026-11-24T08:00Z").unwrap(), "2026-11-24T08:00:00Z");
        for bad in [
            "",
            "2026-11-24",
            "2026-02-29T00:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T08:00:00",
            "2026-11-24T08:00:00.Z",
            "٢026-11-24T08:00:00Z",
        ] {
            assert!(at(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_day_goes_there_and_back() {
        let mut previous = None;
        for days in -719_528..=2_932_896_i64 {
            if days % 13 != 0 {
                continue;
            }
            let (y, m, d) = civil_from_days(days);
            assert_eq!(days_from_civil(y, m, d), days);
            assert!(previous.is_none_or(|p| p < (y, m, d)));
            previous = Some((y, m, d));
        }
    }
}
