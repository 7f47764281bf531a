//! The sentences of a request: the headline of its page and the line under its name in a list.

use super::standing::{End, Standing, quoted};
use crate::words::line::{Line, Marks};
use crate::words::text::state as text;
use crate::words::when::Style;
use portico_graph::time::{Duration, Instant};

/// A request that was sent less than this many seconds ago was sent "just now".
const JUST_NOW: i64 = 90;

impl Standing {
    /// One or two sentences that answer "where do I stand".
    #[expect(
        clippy::too_many_lines,
        reason = "the table of states: a row a case, read as a whole"
    )]
    pub fn headline(&self, now: Instant) -> Line {
        let mut marks = Marks::default();
        match self {
            Self::Sent { at: Some(at) } if now.unix() - at.unix() > JUST_NOW => {
                let since = marks.when(*at, Style::Since);
                marks.line(text::sent_since(&since))
            }
            Self::Sent { .. } => text::sent_now().into(),
            Self::Waiting {
                deciders,
                since,
                until,
                more_from,
            } => {
                let since = since.unwrap_or(now);
                let at = marks.when(since, Style::Since);
                let waiting = if let Some(who) = deciders.phrase() {
                    let who = marks.inner(who);
                    marks.line(text::waiting_for(&who, &at))
                } else {
                    marks
                        .line(text::waiting_for_nobody_said(&at))
                        .then(text::who_untold().into())
                };
                until.map_or(waiting.clone(), |until| {
                    waiting.then(deadline(until, *more_from, now))
                })
            }
            Self::Scheduled {
                by,
                opens: Some(opens),
            } => {
                let opens = marks.when(*opens, Style::DayTime);
                match by {
                    Some(by) => {
                        let by = marks.name(by);
                        marks.line(text::scheduled_by(&by, &opens))
                    }
                    None => marks.line(text::scheduled(&opens)),
                }
            }
            Self::Scheduled { opens: None, .. } => text::badge_approved().into(),
            Self::Opening {
                approved,
                resources,
            } => {
                let opening = match i64::try_from(*resources) {
                    Ok(0) | Err(_) => text::opening_uncounted(),
                    Ok(count) => text::opening(count),
                };
                if *approved {
                    text::opening_approved(&opening).into()
                } else {
                    opening.into()
                }
            }
            Self::Open {
                until: End::At(until),
            } => {
                let until = marks.when(*until, Style::Date);
                marks.line(text::open_until(&until))
            }
            Self::Open { until: End::Never } => text::open_for_good().into(),
            Self::Open { until: End::Untold } => text::open().into(),
            Self::PartlyOpen {
                open,
                all,
                next_try,
            } => {
                let what = if *all == 0 {
                    text::partly_uncounted()
                } else {
                    text::partly(count(*open), &all.to_string())
                };
                Line::from(what).then(next(*next_try, text::next_try, text::no_next_try))
            }
            Self::NotOpened { what, next_try } => {
                let line = if what.is_empty() {
                    text::failed().into()
                } else {
                    let what = marks.all_of(what.clone());
                    marks.line(text::failed_what(&what))
                };
                line.then(next(*next_try, text::failed_next_try, text::failed_ask))
            }
            Self::Refused { by, at, words } => {
                let line = refused(by.as_deref(), *at);
                let line = words
                    .as_deref()
                    .map_or(line.clone(), |words| line.then(quoted(words)));
                line.then(text::you_can_request_again().into())
            }
            Self::Cancelled { at, by_me } => {
                let day = marks.when(at.unwrap_or(now), Style::Date);
                marks.line(if *by_me {
                    text::cancelled_by_you(&day)
                } else {
                    text::cancelled(&day)
                })
            }
            Self::Unanswered { after, .. } => {
                let line = after.map_or_else(text::unanswered, |after| {
                    text::unanswered_days(whole_days(after))
                });
                Line::from(line).then(text::request_again().into())
            }
            Self::Ended { at } => {
                let day = marks.when(*at, Style::Date);
                marks.line(text::ended_on(&day))
            }
            Self::Unknown {
                status: Some(status),
            } => {
                let status = marks.text(status);
                marks.line(text::unknown_status(&status))
            }
            Self::Unknown { status: None } => text::unknown().into(),
        }
    }

    /// The line under the name in a list; shorter than the headline, without what the badge says.
    pub fn row(&self, now: Instant) -> Line {
        let mut marks = Marks::default();
        match self {
            Self::Waiting {
                deciders,
                since,
                until,
                ..
            } => {
                let since = marks.when(since.unwrap_or(now), Style::Since);
                let Some(who) = deciders.phrase() else {
                    return marks.line(text::waiting_row_untold(&since));
                };
                let who = marks.inner(who);
                match until {
                    Some(until) => {
                        let until = marks.when(*until, Style::At);
                        marks.line(text::waiting_row_until(&who, &since, &until))
                    }
                    None => marks.line(text::waiting_row(&who, &since)),
                }
            }
            Self::Refused { by, at, words } => {
                let row = match (by, at) {
                    (Some(by), Some(at)) => {
                        let (day, by) = (marks.when(*at, Style::Date), marks.name(by));
                        marks.line(text::refused_row(&day, &by))
                    }
                    _ => refused(by.as_deref(), *at),
                };
                let Some(words) = words else { return row };
                let mut marks = Marks::default();
                let (row, words) = (marks.inner(row), marks.inner(quoted(words)));
                marks.line(text::row_with_words(&row, &words))
            }
            Self::Unanswered {
                at: Some(at),
                after: Some(after),
            } => {
                let day = marks.when(*at, Style::Date);
                marks.line(text::unanswered_row(whole_days(*after), &day))
            }
            other => other.headline(now),
        }
    }
}

fn deadline(until: Instant, more_from: Option<Instant>, now: Instant) -> Line {
    let mut marks = Marks::default();
    let at = marks.when(until, Style::At);
    match more_from.filter(|from| *from > now && *from < until) {
        Some(from) => {
            let from = marks.when(from, Style::Day);
            marks.line(text::they_have_until_then_more(&at, &from))
        }
        None => marks.line(text::they_have_until(&at)),
    }
}

fn refused(by: Option<&str>, at: Option<Instant>) -> Line {
    let mut marks = Marks::default();
    let Some(at) = at else {
        return text::refused().into();
    };
    let day = marks.when(at, Style::Date);
    match by {
        Some(by) => {
            let by = marks.name(by);
            marks.line(text::refused_by_on(&by, &day))
        }
        None => marks.line(text::refused_on(&day)),
    }
}

fn next(at: Option<Instant>, known: fn(&str) -> String, unknown: fn() -> String) -> Line {
    let Some(at) = at else {
        return unknown().into();
    };
    let mut marks = Marks::default();
    let at = marks.when(at, Style::At);
    marks.line(known(&at))
}

fn whole_days(length: Duration) -> i64 {
    length.days().max(1)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
