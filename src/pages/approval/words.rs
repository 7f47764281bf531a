//! What the person writes about a decision, kept in the browser until it is sent or discarded.

use crate::browser::task::spawn_local;
use crate::browser::{storage, timer};
use crate::forms::kept::words_key;
use crate::session::Session;
use leptos::prelude::*;

/// Words are kept this many milliseconds after the last key.
const PAUSE: i32 = 500;

/// A handle on the words.
#[derive(Clone, Copy)]
pub struct Words {
    typed: RwSignal<String>,
    key: StoredValue<String>,
}

impl Words {
    /// Takes up what was kept for a request.
    pub fn new(request: &str) -> Self {
        let person = Session::here()
            .user_now()
            .map(|user| user.id)
            .unwrap_or_default();
        let key = words_key(&person, request);
        Self {
            typed: RwSignal::new(storage::read(&key).unwrap_or_default()),
            key: StoredValue::new(key),
        }
    }

    /// The words, tracked.
    pub fn get(self) -> String {
        self.typed.get()
    }

    /// The words, not tracked.
    pub fn now(self) -> String {
        self.typed.get_untracked()
    }

    /// Takes what was typed.
    pub fn set(self, words: String) {
        self.typed.set(words.clone());
        spawn_local(async move {
            timer::sleep(PAUSE).await;
            // Only the last words are kept; whoever typed on keeps them later.
            if self.typed.try_get_untracked().as_ref() == Some(&words) {
                self.key.with_value(|key| storage::write(key, &words));
            }
        });
    }

    /// The words were sent or are not wanted any more.
    pub fn forget(self) {
        let _ = self.typed.try_set(String::new());
        let _ = self.key.try_with_value(|key| storage::forget(key));
    }
}
