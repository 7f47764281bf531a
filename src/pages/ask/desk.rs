//! The form on the desk: what was typed, what is wrong with it, and when it was kept.

use super::step::step_of;
use crate::browser::pattern::fits;
use crate::browser::task::spawn_local;
use crate::browser::{clock, ids, storage, timer};
use crate::components::here::Here;
use crate::components::reader::Reader;
use crate::forms::kept::{self, Kept};
use crate::forms::request::{Draft, Field, Problem, Rules, Valid};
use crate::route::{Route, Step};
use crate::session::Session;
use crate::ui::live::derived;
use crate::words::wrong;
use leptos::prelude::*;
use portico_graph::Requirements;
use portico_graph::time::Instant;
use std::sync::Arc;

/// A draft is kept this many milliseconds after the last key.
const PAUSE: i32 = 500;

/// Whether the draft is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safe {
    /// Nothing was typed yet.
    Empty,
    Kept(Instant),
    /// The browser keeps nothing.
    Unkept,
}

/// A handle that every step holds.
#[derive(Clone, Copy)]
pub struct Desk {
    draft: RwSignal<Draft>,
    policy: Memo<Option<String>>,
    problems: RwSignal<Vec<Problem>>,
    attempt: RwSignal<u32>,
    safe: RwSignal<Safe>,
    /// What is kept beside the draft.
    about: StoredValue<Kept>,
    key: StoredValue<String>,
    typed: StoredValue<u32>,
    /// Typed and not yet kept.
    unkept: StoredValue<bool>,
}

impl Desk {
    /// Takes up what was kept for a package, or begins.
    pub fn new(package: &str) -> Self {
        let person = Session::here()
            .user_now()
            .map(|user| user.id)
            .unwrap_or_default();
        let key = kept::key(&person, package);
        let kept = storage::read(&key).and_then(|text| kept::read(&text));
        let safe = kept
            .as_ref()
            .map_or(Safe::Empty, |kept| Safe::Kept(kept.at));
        let mut kept = kept.unwrap_or_else(|| Kept {
            package: package.to_owned(),
            package_name: String::new(),
            step: Step::Who.segment().to_owned(),
            at: clock::now(),
            client_request_id: ids::new_id(),
            draft: Draft::default(),
        });
        if let Route::Ask {
            policy: Some(policy),
            ..
        } = Here::here().route_now()
        {
            kept.draft.policy = Some(policy);
        }
        let draft = RwSignal::new(kept.draft.clone());
        let desk = Self {
            draft,
            policy: Memo::new(move |_| draft.with(|draft| draft.policy.clone())),
            problems: RwSignal::new(Vec::new()),
            attempt: RwSignal::new(0),
            safe: RwSignal::new(safe),
            about: StoredValue::new(kept),
            key: StoredValue::new(key),
            typed: StoredValue::new(0),
            unkept: StoredValue::new(false),
        };
        // Whoever leaves within the pause after the last key loses nothing either.
        on_cleanup(move || {
            if desk.unkept.try_get_value() == Some(true) {
                desk.keep();
            }
        });
        desk
    }

    /// The package's name, as the list of drafts shows it.
    pub fn about(self, package: &str, name: &str) {
        self.about.update_value(|kept| {
            package.clone_into(&mut kept.package);
            name.clone_into(&mut kept.package_name);
        });
    }

    /// The step where the person is. What is wrong elsewhere is said there.
    pub fn reached(self, step: Step) {
        self.about
            .update_value(|kept| step.segment().clone_into(&mut kept.step));
        if self
            .problems
            .with_untracked(|found| found.iter().any(|one| step_of(&one.field) != step))
        {
            self.problems
                .update(|found| found.retain(|one| step_of(&one.field) == step));
        }
        if self.safe.get_untracked() != Safe::Empty {
            self.keep();
        }
    }

    pub fn draft(self) -> RwSignal<Draft> {
        self.draft
    }

    /// The chosen way, tracked.
    pub fn policy(self) -> Option<String> {
        self.policy.get()
    }

    /// The chosen way, not tracked.
    pub fn policy_now(self) -> Option<String> {
        self.draft.with_untracked(|draft| draft.policy.clone())
    }

    pub fn problems(self) -> RwSignal<Vec<Problem>> {
        self.problems
    }

