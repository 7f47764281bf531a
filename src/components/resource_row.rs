//! One thing that a package opens.

use crate::ui::rows::Row;
use crate::ui::{Icon, icon, sentence::linked};
use crate::words::{fill::Part, text};
use portico_graph::ResourceRoleScope;
use portico_view::view;

/// A resource with the role on it.
pub fn resource_row(scope: &ResourceRoleScope) -> Row {
    let (glyph, role) = kind(scope);
    Row::new(icon(glyph), view! { <bdi>{name(scope)}</bdi> }).say(linked(role, "", |_| None))
}

/// The resource's name; a scope below the whole resource has its own.
pub fn name(scope: &ResourceRoleScope) -> String {
    let part = scope
        .scope
        .as_ref()
        .filter(|part| part.is_root_scope != Some(true))
        .and_then(|part| part.display_name.clone());
    let role = scope.role.as_ref();
    let resource = role
        .and_then(|role| role.resource.as_ref())
        .and_then(|resource| resource.display_name.clone());
    part.filter(|name| name != "Root")
        .or(resource)
        .or_else(|| role?.display_name.clone())
        .unwrap_or_default()
}

fn kind(scope: &ResourceRoleScope) -> (Icon, Vec<Part>) {
    let role = scope.role.as_ref();
    let said = role
        .and_then(|role| role.display_name.clone())
        .unwrap_or_default();
    let system = role
        .and_then(|role| role.origin_system.clone())
        .unwrap_or_default();
    match system.as_str() {
        "AadApplication" => (Icon::App, text::package::application(&said)),
        "AadGroup" => (Icon::Team, text::package::group(&said)),
        "SharePointOnline" => (Icon::Site, text::package::site(&said)),
        _ => (Icon::Link, text::package::other(&said)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::{Resource, ResourceRole, ResourceScope};

    fn scope(part: &str, root: bool) -> ResourceRoleScope {
        let resource = Resource {
            display_name: Some("Release notes".into()),
            ..Resource::default()
        };
        ResourceRoleScope {
            role: Some(ResourceRole {
                resource: Some(Box::new(resource)),
                ..ResourceRole::default()
            }),
            scope: Some(ResourceScope {
                display_name: Some(part.into()),
                is_root_scope: Some(root),
                ..ResourceScope::default()
            }),
            ..ResourceRoleScope::default()
        }
    }

    #[test]
    fn the_whole_resource_has_the_resources_name_and_a_part_its_own() {
        assert_eq!(name(&scope("Root", true)), "Release notes");
        assert_eq!(name(&scope("R4 folder", false)), "R4 folder");
    }
}
