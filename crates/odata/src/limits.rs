//! How large a query may be. Whatever is above answers 400 and is never worked on.

/// Longest query string, in bytes, before decoding.
pub const QUERY_BYTES: usize = 8 * 1024;
/// Longest value of one option, in bytes, after decoding.
pub const OPTION_BYTES: usize = 4 * 1024;
/// Deepest nesting of parentheses, `not` and function calls in `$filter`.
pub const FILTER_DEPTH: usize = 16;
/// Most comparisons in one `$filter`; each value of an `in` list counts as one.
pub const FILTER_COMPARISONS: usize = 100;
/// Most navigation properties in front of a property in `$filter`.
pub const PATH_NAVIGATIONS: usize = 3;
/// Deepest nesting of `$expand`.
pub const EXPAND_DEPTH: usize = 4;
/// Most navigation properties expanded by one query, all levels together.
pub const EXPAND_ITEMS: usize = 24;
/// Most words in `$search`.
pub const SEARCH_WORDS: usize = 8;
/// Page size when `$top` is absent.
pub const TOP_DEFAULT: u32 = 100;
/// Largest page; a larger `$top` is lowered to it.
pub const TOP_MAXIMUM: u32 = 999;
/// Largest `$skip`; paging further goes by `$skiptoken`.
pub const SKIP_MAXIMUM: u32 = 1_000;
