//! `Edm.Duration`: days and smaller only, because months and years have no fixed length.

use std::{fmt, str::FromStr};

use super::{TimeError, serde_as_text};

/// A length of time in whole seconds. Reads weeks, days, hours, minutes and whole seconds (`P14D`, `PT0S`, `P3DT4H`), and refuses
/// months, years, fractions and Python's `30 days, 0:00:00`; a day is always 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

impl Duration {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// From days of 24 hours.
    pub const fn from_days(days: i64) -> Self {
        Self(days.saturating_mul(86_400))
    }

    /// In seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// In whole days, cut off.
    pub const fn days(self) -> i64 {
        self.0 / 86_400
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let (days, rest) = (all / 86_400, all % 86_400);
        write!(f, "{sign}P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if rest > 0 || days == 0 {
            f.write_str("T")?;
            let (h, m, s) = (rest / 3600, rest / 60 % 60, rest % 60);
            if h > 0 {
                write!(f, "{h}H")?;
            }
            if m > 0 {
                write!(f, "{m}M")?;
            }
            if s > 0 || rest == 0 {
                write!(f, "{s}S")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        const SHAPE: TimeError = TimeError("a duration looks like P14D, PT8H or P3DT4H");
        const LONG: TimeError =
            TimeError("a duration of months or years has no fixed length; write days");
        const HUGE: TimeError = TimeError("the duration is too long");
        let (negative, rest) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let rest = rest.strip_prefix('P').ok_or(SHAPE)?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return Err(SHAPE),
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(SHAPE);
        }
        let mut total: i64 = 0;
        for (part, units) in [(date, "YMWD"), (time, "HMS")] {
            let mut left = part;
            let mut allowed = units;
            while !left.is_empty() {
                let end = left.find(|c: char| !c.is_ascii_digit()).ok_or(SHAPE)?;
                let unit = left[end..].chars().next().ok_or(SHAPE)?;
                if end == 0 {
                    return Err(SHAPE);
                }
                let place = allowed.find(unit).ok_or(SHAPE)?;
                allowed = &allowed[place + 1..];
                let seconds: i64 = match (units, unit) {
                    ("YMWD", 'W') => 604_800,
                    ("YMWD", 'D') => 86_400,
                    ("YMWD", _) => return Err(LONG),
                    (_, 'H') => 3600,
                    (_, 'M') => 60,
                    _ => 1,
                };
                let n: i64 = left[..end].parse().map_err(|_| HUGE)?;
                total = n
                    .checked_mul(seconds)
                    .and_then(|s| total.checked_add(s))
                    .ok_or(HUGE)?;
                left = &left[end + 1..];
            }
        }
        // A hundred thousand days: longer than any policy and short enough that sums stay inside the calendar.
        if total > 8_640_000_000 {
            return Err(HUGE);
        }
        Ok(Self(if negative { -total } else { total }))
    }
}

serde_as_text!(Duration);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for (text, seconds, back) in [
            ("P14D", 1_209_600, "P14D"),
            ("PT0S", 0, "PT0S"),
            ("P3DT4H", 273_600, "P3DT4H"),
            ("P2W", 1_209_600, "P14D"),
            ("PT90M", 5400, "PT1H30M"),
            ("-PT5S", -5, "-PT5S"),
        ] {
            let d: Duration = text.parse().unwrap();
            assert_eq!((d.seconds(), d.to_string().as_str()), (seconds, back));
        }
    }

    #[test]
    fn refuses_the_rest() {
        for bad in [
            "",
            "P",
            "PT",
            "P1M",
            "P1Y",
            "14D",
            "30 days, 0:00:00",
            "P1.5D",
            "P1DT",
            "PT1D",
            "P1D2W",
            "P99999999999999999999D",
            "P200000D",
        ] {
            assert!(bad.parse::<Duration>().is_err(), "{bad}");
        }
        assert_eq!(
            "P1M".parse::<Duration>().unwrap_err().to_string(),
            "a duration of months or years has no fixed length; write days"
        );
    }
}
