//! Lists that come page by page.

use super::{ApiError, Call, endpoint::Endpoint};
use crate::browser::window;
use portico_graph::Collection;
use portico_graph::json::FromJson;

/// A list as far as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages<T> {
    /// What was read, in order.
    pub items: Vec<T>,
    /// How many there are in all, when the service said so.
    pub total: Option<u64>,
    /// Where it goes on.
    pub(crate) next: Option<Endpoint>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            total: None,
            next: None,
        }
    }
}

impl<T> From<Collection<T>> for Pages<T> {
    fn from(page: Collection<T>) -> Self {
        let next = page
            .next_link
            .and_then(|link| Endpoint::next_page(&link, &window().location().origin().ok()?));
        Self {
            items: page.value,
            total: page.count,
            next,
        }
    }
}

impl<T> Pages<T> {
    /// Whether there is more.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// This list and what was read after it.
    pub fn followed_by(mut self, more: Self) -> Self {
        self.items.extend(more.items);
        Self {
            items: self.items,
            total: self.total.or(more.total),
            next: more.next,
        }
    }
}

impl<T: FromJson> Pages<T> {
    /// The page after what was read so far; an empty list when there is none.
    pub async fn more(call: &Call, after: Option<Endpoint>) -> Result<Self, ApiError> {
        match after {
            Some(endpoint) => Ok(call.get::<Collection<T>>(&endpoint).await?.into()),
            None => Ok(Self::default()),
        }
    }

    /// Where [`Pages::more`] goes on.
    pub fn next(&self) -> Option<Endpoint> {
        self.next.clone()
    }

    /// The whole list: for what belongs to one person and is shown or counted as a whole.
    pub async fn all(call: &Call, first: &Endpoint) -> Result<Vec<T>, ApiError> {
        Self::from(call.get::<Collection<T>>(first).await?)
            .rest(call)
            .await
    }

    /// What was read and all that follows.
    pub async fn rest(mut self, call: &Call) -> Result<Vec<T>, ApiError> {
        while let Some(endpoint) = self.next.take() {
            let more = call.get::<Collection<T>>(&endpoint).await?.into();
            self = self.followed_by(more);
        }
        Ok(self.items)
    }
}
