use portico_graph::model::{ACCESS_PACKAGE, ASSIGNMENT_REQUEST, USER};
use proptest::prelude::*;

use crate::error::{OptionError, Problem};
use crate::limits;
use crate::options::{Address, Options};
use crate::raw::RawQuery;

fn packages(query: &str) -> Result<Options, OptionError> {
    Options::parse(
        &RawQuery::parse(query)?,
        &ACCESS_PACKAGE,
        Address::Searchable,
    )
}

fn problem(query: &str) -> Problem {
    packages(query).unwrap_err().problem
}

#[test]
fn the_query_of_a_portal() {
    let query = "$search=\"laser cutter\"&$expand=catalog($select=displayName),resourceRoleScopes($expand=role($expand=resource),scope)\
                 &$orderby=displayname desc&$top=20&$count=true&$select=id,DisplayName";
    let options = packages(query).unwrap();
    assert_eq!(
        options.search.as_ref().unwrap().words,
        vec!["laser", "cutter"]
    );
    let scopes = options.expanded("resourceRoleScopes").unwrap();
    assert!(
        scopes
            .expanded("role")
            .unwrap()
            .expanded("resource")
            .is_some()
    );
    assert!(scopes.expanded("scope").is_some());
    let order = options.order.unwrap();
    assert_eq!(
        (order.property.name, order.descending),
        ("displayName", true)
    );
    assert_eq!((options.page_size(), options.count), (20, true));
    let select: Vec<&str> = options
        .select
        .unwrap()
        .iter()
        .map(|property| property.name)
        .collect();
    assert_eq!(select, vec!["id", "displayName"]);
}

#[test]
fn top_has_a_default_and_a_ceiling() {
    assert_eq!(packages("").unwrap().page_size(), limits::TOP_DEFAULT);
    assert_eq!(
        packages("$top=100000").unwrap().page_size(),
        limits::TOP_MAXIMUM
    );
    for bad in [
        "$top=",
        "$top=-1",
        "$top=ten",
        "$top=1.5",
        "$top=99999999999",
        "$skip=1001",
    ] {
        assert!(matches!(problem(bad), Problem::Number(..)), "{bad}");
    }
}

#[test]
fn options_have_their_places() {
    assert_eq!(problem("$apply=aggregate(x)"), Problem::UnknownOption);
    assert_eq!(problem("$levels=3"), Problem::UnknownOption);
    let one = |query: &str| {
        Options::parse(
            &RawQuery::parse(query).unwrap(),
            &ACCESS_PACKAGE,
            Address::Entity,
        )
    };
    assert!(one("$select=id&$expand=catalog").is_ok());
    for query in [
        "$top=1",
        "$filter=id eq 'a'",
        "$count=true",
        "$search=a",
        "$skiptoken=x",
    ] {
        assert_eq!(one(query).unwrap_err().problem, Problem::NotHere, "{query}");
    }
    for (query, option) in [
        ("$expand=catalog($filter=id eq 'a')", "$filter"),
        ("$expand=catalog($top=1)", "$top"),
        ("$expand=resourceRoleScopes($search=a)", "$search"),
        ("$expand=resourceRoleScopes($levels=2)", "$levels"),
        (
            "$expand=resourceRoleScopes($top=1;$skiptoken=a)",
            "$skiptoken",
        ),
    ] {
        let failed = packages(query).unwrap_err();
        assert_eq!(failed.option, "$expand");
        assert!(
            matches!(&failed.problem, Problem::NotInside { option: named, .. } if named == option),
            "{failed}"
        );
        assert!(failed.to_string().contains(option));
    }
    assert!(packages("$expand=resourceRoleScopes($skip=1;$top=2;$count=true)").is_ok());
    let plain = Options::parse(
        &RawQuery::parse("$search=a").unwrap(),
        &ASSIGNMENT_REQUEST,
        Address::Collection,
    );
    assert_eq!(plain.unwrap_err().problem, Problem::NotHere);
    assert!(packages("lang=de&utm=1").is_ok());
}

#[test]
fn select_knows_the_type() {
    assert!(packages("$select=*").unwrap().select.is_none());
    assert!(packages("$select=id,catalog").is_ok());
    assert!(matches!(
        problem("$select=secret"),
        Problem::UnknownProperty { .. }
    ));
    assert!(matches!(
        problem("$select=displayName/x"),
        Problem::UnknownProperty { .. }
    ));
    assert!(matches!(problem("$select="), Problem::Expected(_)));
    let raw = RawQuery::parse("$select=schedule/expiration").unwrap();
    assert!(Options::parse(&raw, &ASSIGNMENT_REQUEST, Address::Entity).is_ok());
}

