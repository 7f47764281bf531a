//! Compares the model with the metadata, where a copy of it is at hand.
//!
//! `PORTICO_CONTRACT` names the folder that holds `entitlement-management.csdl.xml`, or a file in it; else the file
//! is looked for in `shared/graph` beside this checkout or above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::enums::ENUMS;
use super::{EntityType, Kind, SETS, TYPES, UNKNOWN_FUTURE_VALUE};

const FILE: &str = "entitlement-management.csdl.xml";

/// Navigation properties of the metadata that the model leaves out on purpose, with the type.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "accessPackageAssignmentPolicy",
        "customExtensionStageSettings",
    ),
    ("accessPackageCatalog", "customWorkflowExtensions"),
    ("accessPackageCatalog", "resourceRoles"),
    ("accessPackageCatalog", "resourceScopes"),
    ("accessPackageResource", "uploadSessions"),
    ("user", "photo"),
];

/// Type -> (base, property -> (type, nullable), navigation -> type).
#[derive(Default)]
struct Declared {
    base: Option<String>,
    properties: BTreeMap<String, (String, bool)>,
    navigations: BTreeMap<String, String>,
    members: Vec<String>,
}

#[test]
fn the_model_says_what_the_metadata_says() {
    let Some(path) = metadata_file() else {
        eprintln!("skipped: {FILE} is not at hand");
        return;
    };
    let declared = read(&fs::read_to_string(&path).unwrap());
    for entity in TYPES {
        compare(entity, &declared[entity.name]);
    }
    for set in ENUMS {
        let mut ours: Vec<&str> = set.members.to_vec();
        if set.evolvable {
            ours.push(UNKNOWN_FUTURE_VALUE);
        }
        ours.extend(set.later);
        assert_eq!(ours, declared[set.name].members, "{}", set.name);
    }
}

#[test]
fn names_are_unique_and_found_in_any_case() {
    for entity in TYPES {
        for property in entity.all_properties() {
            let found = entity.property(&property.name.to_uppercase()).unwrap();
            assert_eq!(found, property, "{}", entity.name);
        }
        for navigation in entity.all_navigations() {
            let found = entity.navigation(&navigation.name.to_lowercase()).unwrap();
            assert_eq!(found, navigation, "{}", entity.name);
        }
    }
    let mut paths: Vec<&str> = SETS.iter().map(|set| set.path).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), SETS.len());
}

#[test]
fn a_searchable_property_is_a_filterable_text() {
    let all = TYPES.iter().flat_map(|entity| entity.all_properties());
    for property in all.filter(|property| property.searchable) {
        assert!(
            property.filterable && property.kind == Kind::String,
            "{}",
            property.name
        );
    }
}

fn compare(entity: &EntityType, declared: &Declared) {
    assert_eq!(
        entity.base.map(|base| base.name),
        declared.base.as_deref(),
        "base of {}",
        entity.name
    );
    let ours: BTreeMap<String, (String, bool)> = entity
        .properties
        .iter()
        .map(|property| {
            (
                property.name.to_owned(),
                (edm(property.kind), property.nullable),
            )
        })
        .collect();
    assert_eq!(ours, declared.properties, "properties of {}", entity.name);
    let mut ours: BTreeMap<String, String> = BTreeMap::new();
    for navigation in entity.navigations {
        let target = format!("graph.{}", navigation.target.name);
        let target = if navigation.many {
            format!("Collection({target})")
        } else {
            target
        };
        ours.insert(navigation.name.to_owned(), target);
    }
    let mut theirs = declared.navigations.clone();
    theirs.retain(|name, _| !LEFT_OUT.contains(&(entity.name, name)));
    assert_eq!(ours, theirs, "navigations of {}", entity.name);
}

fn edm(kind: Kind) -> String {
    match kind {
        Kind::String => "Edm.String".to_owned(),
        Kind::Boolean => "Edm.Boolean".to_owned(),
        Kind::Int32 => "Edm.Int32".to_owned(),
        Kind::DateTimeOffset => "Edm.DateTimeOffset".to_owned(),
        Kind::Duration => "Edm.Duration".to_owned(),
        Kind::Enum(set) => format!("graph.{}", set.name),
        Kind::Complex(name) => format!("graph.{name}"),
        Kind::Collection(of) => format!("Collection({})", edm(*of)),
    }
}

/// The file is written an element a line, so a line scanner is all it takes.
fn read(text: &str) -> BTreeMap<String, Declared> {
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().map(str::trim) {
        let name = attribute(line, "Name").unwrap_or_default();
        if line.starts_with("<EntityType ") || line.starts_with("<EnumType ") {
            name.clone_into(&mut current);
            let base = attribute(line, "BaseType").and_then(|base| base.strip_prefix("graph."));
            declared.insert(
                current.clone(),
                Declared {
                    base: base.map(str::to_owned),
                    ..Declared::default()
                },
            );
        }
        if line.starts_with("<ComplexType ") || line.starts_with("</EntityType") {
            current.clear();
        }
        let Some(entry) = declared.get_mut(&current) else {
            continue;
        };
        let kind = attribute(line, "Type").unwrap_or_default().to_owned();
        if line.starts_with("<Property ") {
            // A collection of values is never null; the metadata does not repeat it on each.
            let nullable = attribute(line, "Nullable") != Some("false");
            entry.properties.insert(name.to_owned(), (kind, nullable));
        } else if line.starts_with("<NavigationProperty ") {
            entry.navigations.insert(name.to_owned(), kind);
        } else if line.starts_with("<Member ") {
            entry.members.push(name.to_owned());
        }
    }
    declared
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let start = line.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &line[start..];
    rest.split('"').next()
}

fn metadata_file() -> Option<PathBuf> {
    if let Some(given) = env::var_os("PORTICO_CONTRACT") {
        let given = Path::new(&given);
        let folder = if given.is_dir() {
            Some(given)
        } else {
            given.parent()
        };
        return folder
            .map(|folder| folder.join(FILE))
            .filter(|file| file.is_file());
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .map(|folder| folder.join("shared/graph").join(FILE))
        .find(|file| file.is_file())
}
