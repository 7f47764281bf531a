//! A thing that is read from the API, in the states that a page has to show.
//!
//! Nothing is shown at first, then bones, then after a while a sentence, then the thing or why it failed. Old data stays
//! visible while it is read again, and views are told only when it is another. This is done by hand rather than with a
//! resource below a boundary, so that a failure after a success does not take the page away.

use super::{Api, ApiError, Call};
use crate::browser::timer;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// After this many milliseconds the page says that it takes longer.
const SLOW: i32 = 5_000;

/// How a read stands.
#[derive(Debug, PartialEq)]
pub enum State<T> {
    Loading,
    LoadingSlowly,
    Loaded(Arc<T>),
    Failed(ApiError),
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::LoadingSlowly => Self::LoadingSlowly,
            Self::Loaded(value) => Self::Loaded(Arc::clone(value)),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

/// A handle on a read; see [`fetch`].
pub struct Fetch<T: Send + Sync + 'static> {
    state: RwSignal<State<T>>,
    /// Why the last attempt to refresh failed, while older data is shown.
    stale: RwSignal<Option<ApiError>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Fetch<T> {}

impl<T: PartialEq + Send + Sync + 'static> Fetch<T> {
    /// How it stands.
    pub fn state(self) -> State<T> {
        self.state.get()
    }

    /// The thing, once it is there.
    pub fn value(self) -> Option<Arc<T>> {
        match self.state.get() {
            State::Loaded(value) => Some(value),
            _ => None,
        }
    }

    /// The same without being told of changes.
    pub fn value_now(self) -> Option<Arc<T>> {
        match self.state.try_get_untracked() {
            Some(State::Loaded(value)) => Some(value),
            _ => None,
        }
    }

    /// Why the shown thing could not be refreshed, if the last attempt failed.
    pub fn stale(self) -> Option<ApiError> {
        self.stale.get()
    }

    /// Reads again; what is shown stays until the answer is there.
    pub fn refresh(self) {
        let _ = self
            .again
            .try_update(|count| *count = count.wrapping_add(1));
    }

    /// Puts another thing in place, for what the page learned in another way.
    pub fn replace(self, value: T) {
        self.settle(Ok(value));
    }

    fn settle(self, result: Result<T, ApiError>) {
        // Everything here may be gone, because the page may be.
        let loaded = self.value_now();
        match (result, loaded) {
            (Ok(value), Some(shown)) if *shown == value => {
                let _ = self.stale.try_set(None);
            }
            (Ok(value), _) => {
                let _ = self.stale.try_set(None);
                let _ = self.state.try_set(State::Loaded(Arc::new(value)));
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
}

/// Reads what `key` names, now and whenever the key changes; another key starts from nothing.
pub fn fetch<K, T, F>(
    key: impl Fn() -> K + 'static,
    load: impl Fn(Call, K) -> F + 'static,
) -> Fetch<T>
where
    K: PartialEq + Clone + 'static,
    T: PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let api = Api::here();
    let fetch = Fetch {
        state: RwSignal::new(State::Loading),
        stale: RwSignal::new(None),
        again: RwSignal::new(0),
    };
    let run = RwSignal::new(0_u32);
    Effect::new(move |before: Option<K>| {
        fetch.again.track();
        let wanted = key();
        let this_run = run.try_update_untracked(|run| {
            *run = run.wrapping_add(1);
            *run
        });
        if before.as_ref() != Some(&wanted) || fetch.value_now().is_none() {
            fetch.state.set(State::Loading);
            spawn_local(async move {
                timer::sleep(SLOW).await;
                if run.try_get_untracked() == this_run
                    && fetch.state.try_get_untracked() == Some(State::Loading)
                {
                    let _ = fetch.state.try_set(State::LoadingSlowly);
                }
            });
        }
        let answer = load(api.reading(), wanted.clone());
        spawn_local(async move {
            let answer = answer.await;
            if run.try_get_untracked() == this_run {
                fetch.settle(answer);
            }
        });
        wanted
    });
    fetch
}
