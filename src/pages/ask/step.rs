//! The steps of the form: which there are, and the way from one to the next.

use crate::browser::focus;
use crate::components::here::Here;
use crate::forms::request::Field;
use crate::route::{Route, Step};
use crate::ui::colonnade::{self, Height, Is, Stage};
use crate::words::text::ask as text;
use leptos::prelude::*;
use portico_graph::Requirements;

/// The steps that one person walks through for one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// `ways`: how many policies fit. The choice among one and the period that nobody may choose are left out.
    pub fn of(ways: usize, way: Option<&Requirements>) -> Self {
        let custom = way.is_none_or(|way| way.allow_custom_assignment_schedule == Some(true));
        let there = |step: &Step| match step {
            Step::Who => ways > 1,
            Step::Period => custom,
            Step::Questions | Step::Check => true,
        };
        Self(Step::ALL.into_iter().filter(there).collect())
    }

    pub fn holds(&self, step: Step) -> bool {
        self.0.contains(&step)
    }

    /// The next step after one, whether or not it is one of these.
    pub fn after(&self, step: Step) -> Step {
        self.0
            .iter()
            .copied()
            .find(|other| *other > step)
            .unwrap_or(Step::Check)
    }

    /// The step before one.
    pub fn before(&self, step: Step) -> Option<Step> {
        self.0.iter().copied().rev().find(|other| *other < step)
    }

    /// "2"
    pub fn place(&self, step: Step) -> String {
        (self
            .0
            .iter()
            .position(|other| *other == step)
            .unwrap_or_default()
            + 1)
        .to_string()
    }

    /// "4"
    pub fn count(&self) -> String {
        self.0.len().to_string()
    }

    pub fn colonnade(&self, now: Step) -> AnyView {
        let stage = |step: &Step| {
            let (is, spoken) = match step.cmp(&now) {
                std::cmp::Ordering::Less => (Is::Done, text::done()),
                std::cmp::Ordering::Equal => (Is::Now, text::now()),
                std::cmp::Ordering::Greater => (Is::Next, text::next()),
            };
            Stage {
                is,
                spoken,
                title: name(*step),
                say: None,
            }
        };
        colonnade::colonnade(Height::Low, self.0.iter().map(stage).collect())
    }

    /// Where Back leads: the step before, or the package.
    pub fn back(&self, package: &str, step: Step) -> Route {
        self.before(step).map_or_else(
            || Route::Package {
                id: package.to_owned(),
            },
            |before| Route::ask(package, before, None),
        )
    }
}

/// What a step is called.
pub fn name(step: Step) -> String {
    match step {
        Step::Who => text::step_who(),
        Step::Questions => text::step_questions(),
        Step::Period => text::step_period(),
        Step::Check => text::step_check(),
    }
}

/// The step where a field stands.
pub fn step_of(field: &Field) -> Step {
    match field {
        Field::Policy => Step::Who,
        Field::Question(_) | Field::Justification => Step::Questions,
        Field::Period(_) => Step::Period,
    }
}

/// Goes on from a step: straight back to the check when only one answer was to be changed.
pub fn go_on(steps: &Steps, package: &str, step: Step) {
    let here = Here::here();
    // The next step takes the place of this one; its heading is where the person goes on, not this button.
    focus::leave();
    let changing = matches!(
        here.route_now(),
        Route::Ask {
            change: Some(_),
            ..
        }
    );
    let next = if changing {
        Step::Check
    } else {
        steps.after(step)
    };
    here.go(&Route::ask(package, next, None));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_steps_that_ask_something_are_walked() {
        let fixed = Requirements::default();
        let custom = Requirements {
            allow_custom_assignment_schedule: Some(true),
            ..Requirements::default()
        };
        assert_eq!(Steps::of(1, Some(&fixed)).0, [Step::Questions, Step::Check]);
        assert_eq!(
            Steps::of(1, Some(&custom)).0,
            [Step::Questions, Step::Period, Step::Check]
        );
        assert_eq!(Steps::of(2, None).0, Step::ALL);
    }

    #[test]
    fn the_way_leads_on_and_back() {
        let steps = Steps::of(1, Some(&Requirements::default()));
        assert_eq!(steps.after(Step::Who), Step::Questions);
        assert_eq!(steps.after(Step::Questions), Step::Check);
        assert_eq!(steps.before(Step::Check), Some(Step::Questions));
        assert_eq!(
            steps.back("p", Step::Questions),
            Route::Package { id: "p".into() }
        );
        assert_eq!(
            (steps.place(Step::Check), steps.count()),
            ("2".to_owned(), "2".to_owned())
        );
    }
}