#[test]
fn expand_has_limits() {
    assert_eq!(packages("$expand=*").unwrap().expand.len(), 6);
    let named = packages("$expand=*,catalog($select=id)").unwrap();
    assert_eq!(
        named,
        packages("$expand=accessPackagesIncompatibleWith,*,catalog($select=id)")
            .map(|mut other| {
                other.expand[0].starred = true;
                other
            })
            .unwrap()
    );
    assert!(named.expanded("catalog").unwrap().select.is_some());
    assert!(matches!(
        problem("$expand=nothing"),
        Problem::UnknownProperty { .. }
    ));
    let raw = RawQuery::parse("$expand=memberOf").unwrap();
    let failed = Options::parse(&raw, &USER, Address::Collection).unwrap_err();
    assert!(matches!(failed.problem, Problem::NotUsable { .. }));
    assert_eq!(problem("$expand=catalog,catalog"), Problem::Repeated);
    assert_eq!(
        problem("$expand=catalog($select=id;$select=id)"),
        Problem::Repeated
    );
    assert!(matches!(problem("$expand=catalog("), Problem::Expected(_)));
    assert!(matches!(
        problem("$expand=catalog()x"),
        Problem::Expected(_)
    ));
    assert!(matches!(
        problem("$expand=catalog($select)"),
        Problem::Expected(_)
    ));
    let chain = "assignment($expand=accessPackage($expand=resourceRoleScopes($expand=role($expand=resource))))";
    let raw = RawQuery::parse(&format!("$expand={chain}")).unwrap();
    let failed = Options::parse(&raw, &ASSIGNMENT_REQUEST, Address::Entity).unwrap_err();
    assert!(matches!(failed.problem, Problem::TooMuch(_)));
    assert_eq!(failed.position, chain.find("resource))))").unwrap());
    let deep = format!("$expand={}", "catalog($expand=".repeat(200));
    assert!(packages(&deep).is_err());
}

#[test]
fn positions_inside_expand_count_from_the_start() {
    let value = "resourceRoleScopes($top=5;$filter=id eq 'ü' and nope eq 1)";
    let failed = packages(&format!("$expand={value}")).unwrap_err();
    assert_eq!(failed.option, "$expand");
    assert_eq!(
        failed.position,
        value[..value.find("nope").unwrap()].chars().count()
    );
}

#[test]
fn order_takes_one_property_and_perhaps_the_id() {
    assert!(packages("$orderby=createdDateTime desc,id").is_ok());
    assert!(
        packages("$orderby=createdDateTime DESC")
            .unwrap()
            .order
            .unwrap()
            .descending
    );
    assert!(
        !packages("$orderby=displayName Asc")
            .unwrap()
            .order
            .unwrap()
            .descending
    );
    assert!(matches!(
        problem("$orderby=displayName,createdDateTime"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("$orderby=description"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("$orderby=x"),
        Problem::UnknownProperty { .. }
    ));
    assert!(matches!(
        problem("$orderby=displayName down"),
        Problem::Expected(_)
    ));
    assert!(matches!(
        problem("$orderby=id,id"),
        Problem::NotUsable { .. }
    ));
}

#[test]
fn search_takes_words_and_a_property_in_front() {
    let search = |text: &str| {
        let raw = RawQuery::parse(&format!("$search={text}")).unwrap();
        Options::parse(&raw, &USER, Address::Searchable).map(|options| options.search.unwrap())
    };
    let found = search("\"displayName:ann bell\"").unwrap();
    assert_eq!(
        (found.property.as_deref(), found.words.len()),
        (Some("displayName"), 2)
    );
    assert_eq!(search("10:30").unwrap().property, None);
    let colon = search("\"Finance:\"").unwrap();
    assert_eq!(
        (colon.property, colon.words),
        (None, vec!["Finance:".to_owned()])
    );
    assert_eq!(
        search("\"arm \\\"R4\\\" \\\\x\"").unwrap().words,
        vec!["arm", "R4", "\\x"]
    );
    for bad in ["", "\"", "\"\"", "\"a\" \"b\"", "\\", "a b c d e f g h i"] {
        assert!(search(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn never_panics(query in "(\\$|%24)(filter|expand|select|orderby|top|search|skip|count)=(catalog|role|id|displayName|[(),;$='\"+ %&*]|%27|\\$expand=|\\PC){0,40}") {
        if let Ok(raw) = RawQuery::parse(&query) {
            for address in [Address::Searchable, Address::Entity] {
                let _ = Options::parse(&raw, &ACCESS_PACKAGE, address);
            }
        }
    }
}
