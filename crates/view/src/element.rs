//! An element of HTML or SVG.

use crate::nodes;
use proc_macro2::TokenStream;
use quote::quote;
use rstml::{
    Infallible,
    node::{KeyedAttribute, NodeAttribute, NodeElement},
};
use syn::spanned::Spanned as _;

/// Stands between the tag, and the names and values of its fixed attributes; `ui::element` takes them apart again.
const SEPARATOR: char = '\u{1f}';

/// What is done to an element once it is there.
struct Steps {
    /// The tag and its fixed attributes.
    fixed: String,
    rest: Vec<TokenStream>,
}

pub fn view(node: &NodeElement<Infallible>) -> TokenStream {
    let mut steps = Steps {
        fixed: node.name().to_string(),
        rest: Vec::new(),
    };
    for attribute in node.attributes() {
        match attribute {
            NodeAttribute::Attribute(attribute) => steps.attribute(attribute),
            NodeAttribute::Block(block) => steps.refuse(block, "an attribute has a name here"),
        }
    }
    for child in &node.children {
        let child = nodes::one(child);
        steps.rest.push(quote!(element.child(#child);));
    }
    let Steps { fixed, rest } = steps;
    if rest.is_empty() {
        return quote!(crate::ui::Element::new(#fixed));
    }
    quote! {{
        let mut element = crate::ui::Element::new(#fixed);
        #(#rest)*
        element
    }}
}

impl Steps {
    fn attribute(&mut self, attribute: &KeyedAttribute) {
        let name = attribute.key.to_string().replace(' ', "");
        let value = attribute.value();
        if let Some(event) = name.strip_prefix("on:") {
            self.rest
                .push(quote!(element.on(#event, ::std::boxed::Box::new(#value));));
        } else if let Some(property) = name.strip_prefix("prop:") {
            self.rest.push(quote!(element.property(#property, #value);));
        } else if name == "node_ref" {
            self.rest.push(quote!(element.reference(#value);));
        } else if name.contains(':') {
            self.refuse(attribute, "only on: and prop: are special here");
        } else if let Some(text) = attribute.value_literal_string() {
            self.fix(&name, &text);
        } else if let Some(value) = value {
            self.rest.push(quote!(element.attribute(#name, #value);));
        } else {
            self.fix(&name, "");
        }
    }

    fn fix(&mut self, name: &str, value: &str) {
        for part in [name, value] {
            self.fixed.push(SEPARATOR);
            self.fixed.push_str(part);
        }
    }

    fn refuse(&mut self, what: &impl quote::ToTokens, why: &str) {
        self.rest
            .push(syn::Error::new(what.span(), why).to_compile_error());
    }
}
