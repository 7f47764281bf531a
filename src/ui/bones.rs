//! What stands where rows will be. The style sheet keeps it unseen for 300 ms, so a quick answer never flickers.

use leptos::prelude::*;
use portico_view::view;

/// Rows to come. `loading` is said to assistive technology.
pub fn bones(count: usize, loading: String) -> AnyView {
    let row = || {
        view! {
            <li>
                <div class="row">
                    <span class="bone mark"></span>
                    <div class="what">
                        <p class="title"><span class="bone"></span></p>
                        <p class="say"><span class="bone"></span></p>
                    </div>
                </div>
            </li>
        }
    };
    let rows = (0..count).map(|_| row()).collect::<Vec<_>>();
    view! {
        <p class="vh" role="status">{loading}</p>
        <div aria-busy="true"><ul class="rows" role="list" aria-hidden="true">{rows}</ul></div>
    }
    .into_any()
}
