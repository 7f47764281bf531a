//! The only list there is: rows with hairlines.

use leptos::prelude::*;
use portico_view::view;

/// One row: what it is about at the start, its title and words, and a side.
pub struct Row {
    /// Modifiers of the style sheet: `need`, `own`, `wide-side`, `pick`.
    pub kind: &'static str,
    /// A mark, a face or an icon.
    pub start: AnyView,
    /// The title, which may be a link that covers the row.
    pub title: AnyView,
    /// What stands below the title.
    pub say: AnyView,
    /// State, colonnade or buttons.
    pub side: Option<AnyView>,
    /// A last control, in rows of the kind `own`.
    pub launch: Option<AnyView>,
}

impl Row {
    /// A row with a start and a title.
    pub fn new(start: AnyView, title: impl IntoView + 'static) -> Self {
        Self {
            kind: "",
            start,
            title: title.into_any(),
            say: ().into_any(),
            side: None,
            launch: None,
        }
    }

    /// A row whose title leads somewhere.
    pub fn link(start: AnyView, title: impl IntoView + 'static, href: String) -> Self {
        let title = title.into_any();
        Self::new(start, view! { <a href=href><span>{title}</span></a> })
    }

    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// A sentence below the title.
    pub fn say(mut self, words: impl IntoView + 'static) -> Self {
        let words = words.into_any();
        self.say = view! { {self.say}<p class="say">{words}</p> }.into_any();
        self
    }

    /// Something else below the title.
    pub fn also(mut self, what: impl IntoView + 'static) -> Self {
        let what = what.into_any();
        self.say = view! { {self.say}{what} }.into_any();
        self
    }

    pub fn side(mut self, side: impl IntoView + 'static) -> Self {
        self.side = Some(side.into_any());
        self
    }

    pub fn launch(mut self, launch: impl IntoView + 'static) -> Self {
        self.launch = Some(launch.into_any());
        self
    }
}

impl IntoAny for Row {
    fn into_any(self) -> AnyView {
        view! {
            <div class=format!("row {}", self.kind)>
                {self.start} <div class="what"><p class="title">{self.title}</p>{self.say}</div>
                {self.side.map(|side| view! { <div class="side">{side}</div> })} {self.launch}
            </div>
        }
        .into_any()
    }
}

/// Rows as a list.
pub fn rows(rows: impl IntoIterator<Item = Row>) -> AnyView {
    let items = rows
        .into_iter()
        .map(|row| view! { <li>{row.into_any()}</li> })
        .collect::<Vec<_>>();
    view! { <ul class="rows" role="list">{items}</ul> }.into_any()
}

/// A section that hangs from a lintel: a heading, beside it a link or a count, and its content.
pub struct Bay {
    id: &'static str,
    class: &'static str,
    title: String,
    aside: AnyView,
}

impl Bay {
    /// `id` is the id of the heading, unique on the page.
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self {
            id,
            class: "bay",
            title: title.into(),
            aside: ().into_any(),
        }
    }

    /// The heading hangs in the margin on a desk.
    pub fn hang(mut self) -> Self {
        self.class = if self.class == "bay needs" {
            "bay hang needs"
        } else {
            "bay hang"
        };
        self
    }

    /// What is in it waits for the reader.
    pub fn needs(mut self) -> Self {
        self.class = if self.class == "bay hang" {
            "bay hang needs"
        } else {
            "bay needs"
        };
        self
    }

    /// A link beside the heading.
    pub fn link(mut self, words: String, href: String) -> Self {
        self.aside = view! { <a class="faint" href=href>{words}</a> }.into_any();
        self
    }

    /// Faint words beside the heading, such as a count.
    pub fn count(mut self, words: impl Into<String>) -> Self {
        let words: String = words.into();
        self.aside = view! { <span class="faint">{words}</span> }.into_any();
        self
    }

    /// The section around its content.
    pub fn around(self, content: impl IntoView + 'static) -> AnyView {
        let content = content.into_any();
        view! {
            <section class=self.class aria-labelledby=self.id>
                <div class="bay-head"><h2 id=self.id>{self.title}</h2>{self.aside}</div>
                {content}
            </section>
        }
        .into_any()
    }
}
