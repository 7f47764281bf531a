//! One request in a list.

use super::reader::Reader;
use crate::route::Route;
use crate::ui::mark::{Door, mark};
use crate::ui::rows::Row;
use crate::words::state::standing::Standing;
use crate::words::text::requests as text;
use portico_graph::AssignmentRequest;
use portico_view::view;

/// A request with how it stands.
pub fn request_row(request: &AssignmentRequest, standing: &Standing, reader: &Reader) -> Row {
    let (id, name) = package(request);
    let door = if matches!(
        standing,
        Standing::Open { .. } | Standing::PartlyOpen { .. }
    ) {
        Door::Plain
    } else {
        Door::Shut
    };
    let href = Route::Request {
        id: request.id.clone(),
    }
    .path();
    Row::link(
        mark(&id, &name, door),
        view! { <bdi>{name.clone()}</bdi> },
        href,
    )
    .say(reader.line(&standing.row(reader.now())))
    .side(reader.badge(&standing.badge()))
}

/// Id and name of the package that a request is about.
pub fn package(request: &AssignmentRequest) -> (String, String) {
    let package = request.access_package.as_deref();
    let name = package.and_then(|package| package.display_name.clone());
    (
        package
            .map(|package| package.id.clone())
            .unwrap_or_default(),
        name.unwrap_or_else(text::unnamed),
    )
}
