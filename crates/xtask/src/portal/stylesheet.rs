//! One stylesheet instead of a file a component: over HTTP/1.1 each file would cost a round trip.
//!
//! The parts begin with the order of their layers, so one after the other they mean the same.

use anyhow::{Context, Result};
use std::path::Path;

use crate::fingerprint::Fingerprint;

/// Joins the stylesheets that `index.html` links, in its order, and links the one file instead.
pub fn join(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page).context("the portal has no index.html")?;
    let links = links(&html);
    if links.len() < 2 {
        return Ok(());
    }
    let mut css = String::new();
    for link in &links {
        let part = dist.join(link.file);
        css.push_str(
            &std::fs::read_to_string(&part)
                .with_context(|| format!("index.html links {}", link.file))?,
        );
        css.push('\n');
        std::fs::remove_file(part)?;
    }
    let css = super::lean::style(&css);
    // Named like Trunk's own files, which browsers keep for good.
    let name = format!("portal-{}.css", Fingerprint::of(css.as_bytes()));
    std::fs::write(dist.join(&name), css)?;
    std::fs::write(page, relinked(&html, &links, &name))?;
    Ok(())
}

struct Link<'a> {
    /// The whole element.
    element: &'a str,
    /// Named from `dist`.
    file: &'a str,
}

fn links(html: &str) -> Vec<Link<'_>> {
    html.match_indices("<link")
        .filter_map(|(start, _)| {
            let length = html[start..].find('>')? + 1;
            let element = &html[start..start + length];
            let file = attribute(element, "href")?.trim_start_matches('/');
            (attribute(element, "rel") == Some("stylesheet")).then_some(Link { element, file })
        })
        .collect()
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let start = element.find(&format!(" {name}=\""))? + name.len() + 3;
    let length = element[start..].find('"')?;
    Some(&element[start..start + length])
}

fn relinked(html: &str, links: &[Link<'_>], name: &str) -> String {
    let mut html = html.to_owned();
    for (place, link) in links.iter().enumerate() {
        let one = format!("<link rel=\"stylesheet\" href=\"/{name}\">");
        html = html.replacen(link.element, if place == 0 { &one } else { "" }, 1);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><link rel=\"icon\" href=\"/icon.svg\">\
        <link rel=\"stylesheet\" href=\"/tokens-1.css\" integrity=\"sha384-x\"/>\n\
        <link rel=\"stylesheet\" href=\"/base-2.css\"></head>";

    #[test]
    fn finds_stylesheets_in_order_and_nothing_else() {
        let files: Vec<_> = links(PAGE).iter().map(|link| link.file).collect();
        assert_eq!(files, ["tokens-1.css", "base-2.css"]);
    }

    #[test]
    fn one_link_takes_the_place_of_the_first() {
        assert_eq!(
            relinked(PAGE, &links(PAGE), "portal-3.css"),
            "<head><link rel=\"icon\" href=\"/icon.svg\">\
             <link rel=\"stylesheet\" href=\"/portal-3.css\">\n</head>"
        );
    }
}
