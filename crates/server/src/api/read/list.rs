//! Lists: one query a page, by key; the cost of a page does not grow with its number.

use portico_odata::{Address, Bind, Options, Problem, RawQuery};

use super::asked::Asked;
use super::expand::expand;
use super::fetch::{Node, columns, node};
use super::sight::Sight;
use super::skip_token::{Binding, Place};
use super::source::{Direction, Source};
use crate::http::App;
use crate::http::error::ApiError;
use crate::store::fold::fold;
use crate::store::{Sql, Tx, Value};

/// Which rows of a source a list is about, before its options.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Joins that the condition needs.
    pub joins: String,
    /// The condition; its placeholders start at `$1`.
    pub condition: String,
    /// Their values.
    pub values: Vec<Value>,
}

impl Scope {
    /// A condition on the source's own table.
    pub fn new(condition: impl Into<String>, values: Vec<Value>) -> Self {
        Self {
            joins: String::new(),
            condition: condition.into(),
            values,
        }
    }

    /// No rows at all.
    pub fn nothing() -> Self {
        Self::new("1 = 0", Vec::new())
    }
}

/// A list to be read.
pub struct List<'a> {
    /// What it lists.
    pub source: &'static Source,
    /// Which of them.
    pub scope: Scope,
    /// The caller's subject id, or another name nobody else has.
    pub caller: &'a str,
    /// The folded words that must be found, when the source can be searched.
    pub search: Option<SearchIn>,
    /// How much of what they lead to the caller sees.
    pub sight: Sight,
}

/// How the words of `$search` become a condition: the placeholder's number and the folded word in, condition and
/// argument out.
pub type SearchIn = fn(&mut Tx, &str, usize) -> (String, String);

/// A page.
pub struct Page {
    /// Its entities.
    pub nodes: Vec<Node>,
    /// How many there are on all pages, when that was asked.
    pub count: Option<i64>,
    /// Query string of the next page.
    pub next: Option<String>,
}

impl List<'_> {
    /// Which address this is, for the options that it takes.
    pub fn address(&self) -> Address {
        if self.search.is_some() {
            Address::Searchable
        } else {
            Address::Collection
        }
    }

    /// Reads one page and expands it.
    pub async fn page(
        self,
        tx: &mut Tx,
        app: &App,
        asked: &Asked,
        (raw, options): (&RawQuery, &Options),
    ) -> Result<Page, ApiError> {
        let mut text = self.select(tx, options)?;
        let count = if options.count || asked.counting {
            Some(count(tx, &text).await?)
        } else {
            None
        };
        if asked.counting {
            return Ok(Page {
                nodes: Vec::new(),
                count,
                next: None,
            });
        }
        let (key, direction) = self.order(options);
        if let Some(place) = place(app, asked, self.caller, (raw, options))? {
            let first = text.values.len() + 1;
            let sign = match direction {
                Direction::Rising => ">",
                Direction::Falling => "<",
            };
            text.conditions.push(format!(
                "({key}, {}) {sign} (${first}, ${})",
                self.source.id,
                first + 1
            ));
            text.values.extend([place.key, place.id].map(Value::from));
        }
        let size = options.page_size();
        let skip = if options.skip_token.is_some() {
            0
        } else {
            options.skip
        };
        let sql = format!(
            "SELECT {}, {key} AS list_key {} ORDER BY {key} {direction}, {} {direction} LIMIT {} OFFSET {skip}",
            columns(self.source),
            text.tail(),
            self.source.id,
            u64::from(size) + 1,
        );
        let mut rows = Sql::new(sql).values(text.values).fetch_all(tx).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let last = rows.last().filter(|_| more);
        let next = match last {
            None => None,
            Some(row) => {
                let query = raw.binding();
                let token = binding(app, asked, self.caller, &query).write(&Place {
                    key: row.text("list_key")?,
                    id: row.text("id")?,
                });
                Some(raw.next_page(&token))
            }
        };
        let nodes: Result<Vec<Node>, _> = rows.iter().map(|row| node(self.source, row)).collect();
        let mut nodes = nodes?;
        expand(tx, self.source, &mut nodes, options, self.sight).await?;
        Ok(Page { nodes, count, next })
    }

    fn order(&self, options: &Options) -> (&'static str, Direction) {
        self.source.order(options).unwrap_or((
            self.source.usual_order.sql,
            self.source.usual_order.direction,
        ))
    }

    fn select(&self, tx: &mut Tx, options: &Options) -> Result<Text, ApiError> {
        let mut text = Text {
            table: self.source.table,
            joins: vec![self.scope.joins.clone()],
            conditions: vec![self.scope.condition.clone()],
            values: self.scope.values.clone(),
        };
        if let Some(filter) = &options.filter {
            let compiled = filter.to_sql(self.source, &fold, text.values.len() + 1)?;
            text.joins
                .extend(compiled.joins.iter().map(|join| (*join).to_owned()));
            text.conditions.push(compiled.sql);
            text.values
                .extend(compiled.binds.into_iter().map(Value::from));
        }
        if let (Some(search), Some(find)) = (&options.search, self.search) {
            // Directory objects name the property that is searched. Elsewhere people type words with a colon.
            let named = search.property.iter();
            let named = named.filter(|name| !name.eq_ignore_ascii_case("displayName"));
            for word in named.chain(&search.words) {
                let folded = fold(word);
                // A word of nothing but accents is in every text.
                if folded.is_empty() {
                    continue;
                }
                let (condition, argument) = find(tx, &folded, text.values.len() + 1);
                text.conditions.push(condition);
                text.values.push(Value::from(argument));
            }
        }
        Ok(text)
    }
}

/// Behind which entity the page begins, when it is not the first.
pub fn place(
    app: &App,
    asked: &Asked,
    caller: &str,
    (raw, options): (&RawQuery, &Options),
) -> Result<Option<Place>, ApiError> {
    let Some(token) = &options.skip_token else {
        return Ok(None);
    };
    let query = raw.binding();
    let place = binding(app, asked, caller, &query).read(token);
    place.map(Some).ok_or_else(wrong_token)
}

fn binding<'a>(app: &'a App, asked: &'a Asked, caller: &'a str, query: &'a str) -> Binding<'a> {
    Binding {
        secret: &app.link_secret,
        caller,
        path: &asked.path,
        query,
    }
}

/// A statement without its head and its order.
struct Text {
    table: &'static str,
    joins: Vec<String>,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Text {
    fn tail(&self) -> String {
        let conditions: Vec<String> = self
            .conditions
            .iter()
            .map(|one| format!("({one})"))
            .collect();
        format!(
            "FROM {} {} WHERE {}",
            self.table,
            self.joins.join(" "),
            conditions.join(" AND ")
        )
    }
}

async fn count(tx: &mut Tx, text: &Text) -> Result<i64, ApiError> {
    let sql = format!("SELECT COUNT(*) AS number {}", text.tail());
    let row = Sql::new(sql)
        .values(text.values.clone())
        .fetch_one(tx)
        .await?;
    Ok(row.int("number")?)
}

pub(super) fn wrong_token() -> ApiError {
    ApiError::bad_query_option(
        "$skiptoken",
        format!("Invalid query option '$skiptoken': {}.", Problem::Token),
    )
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Bind> for Value {
    fn from(bind: Bind) -> Self {
        match bind {
            Bind::Text(text) => Self::Text(Some(text)),
            Bind::Int(number) => Self::Int(Some(number)),
            Bind::Instant(instant) => Self::Text(Some(instant.to_string())),
        }
    }
}
