//! A read of anything: its states, and what starts and ends it.

use crate::api::transport::GivingUp;
use crate::api::{Api, ApiError, Call};
use crate::browser::task::spawn_local;
use crate::browser::timer;
use crate::effect::effect;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::any::Any;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

/// After this many milliseconds the page says that it takes longer.
const SLOW: i32 = 5_000;

/// Anything that can be read.
pub type Thing = Arc<dyn Any + Send + Sync>;

/// Whether two keys are the same, for the type that both are of.
pub type Same = fn(&(dyn Any + Send + Sync), &(dyn Any + Send + Sync)) -> bool;

/// A read under way.
pub type Answer = Pin<Box<dyn Future<Output = Result<Thing, ApiError>>>>;

/// Begins a read of what a key names.
pub type Load = Box<dyn Fn(Call, &(dyn Any + Send + Sync)) -> Answer>;

/// How a read stands.
#[derive(Clone)]
pub enum State {
    Loading,
    LoadingSlowly,
    Loaded(Thing),
    Failed(ApiError),
}

/// A read, whatever its type.
#[derive(Clone, Copy)]
pub struct Reading {
    state: RwSignal<State>,
    /// Why the last attempt to refresh failed, while older data is shown.
    stale: RwSignal<Option<ApiError>>,
    again: RwSignal<u32>,
    /// Counts the attempts; an answer to an earlier one is dropped.
    attempt: RwSignal<u32>,
    /// A number for the answers that the shown thing was made of.
    seen: StoredValue<u64>,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self {
            state: RwSignal::new(State::Loading),
            stale: RwSignal::new(None),
            again: RwSignal::new(0),
            attempt: RwSignal::new(0),
            seen: StoredValue::new(0),
        }
    }

    /// How it stands, tracked.
    pub fn state(self) -> State {
        self.state.get()
    }

    /// Why the shown thing could not be refreshed, tracked.
    pub fn stale(self) -> Option<ApiError> {
        self.stale.get()
    }

    /// Reads again.
    pub fn refresh(self) {
        next(self.again);
    }

    pub(super) fn value(self) -> Option<Thing> {
        loaded(self.state.get())
    }

    pub(super) fn value_now(self) -> Option<Thing> {
        loaded(self.state.try_get_untracked()?)
    }

    /// Puts a thing in place.
    pub(super) fn show(self, thing: Thing) {
        // Everything here may be gone, because the page may be.
        let _ = self.state.try_set(State::Loaded(thing));
    }

    fn settle(self, result: Result<Thing, ApiError>, seen: u64) {
        match (result, self.value_now()) {
            (Ok(thing), shown) => {
                let _ = self.stale.try_set(None);
                let before = self
                    .seen
                    .try_update_value(|before| std::mem::replace(before, seen));
                if shown.is_none() || before != Some(seen) {
                    self.show(thing);
                }
            }
            // Only what passes leaves the old thing standing: what is gone or forbidden now is not shown any more.
            (Err(error), Some(_)) if error.passes() => {
                let _ = self.stale.try_set(Some(error));
            }
            (Err(error), _) => {
                let _ = self.state.try_set(State::Failed(error));
            }
        }
    }

    /// Reads now, and again whenever the key changes or somebody asks.
    pub(super) fn follow(self, key: Box<dyn Fn() -> Thing>, same_key: Same, load: Load) {
        let api = Api::here();
        // The read under way, given up when another begins and when the page goes.
        let under_way: Rc<RefCell<Option<GivingUp>>> = Rc::default();
        let last = SendWrapper::new(Rc::clone(&under_way));
        on_cleanup(move || drop(last.take().take()));
        let mut before: Option<(Thing, u32)> = None;
        effect(move || {
            let again = self.again.get();
            let wanted = key();
            let another = match &before {
                Some((before, _)) => !same_key(&**before, &*wanted),
                None => true,
            };
            // Something that the key reads changed, but not the key.
            if !another && before.as_ref().is_some_and(|(_, before)| *before == again) {
                return;
            }
            let attempt = next(self.attempt);
            if another || self.value_now().is_none() {
                self.state.set(State::Loading);
                spawn_local(self.grow_slow(attempt));
            }
            let (call, giving_up) = api.reading_until();
            under_way.replace(Some(giving_up));
            let answer = load(call.clone(), &*wanted);
            spawn_local(self.wait_for(attempt, call, answer));
            before = Some((wanted, again));
        });
    }

    async fn wait_for(self, attempt: u32, call: Call, answer: Answer) {
        let answer = answer.await;
        if self.attempt.try_get_untracked() == Some(attempt) {
            self.settle(answer, call.seen());
        }
    }

    async fn grow_slow(self, attempt: u32) {
        timer::sleep(SLOW).await;
        let waits = matches!(self.state.try_get_untracked(), Some(State::Loading));
        if waits && self.attempt.try_get_untracked() == Some(attempt) {
            let _ = self.state.try_set(State::LoadingSlowly);
        }
    }
}

fn loaded(state: State) -> Option<Thing> {
    match state {
        State::Loaded(value) => Some(value),
        _ => None,
    }
}

/// Counts on, also when nobody listens any more.
fn next(count: RwSignal<u32>) -> u32 {
    let next = count
        .try_get_untracked()
        .unwrap_or_default()
        .wrapping_add(1);
    let _ = count.try_set(next);
    next
}
