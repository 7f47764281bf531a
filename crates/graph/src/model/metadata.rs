//! The entity model as Microsoft and other OData clients read it: `$metadata`, in the XML of OData 4.0 part 3 (CSDL).

use std::fmt::Write as _;

use super::{
    ComplexType, ENUMS, EntityType, EnumType, Kind, Navigation, Property, SETS, TYPES,
    UNKNOWN_FUTURE_VALUE, complex_types,
};

/// Types of which nothing is; each entity says what it is.
const ABSTRACT: [&str; 4] = [
    "entity",
    "accessPackageQuestion",
    "controlConfiguration",
    "customCalloutExtension",
];

/// Where the sets lie: the type that has them, and its path.
const ROOTS: [(&str, &str, &str); 2] = [
    (
        "entitlementManagement",
        "identityGovernance",
        "identityGovernance/entitlementManagement/",
    ),
    (
        "rbacApplication",
        "roleManagement",
        "roleManagement/entitlementManagement/",
    ),
];

/// What hangs on a type beside its properties: functions answer, actions do something.
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// Whether it only answers.
    pub is_function: bool,
    /// The type that it hangs on, in the words of the metadata.
    pub on: &'static str,
    /// Its parameters.
    pub parameters: &'static [(&'static str, &'static str)],
    /// What it answers; empty: nothing.
    pub answers: &'static str,
}

const fn function(
    name: &'static str,
    on: &'static str,
    parameters: &'static [(&'static str, &'static str)],
    answers: &'static str,
) -> Operation {
    Operation {
        name,
        is_function: true,
        on,
        parameters,
        answers,
    }
}

const fn action(name: &'static str, on: &'static str, answers: &'static str) -> Operation {
    Operation {
        name,
        is_function: false,
        on,
        parameters: &[],
        answers,
    }
}

const PACKAGES: &str = "Collection(graph.accessPackage)";
const ASSIGNMENTS: &str = "Collection(graph.accessPackageAssignment)";
const REQUESTS: &str = "Collection(graph.accessPackageAssignmentRequest)";
const APPROVALS: &str = "Collection(graph.approval)";

/// All of them.
pub const OPERATIONS: &[Operation] = &[
    action("cancel", "graph.accessPackageAssignmentRequest", ""),
    action("reprocess", "graph.accessPackageAssignmentRequest", ""),
    action("reprocess", "graph.accessPackageAssignment", ""),
    Operation {
        parameters: &[
            ("source", "Edm.String"),
            ("type", "Edm.String"),
            ("data", "graph.customExtensionData"),
        ],
        ..action("resume", "graph.accessPackageAssignmentRequest", "")
    },
    action("refresh", "graph.accessPackageResource", ""),
    action(
        "getApplicablePolicyRequirements",
        "graph.accessPackage",
        "Collection(graph.accessPackageAssignmentRequestRequirements)",
    ),
    function("additionalAccess", ASSIGNMENTS, &[], ASSIGNMENTS),
    function(
        "additionalAccess",
        ASSIGNMENTS,
        &[("accessPackageId", "Edm.String")],
        ASSIGNMENTS,
    ),
    function(
        "additionalAccess",
        ASSIGNMENTS,
        &[
            ("accessPackageId", "Edm.String"),
            ("incompatibleAccessPackageId", "Edm.String"),
        ],
        ASSIGNMENTS,
    ),
    function(
        "filterByCurrentUser",
        PACKAGES,
        &[("on", "graph.accessPackageFilterByCurrentUserOptions")],
        PACKAGES,
    ),
    function(
        "filterByCurrentUser",
        ASSIGNMENTS,
        &[(
            "on",
            "graph.accessPackageAssignmentFilterByCurrentUserOptions",
        )],
        ASSIGNMENTS,
    ),
    function(
        "filterByCurrentUser",
        REQUESTS,
        &[(
            "on",
            "graph.accessPackageAssignmentRequestFilterByCurrentUserOptions",
        )],
        REQUESTS,
    ),
    function(
        "filterByCurrentUser",
        "Collection(graph.accessPackageSuggestion)",
        &[(
            "on",
            "graph.accessPackageSuggestionFilterByCurrentUserOptions",
        )],
        "Collection(graph.accessPackageSuggestion)",
    ),
    function(
        "filterByCurrentUser",
        APPROVALS,
        &[("on", "graph.approvalFilterByCurrentUserOptions")],
        APPROVALS,
    ),
];

/// The whole document. Two namespaces, because two sets of people have theirs in another one.
pub fn metadata() -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n\
         <edmx:DataServices>\n",
    );
    schema(&mut text, "microsoft.graph", Some("graph"), |text| {
        for set in ENUMS {
            enumeration(text, set);
        }
        for entity in TYPES {
            entity_type(text, entity);
        }
        roots(text);
        for complex in complex_types() {
            if !complex.name.contains('.') {
                complex_type(text, complex, complex.name);
            }
        }
        for one in OPERATIONS {
            operation(text, one);
        }
        container(text);
    });
    schema(
        &mut text,
        "microsoft.graph.identityGovernance",
        None,
        |text| {
            for complex in complex_types() {
                if let Some((_, name)) = complex.name.split_once('.') {
                    complex_type(text, complex, name);
                }
            }
        },
    );
    text.push_str("</edmx:DataServices>\n</edmx:Edmx>\n");
    text
}

fn schema(text: &mut String, namespace: &str, alias: Option<&str>, inside: impl Fn(&mut String)) {
    let alias = alias.map_or(String::new(), |alias| format!(" Alias=\"{alias}\""));
    line(
        text,
        &format!(
            "<Schema Namespace=\"{namespace}\"{alias} xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"
        ),
    );
    inside(text);
    line(text, "</Schema>");
}

