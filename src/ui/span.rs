//! A duration as a bar. The words beside it say the same, so the bar is hidden from assistive technology; its widths are
//! SVG attributes, because the content security policy refuses inline styles.

use leptos::prelude::*;
use portico_view::view;

/// Parts of a scale from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    pub from: f64,
    pub to: f64,
}

impl Extent {
    /// Cut to the scale.
    pub fn new(from: f64, to: f64) -> Self {
        let from = cut(from, 0.0);
        Self {
            from,
            to: cut(to, from),
        }
    }

    fn start(self) -> String {
        percent(self.from)
    }

    fn width(self) -> String {
        percent(self.to - self.from)
    }
}

/// What a bar shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Up to today.
    pub held: Extent,
    /// From today to the end.
    pub left: Extent,
    /// Fewer than 14 days are left.
    pub soon: bool,
    /// Asked for beyond the end.
    pub asked: Option<Extent>,
}

/// A bar with the words below it: since when, until when.
pub fn span(
    span: &Span,
    since: impl IntoView + 'static,
    until: impl IntoView + 'static,
) -> AnyView {
    let (since, until) = (since.into_any(), until.into_any());
    let Span {
        held,
        left,
        soon,
        asked,
    } = *span;
    let left_class = if soon { "left soon" } else { "left" };
    let until = if soon {
        view! { <b>{until}</b> }.into_any()
    } else {
        view! { <span>{until}</span> }.into_any()
    };
    view! {
        <div class="span">
            <svg aria-hidden="true" height="14" width="100%">
                <line class="way" x1="0" x2="100%" y1="7" y2="7"></line>
                <rect class="held" x=held.start() width=held.width() y="2" height="10"></rect>
                <rect class=left_class x=left.start() width=left.width() y="2" height="10"></rect>
                {asked.map(|asked| view! { <rect class="more" x=asked.start() width=asked.width() y="2" height="10"></rect> })}
                <line class="today" x1=left.start() x2=left.start() y1="0" y2="14"></line>
            </svg>
            <p><span>{since}</span>{until}</p>
        </div>
    }
    .into_any()
}

/// Between the first part and 1. Not `clamp`, which can fail and brings the printing of fractions to say so.
fn cut(part: f64, first: f64) -> f64 {
    part.max(first).min(1.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a part of 1")]
fn percent(part: f64) -> String {
    // Whole numbers are printed: the code that prints fractions is large.
    let hundredths = (part * 10_000.0).round() as i64;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_leaves_its_scale() {
        let extent = Extent::new(-0.5, 7.0);
        assert_eq!(
            (extent.start(), extent.width()),
            ("0.00%".to_owned(), "100.00%".to_owned())
        );
        let backwards = Extent::new(0.75, 0.5);
        assert_eq!(
            (backwards.start(), backwards.width()),
            ("75.00%".to_owned(), "0.00%".to_owned())
        );
    }
}