    /// Counts the presses of Continue, so that the summary takes the focus at each.
    pub fn attempt(self) -> RwSignal<u32> {
        self.attempt
    }

    pub fn safe(self) -> Safe {
        self.safe.get()
    }

    /// The id that makes repeated sending one request.
    pub fn client_request_id(self) -> String {
        self.about.with_value(|kept| kept.client_request_id.clone())
    }

    /// Takes what was typed and keeps it a moment later.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.unkept.set_value(true);
        self.keep_later();
    }

    fn keep_later(self) {
        self.typed
            .update_value(|typed| *typed = typed.wrapping_add(1));
        let this = self.typed.get_value();
        spawn_local(async move {
            timer::sleep(PAUSE).await;
            if self.typed.try_get_value() == Some(this) {
                self.keep();
            }
        });
    }

    /// Keeps the draft now.
    pub fn keep(self) {
        let Some(draft) = self.draft.try_get_untracked() else {
            return;
        };
        let now = clock::now();
        self.unkept.set_value(false);
        self.about.update_value(|kept| {
            kept.draft = draft;
            kept.at = now;
        });
        let text = self.about.with_value(kept::write);
        let written =
            text.is_some_and(|text| self.key.with_value(|key| storage::write(key, &text)));
        self.safe.set(if written {
            Safe::Kept(now)
        } else {
            Safe::Unkept
        });
    }

    /// The request was sent: nothing is left to keep.
    pub fn forget(self) {
        self.unkept.set_value(false);
        self.typed
            .update_value(|typed| *typed = typed.wrapping_add(1));
        self.key.with_value(|key| storage::forget(key));
    }

    /// A request for the package was sent: a draft from before that is the same request, whose answer was lost.
    pub fn was_sent(self, at: Option<Instant>) {
        let kept = self.about.with_value(|kept| kept.at);
        if at.is_some_and(|at| at >= kept) {
            self.forget();
        }
    }

    /// Shows problems; the summary takes the focus. True when there are none.
    pub fn show(self, problems: Vec<Problem>) -> bool {
        let fine = problems.is_empty();
        self.problems.set(problems);
        if !fine {
            self.attempt
                .update(|attempt| *attempt = attempt.wrapping_add(1));
        }
        fine
    }

    /// What to do when the person leaves a field: one that was wrong is looked at again.
    pub fn leaving(self, field: Field, asked: Arc<Requirements>) -> Callback<()> {
        Callback::new(move |()| self.look_again(&field, &asked))
    }

    fn look_again(self, field: &Field, asked: &Requirements) {
        // A field that is taken off the page while it has the focus is left after the form is gone.
        let wrong = self
            .problems
            .try_with_untracked(|problems| problems.iter().any(|problem| problem.field == *field));
        if wrong != Some(true) {
            return;
        }
        let still = self
            .check(asked)
            .err()
            .unwrap_or_default()
            .into_iter()
            .find(|problem| problem.field == *field);
        self.problems.update(|problems| {
            let place = problems.iter().position(|problem| problem.field == *field);
            match (place, still) {
                (Some(place), Some(still)) => problems[place] = still,
                (Some(place), None) => drop(problems.remove(place)),
                (None, _) => {}
            }
        });
    }

    /// Checks the whole form.
    pub fn check(self, asked: &Requirements) -> Result<Valid, Vec<Problem>> {
        let reader = Reader::here();
        self.draft
            .with_untracked(|draft| draft.trimmed().validate(rules(asked, &reader)))
    }

    /// What is wrong with a field, in words.
    pub fn wrong(self, field: Field, asked: Arc<Requirements>) -> Signal<Option<String>> {
        let reader = Reader::here();
        derived(move || {
            let problem = self.problems.with(|problems| {
                problems
                    .iter()
                    .find(|problem| problem.field == field)
                    .cloned()
            })?;
            Some(wrong::words(
                &problem,
                &asked,
                reader.now(),
                reader.calendar(),
            ))
        })
    }
}

/// The rules that a form is checked against.
pub fn rules<'a>(asked: &'a Requirements, reader: &'a Reader) -> Rules<'a> {
    Rules {
        asked,
        now: reader.now(),
        calendar: reader.calendar(),
        fits: &fits,
    }
}
