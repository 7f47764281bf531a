//! Collections that lie in one value, as lists: the same options, applied in memory. They are short.

use portico_odata::{Options, RawQuery, narrow};
use serde_json::Value as Json;

use super::asked::Asked;
use super::fetch::Node;
use super::list::{Page, wrong_token};
use super::skip_token::{Binding, Place};
use crate::http::App;
use crate::http::error::ApiError;
use crate::store::fold::fold;

/// A collection at hand.
pub struct Held<'a> {
    /// Its entities, in their usual order.
    pub entities: Vec<Json>,
    /// The caller's subject id, or another name nobody else has.
    pub caller: &'a str,
}

impl Held<'_> {
    /// One page of it.
    pub fn page(
        mut self,
        app: &App,
        asked: &Asked,
        (raw, options): (&RawQuery, &Options),
    ) -> Result<Page, ApiError> {
        let whole = Options {
            skip: 0,
            top: None,
            ..options.clone()
        };
        let number = narrow(&mut self.entities, &whole, &fold);
        let count = (options.count || asked.counting).then(|| i64::try_from(number));
        let count = count.transpose().unwrap_or(Some(i64::MAX));
        let query = raw.binding();
        let binding = Binding {
            secret: &app.link_secret,
            caller: self.caller,
            path: &asked.path,
            query: &query,
        };
        let first = match &options.skip_token {
            None => usize::try_from(options.skip).unwrap_or(usize::MAX),
            Some(token) => {
                let place = binding.read(token).ok_or_else(wrong_token)?;
                let mut entities = self.entities.iter();
                let last = entities.position(|one| one["id"] == place.id.as_str());
                last.map_or(number, |last| last + 1)
            }
        };
        let mut rest = self.entities.split_off(first.min(number));
        let size = usize::try_from(options.page_size()).unwrap_or(usize::MAX);
        let more = rest.len() > size;
        rest.truncate(size);
        let nodes: Vec<Node> = rest.into_iter().filter_map(Node::of_value).collect();
        let next = nodes.last().filter(|_| more).map(|last| {
            raw.next_page(&binding.write(&Place {
                key: String::new(),
                id: last.id.clone(),
            }))
        });
        Ok(Page { nodes, count, next })
    }
}
