//! An organisation file as large as asked, object by object, so that the largest needs no memory.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::scale::{COMMON, Scale};

mod history;
mod names;
mod policies;

const SEED: u64 = 20_261_124;

/// Writes the file. The same scale makes the same bytes.
pub fn write(scale: &Scale, path: &Path) -> Result<()> {
    let file = std::fs::File::create(path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    let mut out = BufWriter::new(file);
    everything(scale, &mut out)?;
    out.flush()?;
    Ok(())
}

fn everything(scale: &Scale, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\"organization\":{{\"displayName\":\"Bench\",\"timeZone\":\"Europe/Oslo\"}}"
    )?;
    let mut random = names::source(SEED);
    let people = (0..scale.people).map(|index| names::person(scale, index, &mut random));
    list(out, "users", people)?;
    list(out, "groups", groups(scale))?;
    list(
        out,
        "connectedOrganizations",
        (0..scale.organisations).map(partner),
    )?;
    let mut random = names::source(SEED + 1);
    let catalogs = (0..scale.packages.div_ceil(CATALOG)).map(|index| {
        let first = index * CATALOG;
        let packages: Vec<_> = (first..scale.packages.min(first + CATALOG))
            .map(|package| self::package(scale, package, &mut random))
            .collect();
        catalog(index, &packages)
    });
    list(out, "catalogs", catalogs)?;
    // The first of those who decide administers everything.
    let roles = [json!({ "principal": "p0", "role": "Administrator" })];
    list(out, "roleAssignments", roles.into_iter())?;
    list(out, "assignments", history::assignments(scale))?;
    list(out, "assignmentRequests", history::requests(scale))?;
    out.write_all(b"}\n")
}

/// How many packages a catalog holds.
const CATALOG: usize = 40;

fn list(out: &mut dyn Write, name: &str, items: impl Iterator<Item = Value>) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    for (place, item) in items.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"]")
}

/// The departments with their people, then a group a package: what it opens.
fn groups(scale: &Scale) -> impl Iterator<Item = Value> {
    let departments = (0..scale.departments()).map(move |department| {
        let members: Vec<_> = (department..scale.people)
            .step_by(scale.departments())
            .map(|person| format!("p{person}"))
            .collect();
        json!({ "key": format!("d{department}"), "displayName": format!("Department {department}"), "members": members })
    });
    let opened = (0..scale.packages)
        .map(|package| json!({ "key": format!("g{package}"), "displayName": format!("Members {package}") }));
    departments.chain(opened)
}

fn partner(index: usize) -> Value {
    json!({
        "key": format!("o{index}"),
        "displayName": format!("Partner {index}"),
        "identitySources": [ { "@odata.type": "#microsoft.graph.domainIdentitySource",
            "displayName": format!("Partner {index}"), "domainName": format!("partner{index}.example") } ],
    })
}

fn catalog(index: usize, packages: &[Value]) -> Value {
    let first = index * CATALOG;
    let resources: Vec<_> = (first..first + packages.len())
        .map(|package| {
            json!({ "key": format!("r{package}"), "originSystem": "AadGroup", "originId": format!("g{package}"),
                "displayName": format!("Members {package}") })
        })
        .collect();
    json!({
        "key": format!("c{index}"),
        "displayName": format!("Catalog {index}"),
        "isExternallyVisible": index.is_multiple_of(2),
        "resources": resources,
        "accessPackages": packages,
    })
}

fn package(scale: &Scale, index: usize, random: &mut crate::random::Random) -> Value {
    let member_of = |group: usize| json!({ "resource": format!("r{group}"), "role": "Member" });
    let mut opens = vec![member_of(index)];
    if !index.is_multiple_of(CATALOG) {
        opens.push(member_of(index - 1));
    }
    json!({
        "key": format!("k{index}"),
        "id": package_id(index),
        "displayName": names::package(random, index),
        "description": names::description(random),
        "resourceRoleScopes": opens,
        "assignmentPolicies": policies::of(scale, index),
    })
}

/// The id of a package.
pub fn package_id(index: usize) -> String {
    format!("aaaa0000-0000-4000-8000-{index:012x}")
}

/// The id of a policy by which a package can be asked for.
pub fn policy_id(package: usize) -> String {
    format!("bbbb0000-0000-4000-8000-{package:012x}")
}

/// The directory id of a person.
pub fn person_id(index: usize) -> String {
    format!("dddd0000-0000-4000-8000-{index:012x}")
}

/// The sign-in name of a person.
pub fn sign_in_name(person: usize) -> String {
    format!("p{person}@bench.example")
}

/// Whether everybody may ask for it.
pub const fn is_common(package: usize) -> bool {
    package < COMMON
}

/// A word that a search for packages finds something by, different from call to call.
pub fn search_word(call: usize) -> &'static str {
    names::search_word(call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_scale_makes_the_same_bytes() {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        everything(&Scale::FORTIETH, &mut one).unwrap();
        everything(&Scale::FORTIETH, &mut other).unwrap();
        assert_eq!(one, other);
        let file: Value = serde_json::from_slice(&one).unwrap();
        assert_eq!(file["users"].as_array().unwrap().len(), 250);
        assert_eq!(file["assignments"].as_array().unwrap().len(), 2_500);
        assert_eq!(file["assignmentRequests"].as_array().unwrap().len(), 1_250);
    }
}
