use super::*;
use crate::words::calendar::fixed::Fixed;

/// Tuesday 24 November 2026, 13:52 in Oslo.
const NOW: &str = "2026-11-24T12:52:08Z";
const OSLO: Fixed = Fixed { offset_hours: 1 };

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn bounds(policy: Option<&ExpirationPattern>) -> Bounds<'_> {
    Bounds {
        policy,
        allow_custom: true,
        now: instant(NOW),
        calendar: &OSLO,
    }
}

fn half_a_year() -> ExpirationPattern {
    ExpirationPattern::after(Duration::from_days(180))
}

fn draft(first_day: &str, length: Length, last_day: &str) -> Draft {
    Draft {
        first_day: first_day.into(),
        length: Some(length),
        last_day: last_day.into(),
    }
}

#[test]
fn a_chosen_first_day_starts_at_midnight_on_the_persons_wall() {
    let policy = half_a_year();
    let (schedule, window) = bounds(Some(&policy))
        .check(&draft("2026-12-01", Length::Days(90), ""))
        .unwrap();
    assert_eq!(
        schedule.start_date_time,
        Some(instant("2026-11-30T23:00:00Z"))
    );
    assert_eq!(
        schedule.expiration,
        Some(ExpirationPattern::after(Duration::from_days(90)))
    );
    assert_eq!(
        window.ends(instant(NOW)),
        Some(instant("2027-02-28T23:00:00Z"))
    );
}

#[test]
fn today_and_blank_mean_at_once() {
    for first_day in ["", "2026-11-24", "2026-11-01"] {
        let (schedule, _) = bounds(None)
            .check(&draft(first_day, Length::Days(30), ""))
            .unwrap();
        assert_eq!(schedule.start_date_time, None, "{first_day}");
    }
}

#[test]
fn a_last_day_counts_whole() {
    let policy = half_a_year();
    let bounds = bounds(Some(&policy));
    let (schedule, _) = bounds
        .check(&draft("", Length::UntilDay, "2027-01-31"))
        .unwrap();
    assert_eq!(
        schedule.expiration.unwrap().end_date_time,
        Some(instant("2027-01-31T22:59:59Z"))
    );
}

#[test]
fn the_last_allowed_day_is_cut_to_the_limit_and_the_next_is_too_long() {
    let policy = half_a_year();
    let bounds = bounds(Some(&policy));
    assert_eq!(
        bounds.last_day(None).map(Day::iso).as_deref(),
        Some("2027-05-23")
    );
    let (schedule, _) = bounds
        .check(&draft("", Length::UntilDay, "2027-05-23"))
        .unwrap();
    let limit = instant("2027-05-23T12:52:08Z");
    assert_eq!(schedule.expiration.unwrap().end_date_time, Some(limit));
    assert_eq!(
        bounds.check(&draft("", Length::UntilDay, "2027-05-24")),
        Err(Problem::TooLong {
            field: Field::LastDay,
            latest: Some(limit)
        })
    );
    assert_eq!(
        bounds.check(&draft("", Length::Days(365), "")),
        Err(Problem::TooLong {
            field: Field::Length,
            latest: Some(limit)
        })
    );
}

#[test]
fn every_mistake_has_its_field() {
    let bounds = bounds(None);
    for (draft, problem) in [
        (Draft::default(), Problem::NoLength),
        (
            draft("1 December", Length::Days(30), ""),
            Problem::NotADay(Field::FirstDay),
        ),
        (
            draft("", Length::UntilDay, ""),
            Problem::NotADay(Field::LastDay),
        ),
        (
            draft("", Length::UntilDay, "2027-02-30"),
            Problem::NotADay(Field::LastDay),
        ),
        (
            draft("2026-12-02", Length::UntilDay, "2026-12-01"),
            Problem::EndsTooEarly,
        ),
        (
            draft("", Length::UntilDay, "2026-11-23"),
            Problem::EndsTooEarly,
        ),
    ] {
        assert_eq!(bounds.check(&draft).map(drop), Err(problem), "{draft:?}");
    }
}

#[test]
fn the_longest_is_what_the_policy_gives() {
    let last_day = ExpirationPattern::at(instant("2027-04-12T10:00:00Z"));
    for policy in [half_a_year(), last_day, ExpirationPattern::never()] {
        let (schedule, _) = bounds(Some(&policy))
            .check(&draft("2026-12-01", Length::Longest, ""))
            .unwrap();
        assert_eq!(schedule.expiration.as_ref(), Some(&policy));
    }
    let (schedule, window) = bounds(None).check(&draft("", Length::Longest, "")).unwrap();
    assert_eq!((schedule.expiration, window.end), (None, End::Never));
}

#[test]
fn what_is_offered_fits_the_policy() {
    use Length::{Days, Longest};
    let policy = |days| ExpirationPattern::after(Duration::from_days(days));
    for (days, offers) in [
        (180, vec![Days(30), Days(90), Longest]),
        (365, vec![Days(90), Days(180), Longest]),
        (30, vec![Days(7), Longest]),
        (7, vec![Longest]),
    ] {
        assert_eq!(bounds(Some(&policy(days))).offers(None), offers, "{days}");
    }
    assert_eq!(
        bounds(None).offers(None),
        [Days(30), Days(90), Days(180), Longest]
    );
    // Until a day 40 days away, asked from a first day 20 days away: only a week is shorter.
    let soon = ExpirationPattern::at(instant("2027-01-03T12:00:00Z"));
    let start = Some(instant("2026-12-14T23:00:00Z"));
    assert_eq!(bounds(Some(&soon)).offers(start), [Days(7), Longest]);
}

#[test]
fn a_policy_that_lets_nobody_choose_says_so() {
    let policy = half_a_year();
    let closed = Bounds {
        allow_custom: false,
        ..bounds(Some(&policy))
    };
    assert_eq!(
        closed.check(&draft("", Length::Days(30), "")).map(drop),
        Err(Problem::Closed)
    );
    assert_eq!(
        closed.given().map(|window| window.end),
        Some(End::After(Duration::from_days(180)))
    );
}
