//! Property paths in `$filter`. A source's table of columns says where the usual ones lie, with joins that an index can
//! drive; every other path of navigation properties that lead to one entity is looked up row by row.

use std::borrow::Cow;

use portico_graph::model::Navigation;
use portico_odata::{Columns, Located, Path};

use super::source::{Source, To};

impl Columns for Source {
    fn locate(&self, path: &Path) -> Option<Located> {
        if let Some(known) = self.columns.locate(path) {
            return Some(known);
        }
        let (first, rest) = path.navigations.split_first()?;
        let (_, link) = self.link(first.name)?;
        let To::One { key, source } = link.to else {
            return None;
        };
        if link.by_role {
            return None;
        }
        if rest.is_empty() && path.property.name == "id" {
            return Some(Located {
                sql: Cow::from(key),
                folded: None,
                join: None,
            });
        }
        let rest: Vec<&'static Navigation> = rest.to_vec();
        let inner = source.locate(&Path {
            navigations: rest,
            property: path.property,
        })?;
        // Names of tables inside hide those outside, so one source may be met twice on a way.
        let look_up = |value: Cow<'static, str>| {
            let join = inner.join.unwrap_or_default();
            let Source { table, id, .. } = source;
            Cow::from(format!(
                "(SELECT {value} FROM {table} {join} WHERE {id} = {key})"
            ))
        };
        Some(Located {
            sql: look_up(inner.sql),
            folded: inner.folded.map(look_up),
            join: None,
        })
    }
}
