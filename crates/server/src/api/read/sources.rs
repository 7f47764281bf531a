//! The tables of every entity that is read. A property that is missing here fails a test.

mod access;
mod administration;
mod directory;
mod extensions;
mod packages;
mod related;
mod resources;

pub use access::{ASSIGNMENTS, POLICIES, REQUESTS};
pub use administration::{RESOURCE_REQUESTS, ROLE_ASSIGNMENTS, ROLE_DEFINITIONS};
pub use directory::{GROUPS, MEMBERS, ORGANIZATIONS, SUBJECTS, USERS};
pub use extensions::{EXTENSIONS, STAGE_SETTINGS};
pub use packages::{AVAILABLE_PACKAGES, CATALOGS, PACKAGES};
pub use resources::{RESOURCES, ROLE_SCOPES, ROLES, SCOPES};

#[cfg(test)]
use portico_graph::model::{EntityType, Navigation};

/// Every way to one entity that a filter may go.
#[cfg(test)]
pub fn ways(
    entity: &'static EntityType,
    left: usize,
) -> Vec<(Vec<&'static Navigation>, &'static EntityType)> {
    let mut found = vec![(Vec::new(), entity)];
    if left == 0 {
        return found;
    }
    for navigation in entity.all_navigations() {
        // Nothing is known of where resources live.
        if navigation.many || !navigation.expandable {
            continue;
        }
        for (mut rest, end) in ways(navigation.target, left - 1) {
            rest.insert(0, navigation);
            found.push((rest, end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use portico_graph::model::{DIRECTORY_OBJECT, USER};
    use portico_odata::{Columns, Located, Path, limits};

    use super::super::source::Source;
    use super::*;

    static ALL: [&Source; 17] = [
        &PACKAGES,
        &AVAILABLE_PACKAGES,
        &CATALOGS,
        &POLICIES,
        &ROLE_SCOPES,
        &ROLES,
        &SCOPES,
        &RESOURCES,
        &REQUESTS,
        &ASSIGNMENTS,
        &SUBJECTS,
        &ORGANIZATIONS,
        &USERS,
        &GROUPS,
        &RESOURCE_REQUESTS,
        &ROLE_ASSIGNMENTS,
        &ROLE_DEFINITIONS,
    ];

    #[test]
    fn every_property_of_the_model_is_answered() {
        for source in ALL {
            let model: BTreeSet<&str> = source
                .entity
                .all_properties()
                .map(|property| property.name)
                .filter(|name| *name != "id")
                .collect();
            let ours: BTreeSet<&str> = source.fields.iter().map(|field| field.property).collect();
            assert_eq!(ours, model, "{}", source.entity.name);
            assert_eq!(ours.len(), source.fields.len(), "{}", source.entity.name);
        }
    }

    #[test]
    fn every_expandable_property_has_a_link_of_its_kind() {
        use super::super::source::To;
        for source in ALL {
            for navigation in source.entity.all_navigations().filter(|one| one.expandable) {
                let mut links = source.links.iter();
                let link = links.find(|link| link.navigation == navigation.name);
                let (many, target) = match link.map(|link| &link.to) {
                    Some(To::One { source, .. }) => (false, source.entity),
                    Some(To::Many(many)) => (true, many.source.entity),
                    Some(To::Held { entity, .. }) => (true, *entity),
                    None => panic!("{}/{}", source.entity.name, navigation.name),
                };
                // Of what a directory object may be, the properties of a person are read.
                let target = match navigation.target {
                    wide if *wide == DIRECTORY_OBJECT && *target == USER => wide,
                    _ => target,
                };
                assert_eq!((many, target), (navigation.many, navigation.target));
            }
        }
    }

    #[test]
    fn what_the_model_lets_filter_and_order_has_columns() {
        for source in ALL {
            for property in source.entity.all_properties() {
                let mut columns = source.columns.iter();
                let column = columns.find(|column| column.path == property.name);
                let name = format!("{}/{}", source.entity.name, property.name);
                assert_eq!(column.is_some(), property.filterable, "{name}");
                let folded = column.is_some_and(|column| column.folded.is_some());
                assert_eq!(folded, property.searchable, "{name}");
                let ordered = source
                    .orders
                    .iter()
                    .any(|(known, _)| *known == property.name);
                assert_eq!(ordered, property.sortable, "{name}");
            }
        }
    }

    #[test]
    fn whatever_leads_to_one_entity_can_be_filtered_by() {
        let mut paths = 0;
        for source in ALL {
            for (navigations, end) in ways(source.entity, limits::PATH_NAVIGATIONS) {
                for property in end.all_properties().filter(|one| one.filterable) {
                    let navigations = navigations.clone();
                    let path = Path {
                        navigations,
                        property,
                    };
                    let located = source.locate(&path);
                    let name = format!("{}/{path}", source.entity.name);
                    let fits = |located: Located| located.folded.is_some() || !property.searchable;
                    assert!(located.is_some_and(fits), "{name}");
                    paths += 1;
                }
            }
        }
        assert!(paths > 200, "{paths}");
    }
}
