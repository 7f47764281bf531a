//! The drawn portico beside the pages that need nobody, on a desk.

use leptos::prelude::*;
use portico_view::view;

/// Columns, a beam, and a door that stands open.
pub fn porch() -> AnyView {
    view! {
        <div class="porch" aria-hidden="true">
            <svg viewBox="0 0 480 900" preserveAspectRatio="xMidYMax slice" fill="none" stroke="currentColor" stroke-width="2">
                <path d="M-40 150h560M-40 178h560M-40 196h560"></path>
                <path d="M20 196v704M84 196v704M36 230v670M52 230v670M68 230v670M396 196v704M460 196v704M412 230v670M428 230v670M444 230v670"></path>
                <path d="M8 196h88v18H8zM384 196h88v18h-88z" fill="var(--paper)"></path>
                <path d="M132 900V478a108 108 0 0 1 216 0v422z" fill="var(--accent)" stroke="none"></path>
                <path d="M156 900V482a84 84 0 0 1 168 0v418z" fill="var(--paper)" stroke="none"></path>
                <path
                    d="M156 900 324 760V482a84 84 0 0 0-84-84 84 84 0 0 0-84 84z"
                    fill="var(--accent-wash)"
                    stroke="none"
                ></path>
            </svg>
        </div>
    }
    .into_any()
}
