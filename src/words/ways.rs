//! Several ways to ask for one package, told apart by what differs between them.

use super::line::Line;
use super::period;
use super::text::ask as text;
use portico_graph::Requirements;

/// For each way, what is said of it where the others are not the same: who decides, how long, what is asked. `plain` makes text of a line.
pub fn differences(ways: &[&Requirements], plain: &dyn Fn(&Line) -> String) -> Vec<String> {
    let sides: [&dyn Fn(&Requirements) -> String; 5] = [
        &|way| match way.is_approval_required_for_add {
            Some(false) => text::way_at_once(),
            _ => text::way_decided(),
        },
        &|way| plain(&period::of(way.schedule.as_ref())),
        &|way| match way.allow_custom_assignment_schedule {
            Some(true) => text::way_period(),
            _ => text::way_no_period(),
        },
        &|way| text::way_questions(i64::try_from(way.questions.len()).unwrap_or(i64::MAX)),
        &|way| match way.is_requestor_justification_required {
            Some(true) => text::way_reason(),
            _ => text::way_no_reason(),
        },
    ];
    let mut said = vec![String::new(); ways.len()];
    for side in sides {
        let words: Vec<String> = ways.iter().map(|way| side(way)).collect();
        if words.iter().all(|one| Some(one) == words.first()) {
            continue;
        }
        for (said, words) in said.iter_mut().zip(words) {
            if !said.is_empty() {
                said.push_str(" \u{b7} ");
            }
            said.push_str(&words);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::calendar::fixed::Fixed;
    use portico_graph::time::{Duration, Instant};
    use portico_graph::{ExpirationPattern, Schedule};

    fn way(days: i64, decided: bool) -> Requirements {
        Requirements {
            is_approval_required_for_add: Some(decided),
            schedule: Some(Schedule {
                start_date_time: None,
                expiration: Some(ExpirationPattern::after(Duration::from_days(days))),
            }),
            ..Requirements::default()
        }
    }

    fn said(ways: &[&Requirements]) -> Vec<String> {
        let now: Instant = "2026-11-24T12:00:00Z".parse().unwrap();
        differences(ways, &|line| line.plain(now, &Fixed { offset_hours: 0 }))
    }

    #[test]
    fn only_what_differs_is_said() {
        let (staff, call, other) = (way(180, true), way(14, false), way(14, true));
        assert_eq!(
            said(&[&staff, &call]),
            [
                "Somebody has to decide \u{b7} 180 days from approval",
                "Nobody has to decide \u{b7} 14 days from approval"
            ]
        );
        assert_eq!(
            said(&[&staff, &other]),
            ["180 days from approval", "14 days from approval"]
        );
        assert_eq!(said(&[&staff, &staff]), ["", ""]);
    }
}
