//! A request walks through bays: its stages in a row.

use leptos::prelude::*;
use portico_view::view;

/// Where a bay is on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Done,
    Now,
    Next,
    /// It ended here.
    No,
    /// Part of a plan that has not begun.
    Plan,
}

impl Is {
    /// The value of `data-is`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
            Self::No => "no",
            Self::Plan => "plan",
        }
    }
}

/// One bay.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub is: Is,
    /// Read before the title by assistive technology, such as "Done: "; empty in a plan.
    pub spoken: String,
    pub title: String,
    /// Below the title, in tall ones and plans.
    pub say: Option<String>,
}

/// How a colonnade is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Height {
    /// In a row of a list.
    Low,
    /// At the head of a page.
    Tall,
    /// What would happen.
    Plan,
}

/// The stages in order.
pub fn colonnade(height: Height, stages: Vec<Stage>) -> AnyView {
    let class = match height {
        Height::Low => "colonnade",
        Height::Tall => "colonnade tall",
        Height::Plan => "colonnade plan",
    };
    // In a row the titles are all there is room for.
    let tells = height != Height::Low;
    let bays = stages
        .into_iter()
        .map(|stage| {
            let step = (stage.is == Is::Now).then_some("step");
            view! {
                <li data-is=stage.is.word() aria-current=step>
                    <b><span class="vh">{stage.spoken}</span><bdi>{stage.title}</bdi></b>
                    {stage.say.filter(|_| tells).map(|say| view! { <span>{say}</span> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class=class role="list">{bays}</ol> }.into_any()
}
