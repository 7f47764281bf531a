//! Compares the model with the metadata, where a copy of it is at hand.
//!
//! `PORTICO_CONTRACT` names the folder that holds `entitlement-management.csdl.xml`, or a file in it; else the file
//! is looked for in `shared/graph` beside this checkout or above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::ENUMS;
use super::{EntityType, Kind, SETS, TYPES, UNKNOWN_FUTURE_VALUE, metadata, type_name};

const FILE: &str = "entitlement-management.csdl.xml";

/// Navigation properties of the metadata that the model leaves out on purpose, with the type.
const LEFT_OUT: &[(&str, &str)] = &[
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

/// What is printed as `$metadata` holds nothing that Microsoft's does not; what it lacks is told.
#[test]
fn what_is_printed_is_microsofts() {
    let ours = read(&metadata());
    assert!(ours.len() > 90, "{}", ours.len());
    for (name, kind) in ours.values().flat_map(|one| &one.navigations) {
        let target = kind.trim_start_matches("Collection(").trim_end_matches(')');
        let target = target.trim_start_matches("graph.");
        assert!(ours.contains_key(target), "{name} leads to {target}");
    }
    let Some(path) = metadata_file() else {
        eprintln!("skipped: {FILE} is not at hand");
        return;
    };
    let theirs = read(&fs::read_to_string(&path).unwrap());
    let mut lacking = Vec::new();
    for (name, declared) in &theirs {
        let Some(known) = ours.get(name) else {
            lacking.push(name.clone());
            continue;
        };
        assert_eq!(known.base, declared.base, "{name}");
        let strange = |one: &String| panic!("{name}/{one} is not Microsoft's");
        for (property, of) in &known.properties {
            match declared.properties.get(property) {
                Some(theirs) => assert_eq!(of.0, theirs.0, "{name}/{property}"),
                None => strange(property),
            }
        }
        for (navigation, to) in &known.navigations {
            match declared.navigations.get(navigation) {
                Some(theirs) => assert_eq!(to, theirs, "{name}/{navigation}"),
                None => strange(navigation),
            }
        }
        assert_eq!(known.members, declared.members, "{name}");
        let properties = declared.properties.keys();
        let properties = properties.filter(|one| !known.properties.contains_key(*one));
        let navigations = declared.navigations.keys();
        let navigations = navigations.filter(|one| !known.navigations.contains_key(*one));
        lacking.extend(
            properties
                .chain(navigations)
                .map(|one| format!("{name}/{one}")),
        );
    }
    let strange: Vec<&String> = ours
        .keys()
        .filter(|one| !theirs.contains_key(*one))
        .collect();
    assert!(strange.is_empty(), "{strange:?} are not Microsoft's");
    println!(
        "Microsoft has {} that we lack: {}",
        lacking.len(),
        lacking.join(", ")
    );
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
                (type_name(property.kind), property.nullable),
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

/// The file is written an element a line, so a line scanner is all it takes.
fn read(text: &str) -> BTreeMap<String, Declared> {
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().map(str::trim) {
        let name = attribute(line, "Name").unwrap_or_default();
        let kinds = ["<EntityType ", "<EnumType ", "<ComplexType "];
        if kinds.iter().any(|kind| line.starts_with(kind)) {
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
        let ends = ["</EntityType", "</EnumType", "</ComplexType"];
        if ends.iter().any(|end| line.starts_with(end)) {
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
