//! `view!`, the portal's markup.
//!
//! It reads what Leptos' own `view!` reads, as far as the portal writes it, and makes other code of it: an element is a value of one
//! type (`ui::Element`) whose tag and fixed attributes are one text, not a type of its own for each tag with a type for each attribute.
//! A page is then mostly data, and its machinery is compiled once; docs/decisions/2026-11-25-markup.md has the figures.
//!
//! | in the markup | means |
//! | --- | --- |
//! | `class="say"` | a fixed attribute |
//! | `class=expression` | an attribute: text, `bool`, `Option` of them, or a closure that tells it again whenever it changes |
//! | `prop:value=expression` | a property of the DOM object, with the same kinds of values |
//! | `on:click=handler` | a handler, given a `web_sys::Event` |
//! | `node_ref=reference` | fills a `NodeRef` |
//! | `{expression}`, `"words"` | a child: whatever is a `ui::Child` |
//! | `<Name prop=expression>…</Name>` | a component of Leptos |
//!
//! Several elements side by side are a list. Comments and anything else that Leptos knows are refused by name.

mod component;
mod element;
mod nodes;

use proc_macro::TokenStream;

/// Markup to a view; see the crate's page.
#[proc_macro]
pub fn view(markup: TokenStream) -> TokenStream {
    let config = rstml::ParserConfig::default().recover_block(true);
    let parsed =
        rstml::Parser::new(config).parse_recoverable(proc_macro2::TokenStream::from(markup));
    let (nodes, faults) = parsed.split_vec();
    let mut statements = proc_macro2::TokenStream::new();
    for fault in faults {
        let fault = fault.emit_as_expr_tokens();
        statements.extend(quote::quote!(#fault;));
    }
    let view = nodes::view(&nodes);
    quote::quote!({ #statements #view }).into()
}
