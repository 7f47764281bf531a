//! The packages that were found, by area.

use super::Wanted;
use crate::api::browse::Browsed;
use crate::api::{Api, Fetch, paging::Pages};
use crate::browser::task::spawn_local;
use crate::components::package_row::package_row;
use crate::components::reader::Reader;
use crate::order;
use crate::route::{Browse, PackagesShow, Route};
use crate::ui::live::{live, live_words};
use crate::ui::rows::rows;
use crate::ui::{blank::blank, button::Button, toast::Toasts};
use crate::words::text::packages as text;
use leptos::prelude::*;
use portico_graph::AccessPackage;
use portico_view::view;
use std::sync::Arc;

/// How many there are, the packages, and the way to more of them.
pub fn results(browsed: Arc<Browsed>, found: Fetch<Browsed>, wanted: Wanted) -> AnyView {
    let more = browsed.packages.has_more().then(|| more(found));
    let drawn = Arc::clone(&browsed);
    view! {
        <p class="faint" id="hits" role="status">{live_words(move || counted(&browsed, &wanted.get()))}</p>
        {live(move || areas(&drawn, &wanted.get()))}
        {more}
    }
    .into_any()
}

/// The next page, put behind what is shown.
fn more(found: Fetch<Browsed>) -> AnyView {
    let api = Api::here();
    let toasts = Toasts::here();
    let busy = RwSignal::new(false);
    let read_on = move || {
        busy.set(true);
        let call = api.reading();
        spawn_local(async move {
            if let Some(shown) = found.value_now() {
                match Pages::more(&call, shown.packages.next()).await {
                    Ok(more) => found.replace(Browsed {
                        packages: shown.packages.clone().followed_by(more),
                        mine: shown.mine.clone(),
                    }),
                    Err(_) => toasts.say(text::more_failed()),
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! { <div class="acts"><Button busy=busy on_press=read_on>{text::more()}</Button></div> }
        .into_any()
}

fn shown(browsed: &Browsed, show: PackagesShow) -> Vec<&AccessPackage> {
    let fits = |package: &&AccessPackage| {
        let (held, asked) = (
            browsed.mine.held(&package.id).is_some(),
            browsed.mine.asked(&package.id).is_some(),
        );
        match show {
            PackagesShow::All => true,
            PackagesShow::New => !held && !asked,
            PackagesShow::Mine => held,
        }
    };
    browsed.packages.items.iter().filter(fits).collect()
}

fn counted(browsed: &Browsed, wanted: &Browse) -> String {
    let visible = shown(browsed, wanted.show).len();
    let all = browsed
        .packages
        .total
        .and_then(|total| usize::try_from(total).ok());
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let total = match wanted.show {
        PackagesShow::All => all.unwrap_or(visible),
        _ => visible,
    };
    let words = wanted.q.trim();
    let mut said = if words.is_empty() {
        text::count(count(total))
    } else {
        text::count_for(count(total), words)
    };
    if total > visible {
        said = format!("{said} {}", text::shown(count(visible)));
    }
    if words.is_empty() {
        format!("{said} {}", text::hint())
    } else {
        said
    }
}

fn areas(browsed: &Browsed, wanted: &Browse) -> AnyView {
    let packages = shown(browsed, wanted.show);
    if packages.is_empty() {
        return nothing(wanted);
    }
    let mut areas: Vec<(String, Vec<&AccessPackage>)> = Vec::new();
    for package in packages {
        let area = package
            .catalog
            .as_deref()
            .and_then(|catalog| catalog.display_name.clone());
        let area = area.unwrap_or_else(text::no_area);
        match areas.iter_mut().find(|(name, _)| *name == area) {
            Some((_, packages)) => packages.push(package),
            None => areas.push((area, vec![package])),
        }
    }
    let areas = order::by_name(areas, |(name, _)| name.clone());
    let reader = Reader::here();
    let sections = areas.into_iter().enumerate().map(|(index, (name, packages))| {
        let count = packages.len().to_string();
        let list = rows(packages.into_iter().map(|package| package_row(package, &browsed.mine, &wanted.q, &reader)));
        let id = format!("area-{index}");
        let heading = id.clone();
        view! {
            <section class="bay" aria-labelledby=heading>
                <div class="bay-head"><h2 id=id><bdi>{name}</bdi></h2><span class="faint">{count}</span></div>
                <div class="cols">{list}</div>
            </section>
        }
    });
    sections.collect::<Vec<_>>().into_any()
}

fn nothing(wanted: &Browse) -> AnyView {
    if *wanted == Browse::default() {
        return blank(2, text::none_at_all_title(), text::none_at_all(), ());
    }
    let clear = view! { <a class="btn main" href=Route::packages().path()>{text::clear()}</a> };
    blank(2, text::none_title(), text::none(), clear)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::browse::Mine;
    use portico_graph::{Assignment, AssignmentState};

    fn browsed(ids: &[&str], held: &str) -> Browsed {
        let package = |id: &str| AccessPackage {
            id: id.to_owned(),
            ..AccessPackage::default()
        };
        let packages = Pages {
            items: ids.iter().map(|id| package(id)).collect(),
            total: Some(9),
            ..Pages::default()
        };
        let assignment = Assignment {
            access_package: Some(Box::new(package(held))),
            state: Some(AssignmentState::Delivered),
            ..Assignment::default()
        };
        Browsed {
            packages,
            mine: Mine {
                assignments: vec![assignment],
                ..Mine::default()
            },
        }
    }

    #[test]
    fn the_count_is_of_all_and_says_how_many_are_shown() {
        let browsed = browsed(&["a", "b"], "b");
        let said = |q: &str, show| {
            counted(
                &browsed,
                &Browse {
                    q: q.into(),
                    show,
                    ..Browse::default()
                },
            )
        };
        assert!(said("", PackagesShow::All).starts_with("9 packages. 2 shown."));
        assert_eq!(said("arm", PackagesShow::Mine), "1 package for “arm”.");
    }

    #[test]
    fn mine_and_new_share_nothing() {
        let browsed = browsed(&["a", "b"], "b");
        let ids = |show| {
            shown(&browsed, show)
                .into_iter()
                .map(|one| one.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (ids(PackagesShow::New), ids(PackagesShow::Mine)),
            (vec!["a".to_owned()], vec!["b".to_owned()])
        );
    }
}
