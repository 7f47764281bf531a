//! Somebody else was faster: who, when, with which words; and the reader's own words, kept.

use super::One;
use super::words::Words;
use crate::components::reader::Reader;
use crate::route::Route;
use crate::ui::button::Button;
use crate::ui::field::FieldIds;
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::ui::{Icon, Tone};
use crate::words::line::Line;
use crate::words::state::duty::{Duty, Verdict};
use crate::words::text::approval as text;
use leptos::{ev, prelude::*};
use portico_view::view;

/// The id of the field that shows the kept words.
const KEPT: &str = "kept";

/// Nothing while the decision waits, or when the reader made it.
pub fn draw(
    one: &One,
    duty: &Duty,
    lost: RwSignal<bool>,
    words: Words,
    reader: &Reader,
) -> AnyView {
    let (title, how, tone): (Line, Line, Tone) = match duty {
        Duty::Waiting { .. } | Duty::Own | Duty::Elses => return ().into_any(),
        Duty::Settled(settled) if settled.by_me => return ().into_any(),
        Duty::Settled(settled) => {
            let tone = if settled.verdict == Verdict::Approved {
                Tone::Go
            } else {
                Tone::No
            };
            (settled.before_you(), settled.how(), tone)
        }
        Duty::TimedOut { .. } | Duty::TakenBack => {
            (duty.badge().words, text::not_sent().into(), Tone::Neutral)
        }
    };
    let next = one.also.first().map(|next| {
        let href = Route::Approval { id: next.id.clone() }.path();
        view! { <a class="btn main" href=href>{text::next(&crate::pages::approvals::person(next))}</a> }
    });
    let acts =
        view! { {next}<a class="btn" href=Route::approvals().path()>{text::all()}</a> }.into_any();
    let (title, how) = (reader.plain(&title), reader.line(&how));
    let notice = (lost.get() || !words.now().is_empty()).then(|| {
        view! {
            <Notice tone=tone glyph=Icon::Info title=title appears=true acts=acts><p>{how}</p></Notice>
        }
    });
    let discarded = RwSignal::new(words.now().is_empty());
    let kept = live(move || {
        if discarded.get() {
            ().into_any()
        } else {
            kept(words, discarded)
        }
    });
    view! { {notice} {kept} }.into_any()
}

fn kept(words: Words, discarded: RwSignal<bool>) -> AnyView {
    let ids = FieldIds::new(KEPT);
    let discard = move || {
        words.forget();
        discarded.set(true);
    };
    view! {
        <div class="field">
            <label for=KEPT>{text::kept()}</label>
            <p class="hint" id=ids.hint.clone()>{text::kept_hint()}</p>
            <textarea
                class="input"
                id=KEPT
                aria-describedby=ids.hint
                prop:value=move || words.get()
                on:input=move |event: ev::Event| words.set(event_target_value(&event))
            ></textarea>
            <div class="acts"><Button kind="bare" on_press=discard>{text::discard()}</Button></div>
        </div>
    }
    .into_any()
}
