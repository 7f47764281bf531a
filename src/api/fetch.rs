//! A thing that is read from the API, in the states that a page has to show.
//!
//! Nothing is shown at first, then bones, then after a while a sentence, then the thing or why it failed. Old data stays
//! visible while it is read again, and views are told only when the service answered something else. This is done by hand rather than with a
//! resource below a boundary, so that a failure after a success does not take the page away.
//!
//! The work is done once for all types in [`reading`]; what is generic here only puts types on and off, because each copy
//! of it would be downloaded by everybody.

mod reading;

use super::{ApiError, Call};
pub use reading::{Reading, State, Thing};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A handle on a read; see [`fetch`].
pub struct Fetch<T> {
    reading: Reading,
    what: PhantomData<fn() -> T>,
}

impl<T> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetch<T> {}

impl<T: Send + Sync + 'static> Fetch<T> {
    /// What is the same for every type.
    pub fn reading(self) -> Reading {
        self.reading
    }

    /// The thing, once it is there.
    pub fn value(self) -> Option<Arc<T>> {
        self.reading.value()?.downcast().ok()
    }

    /// The same without being told of changes.
    pub fn value_now(self) -> Option<Arc<T>> {
        self.reading.value_now()?.downcast().ok()
    }

    /// Reads again; what is shown stays until the answer is there.
    pub fn refresh(self) {
        self.reading.refresh();
    }

    /// Puts another thing in place, for what the page learned in another way.
    pub fn replace(self, value: T) {
        self.reading.show(Arc::new(value));
    }
}

/// Reads what `key` names, now and whenever the key changes; another key starts from nothing.
pub fn fetch<K, T, F>(
    key: impl Fn() -> K + 'static,
    load: impl Fn(Call, K) -> F + 'static,
) -> Fetch<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let reading = Reading::new();
    reading.follow(
        Box::new(move || Arc::new(key()) as Thing),
        same::<K>,
        Box::new(move |call, key| {
            let answer = key.downcast_ref::<K>().map(|key| load(call, key.clone()));
            Box::pin(async move {
                match answer {
                    Some(answer) => answer.await.map(|value| Arc::new(value) as Thing),
                    // The key is always what `key` made.
                    None => Err(ApiError::Network),
                }
            })
        }),
    );
    Fetch {
        reading,
        what: PhantomData,
    }
}

/// Whether two things of one type are the same.
fn same<T: PartialEq + 'static>(
    one: &(dyn Any + Send + Sync),
    other: &(dyn Any + Send + Sync),
) -> bool {
    match (one.downcast_ref::<T>(), other.downcast_ref::<T>()) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_of_another_type_are_never_the_same() {
        assert!(same::<u8>(&7_u8, &7_u8));
        assert!(!same::<u8>(&7_u8, &8_u8));
        assert!(!same::<u8>(&7_u8, &7_u16));
    }
}
