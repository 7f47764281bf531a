//! Nodes side by side.

use crate::{component, element};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use rstml::{
    Infallible,
    node::{Node, NodeBlock, NodeElement},
};
use syn::Stmt;
use syn::spanned::Spanned as _;

/// The value of a whole `view!`: of one node, what it is; of several, the list of them.
pub fn view(nodes: &[Node]) -> TokenStream {
    match nodes {
        [node] => one(node),
        nodes => {
            let children = nodes.iter().map(|node| {
                let node = one(node);
                quote!(crate::ui::Child::into_child(#node))
            });
            quote!(::std::vec![#(#children),*])
        }
    }
}

/// One node as an expression that is a `ui::Child`.
pub fn one(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) if is_component(element) => component::view(element),
        Node::Element(element) => element::view(element),
        // Without its braces, which are the markup's.
        Node::Block(NodeBlock::ValidBlock(block)) => match block.stmts.as_slice() {
            [Stmt::Expr(expression, None)] => expression.to_token_stream(),
            _ => block.to_token_stream(),
        },
        Node::Text(text) => text.value.to_token_stream(),
        other => syn::Error::new(
            other.span(),
            "elements, components, {expressions} and \"words\" only",
        )
        .to_compile_error(),
    }
}

/// Components are named like types.
fn is_component(element: &NodeElement<Infallible>) -> bool {
    let name = element.name().to_string();
    let last = name.rsplit("::").next().unwrap_or_default().trim();
    last.starts_with(|first: char| first.is_ascii_uppercase())
}
