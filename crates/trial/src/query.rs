//! Query options of every list: read without a panic and in bounded time, and the same every time.

use portico_graph::model::{ACCESS_PACKAGE, ASSIGNMENT, ASSIGNMENT_REQUEST, USER};
use portico_odata::{Address, Options, RawQuery};

pub fn run(input: &[u8]) {
    let query = crate::text(input);
    let Ok(raw) = RawQuery::parse(query) else {
        return;
    };
    for entity in [&ACCESS_PACKAGE, &ASSIGNMENT, &ASSIGNMENT_REQUEST, &USER] {
        for address in [Address::Searchable, Address::Collection, Address::Entity] {
            let once = Options::parse(&raw, entity, address);
            assert_eq!(once, Options::parse(&raw, entity, address));
        }
    }
    // What names a page belongs to its query, whatever the page.
    let next = raw.next_page("t");
    if let Ok(next) = RawQuery::parse(&next) {
        assert_eq!(next.binding(), raw.binding(), "{query:?}");
    }
}
