//! Work that waits.

use std::pin::Pin;

/// Does the work beside everything else. Boxed here, because what drives a future is compiled once for each type of it.
pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    leptos::task::spawn_local(work);
}
