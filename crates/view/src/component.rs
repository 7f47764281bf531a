//! A component, called with Leptos' own builder of its properties.

use crate::nodes;
use proc_macro2::TokenStream;
use quote::quote;
use rstml::{
    Infallible,
    node::{NodeAttribute, NodeElement},
};
use syn::spanned::Spanned as _;

pub fn view(node: &NodeElement<Infallible>) -> TokenStream {
    let name = node.name();
    let properties = node.attributes().iter().map(|attribute| match attribute {
        NodeAttribute::Attribute(attribute) => {
            let key = &attribute.key;
            let value = attribute
                .value()
                .map_or_else(|| quote!(#key), |value| quote!(#value));
            quote!(.#key(#value))
        }
        NodeAttribute::Block(block) => {
            let fault =
                syn::Error::new(block.span(), "a property has a name here").to_compile_error();
            quote!(.children(#fault))
        }
    });
    let children = (!node.children.is_empty()).then(|| {
        let children = nodes::view(&node.children);
        quote!(.children(::leptos::children::ToChildren::to_children(move || #children)))
    });
    quote! {
        ::leptos::prelude::IntoAny::into_any(::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name) #(#properties)* #children .build()
        ))
    }
}
