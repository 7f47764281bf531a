//! Moments of a history, counted back from the start of the demo.

use std::fmt;
use std::str::FromStr;

use anyhow::{Context, ensure};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use portico_graph::time::{Duration, Instant};
use serde::Deserialize;

/// `P3D 10:12` is twelve past ten on the clocks of the organisation, three days before the day of the start; `PT5H` is five hours before
/// the start, to the second. The former looks like what people do, the latter keeps its distance to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment {
    back: Duration,
    time: Option<Time>,
}

impl FromStr for Moment {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (back, time) = match text.split_once(' ') {
            None => (text, None),
            Some((back, time)) => {
                let time: Time = format!("{time}:00")
                    .parse()
                    .with_context(|| format!("{time} is no time of day"))?;
                (back, Some(time))
            }
        };
        let back: Duration = back
            .parse()
            .map_err(|_| anyhow::anyhow!("{back} is no duration"))?;
        ensure!(back > Duration::ZERO, "{text} is not in the past");
        let whole = back.seconds() % Duration::from_days(1).seconds() == 0;
        ensure!(time.is_none() || whole, "{text}: days alone have times");
        Ok(Self { back, time })
    }
}

impl TryFrom<String> for Moment {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.back)?;
        match self.time {
            None => Ok(()),
            Some(time) => write!(out, " {}", time.strftime("%H:%M")),
        }
    }
}

impl Moment {
    /// When it was, seen from `now`.
    pub fn before(self, now: Instant, zone: &TimeZone) -> anyhow::Result<Instant> {
        match self.time {
            None => Ok(now + Duration::from_seconds(-self.back.seconds())),
            Some(time) => on_day(now, -self.back.days(), time, zone),
        }
    }
}

/// The beginning of a day that comes so long after the day of `now`.
pub fn midnight(now: Instant, after: Duration, zone: &TimeZone) -> anyhow::Result<Instant> {
    on_day(now, after.days(), Time::midnight(), zone)
}

fn on_day(now: Instant, days: i64, time: Time, zone: &TimeZone) -> anyhow::Result<Instant> {
    let here = Timestamp::from_second(now.unix())?.to_zoned_datetime(zone.clone());
    let day = here.date().checked_add(Span::new().try_days(days)?)?;
    let at = day.to_datetime(time).to_zoned_datetime(zone.clone())?;
    Ok(Instant::from_unix(at.timestamp().as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, now: &str) -> String {
        let zone = TimeZone::get("Europe/Oslo").unwrap();
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment.to_string(), text);
        let at = moment.before(now.parse().unwrap(), &zone).unwrap();
        at.to_string()
    }

    #[test]
    fn days_follow_the_clocks_on_the_wall() {
        // Summer time ended in between: noon is noon.
        assert_eq!(
            of("P60D 12:00", "2026-11-24T08:00:00Z"),
            "2026-09-25T10:00:00Z"
        );
        assert_eq!(
            of("P1D 23:30", "2026-11-24T08:00:00Z"),
            "2026-11-23T22:30:00Z"
        );
        // It is tomorrow already where the organisation is.
        assert_eq!(
            of("P1D 09:00", "2026-11-24T23:30:00Z"),
            "2026-11-24T08:00:00Z"
        );
        assert_eq!(of("PT5H", "2026-11-24T08:00:00Z"), "2026-11-24T03:00:00Z");
    }

    #[test]
    fn days_to_come_begin_at_midnight() {
        let zone = TimeZone::get("Europe/Oslo").unwrap();
        let now = "2026-11-24T08:00:00Z".parse().unwrap();
        let at = midnight(now, Duration::from_days(5), &zone).unwrap();
        assert_eq!(at.to_string(), "2026-11-28T23:00:00Z");
    }

    #[test]
    fn what_is_no_moment() {
        for wrong in [
            "",
            "yesterday",
            "P0D 09:00",
            "-P1D 09:00",
            "P1D 25:00",
            "PT5H 09:00",
            "P1D  09:00",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
