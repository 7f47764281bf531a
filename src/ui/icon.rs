//! Icons of the sprite that `index.html` holds once.

use leptos::prelude::*;
use portico_view::view;

macro_rules! icons {
    ($($name:ident = $id:literal),+ $(,)?) => {
        /// A symbol of the sprite. Always beside words: it is hidden from assistive technology.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($name),+ }

        impl Icon {
            /// Every symbol that the portal uses.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The symbol's address in the document.
            pub fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("#i-", $id)),+ }
            }
        }
    };
}

icons! {
    Portico = "portico", Home = "home", Find = "find", Packages = "packages", Requests = "requests", Access = "access",
    Approvals = "approvals", Team = "team", Back = "back", Chevron = "chev", Check = "check", Cross = "cross",
    Clock = "clock", Half = "half", Open = "open", Shut = "shut", Warn = "warn", Info = "info", Out = "out",
    Site = "site", App = "app", Lock = "lock", Link = "link",
    Again = "again",
}

/// An icon of 20 px.
pub fn icon(name: Icon) -> AnyView {
    drawn(name, "icon")
}

/// An icon of 16 px.
pub fn icon_small(name: Icon) -> AnyView {
    drawn(name, "icon s")
}

/// A small icon that turns round in languages written from right to left.
pub fn icon_small_flip(name: Icon) -> AnyView {
    drawn(name, "icon s flip")
}

fn drawn(name: Icon, class: &'static str) -> AnyView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=name.href()></use>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn every_icon_is_in_the_sprite_and_the_sprite_holds_no_other() {
        let page = include_str!("../../index.html");
        for icon in Icon::ALL {
            assert!(
                page.contains(&format!("id=\"{}\"", &icon.href()[1..])),
                "{icon:?}"
            );
        }
        assert_eq!(page.matches("<symbol ").count(), Icon::ALL.len());
    }
}