fn line(text: &mut String, line: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{line}");
}

fn enumeration(text: &mut String, set: &EnumType) {
    line(text, &format!("<EnumType Name=\"{}\">", set.name));
    let sentinel = set.evolvable.then_some(UNKNOWN_FUTURE_VALUE);
    let members = set.members.iter().copied().chain(sentinel);
    for (value, member) in members.chain(set.later.iter().copied()).enumerate() {
        line(
            text,
            &format!("<Member Name=\"{member}\" Value=\"{value}\"/>"),
        );
    }
    line(text, "</EnumType>");
}

fn entity_type(text: &mut String, entity: &EntityType) {
    let base = entity.base.map(|base| base.name);
    let is_abstract = ABSTRACT.contains(&entity.name);
    open(text, "EntityType", entity.name, base, is_abstract);
    if entity.name == "entity" {
        line(text, "<Key><PropertyRef Name=\"id\"/></Key>");
    }
    members(text, entity.properties, entity.navigations);
    line(text, "</EntityType>");
}

fn complex_type(text: &mut String, complex: &ComplexType, name: &str) {
    open(text, "ComplexType", name, complex.base, complex.is_abstract);
    members(text, complex.properties, complex.navigations);
    line(text, "</ComplexType>");
}

fn open(text: &mut String, kind: &str, name: &str, base: Option<&str>, is_abstract: bool) {
    let base = base.map_or(String::new(), |base| format!(" BaseType=\"graph.{base}\""));
    let is_abstract = if is_abstract {
        " Abstract=\"true\""
    } else {
        ""
    };
    line(
        text,
        &format!("<{kind} Name=\"{name}\"{base}{is_abstract}>"),
    );
}

fn members(text: &mut String, properties: &[Property], navigations: &[Navigation]) {
    for property in properties {
        let nullable = if property.nullable {
            ""
        } else {
            " Nullable=\"false\""
        };
        let kind = type_name(property.kind);
        let name = property.name;
        line(
            text,
            &format!("<Property Name=\"{name}\" Type=\"{kind}\"{nullable}/>"),
        );
    }
    for navigation in navigations {
        let target = format!("graph.{}", navigation.target.name);
        way(text, navigation.name, &target, navigation.many);
    }
}

fn way(text: &mut String, name: &str, target: &str, many: bool) {
    let target = if many {
        format!("Collection({target})")
    } else {
        target.to_owned()
    };
    line(
        text,
        &format!("<NavigationProperty Name=\"{name}\" Type=\"{target}\"/>"),
    );
}

/// The types that the sets lie in.
fn roots(text: &mut String) {
    for (name, parent, path) in ROOTS {
        open(text, "EntityType", name, Some("entity"), false);
        for set in SETS.iter().filter(|set| set.path.starts_with(path)) {
            let target = format!("graph.{}", set.entity.name);
            way(text, set.path.trim_start_matches(path), &target, true);
        }
        if name == "entitlementManagement" {
            way(
                text,
                "controlConfigurations",
                "graph.controlConfiguration",
                true,
            );
            way(
                text,
                "settings",
                "graph.entitlementManagementSettings",
                false,
            );
        }
        line(text, "</EntityType>");
        open(text, "EntityType", parent, None, false);
        way(
            text,
            "entitlementManagement",
            &format!("graph.{name}"),
            false,
        );
        line(text, "</EntityType>");
    }
}

fn operation(text: &mut String, one: &Operation) {
    let kind = if one.is_function {
        "Function"
    } else {
        "Action"
    };
    line(
        text,
        &format!("<{kind} Name=\"{}\" IsBound=\"true\">", one.name),
    );
    line(
        text,
        &format!("<Parameter Name=\"bindingParameter\" Type=\"{}\"/>", one.on),
    );
    for (name, kind) in one.parameters {
        line(
            text,
            &format!("<Parameter Name=\"{name}\" Type=\"{kind}\" Nullable=\"false\"/>"),
        );
    }
    if !one.answers.is_empty() {
        line(text, &format!("<ReturnType Type=\"{}\"/>", one.answers));
    }
    line(text, &format!("</{kind}>"));
}

fn container(text: &mut String) {
    line(text, "<EntityContainer Name=\"GraphService\">");
    for set in SETS.iter().filter(|set| !set.path.contains('/')) {
        line(
            text,
            &format!(
                "<EntitySet Name=\"{}\" EntityType=\"graph.{}\"/>",
                set.path, set.entity.name
            ),
        );
    }
    line(text, "<Singleton Name=\"me\" Type=\"graph.user\"/>");
    for (_, parent, _) in ROOTS {
        line(
            text,
            &format!("<Singleton Name=\"{parent}\" Type=\"graph.{parent}\"/>"),
        );
    }
    line(text, "</EntityContainer>");
}

/// A type in the words of the metadata.
pub fn type_name(kind: Kind) -> String {
    match kind {
        Kind::String => "Edm.String".to_owned(),
        Kind::Boolean => "Edm.Boolean".to_owned(),
        Kind::Int32 => "Edm.Int32".to_owned(),
        Kind::DateTimeOffset => "Edm.DateTimeOffset".to_owned(),
        Kind::Duration => "Edm.Duration".to_owned(),
        Kind::Date => "Edm.Date".to_owned(),
        Kind::Enum(set) => format!("graph.{}", set.name),
        Kind::Complex(name) => format!("graph.{name}"),
        Kind::Collection(of) => format!("Collection({})", type_name(*of)),
    }
}
