use portico_graph::model::{ACCESS_PACKAGE, ASSIGNMENT_REQUEST, EntityType, Kind};
use proptest::prelude::*;

use super::{Comparison, Filter, Path, TextTest, Value};
use crate::error::{OptionError, Place, Problem};
use crate::limits;

fn parse(text: &str) -> Result<Filter, OptionError> {
    parse_for(text, &ASSIGNMENT_REQUEST)
}

fn parse_for(text: &str, entity: &'static EntityType) -> Result<Filter, OptionError> {
    super::parse(
        text,
        entity,
        Place {
            option: "$filter",
            base: 0,
        },
    )
}

/// How the filter prints: one spelling for all spellings.
fn printed(text: &str) -> String {
    parse(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .to_string()
}

fn problem(text: &str) -> Problem {
    parse(text).unwrap_err().problem
}

#[test]
fn spellings_of_the_documentation() {
    for (text, expected) in [
        ("state eq 'Delivered'", "state eq 'delivered'"),
        ("accesspackage/ID eq 'X'", "accessPackage/id eq 'X'"),
        (
            "assignment/target/objectid eq null",
            "assignment/target/objectId eq null",
        ),
        (
            "microsoft.graph.accessPackageRequestState'denied' ne state",
            "state ne 'denied'",
        ),
        (
            "createdDateTime gt 2026-11-24T08:00:00+02:00",
            "createdDateTime gt 2026-11-24T06:00:00Z",
        ),
        (
            "createdDateTime le '2026-11-24'",
            "createdDateTime le 2026-11-24T00:00:00Z",
        ),
        (
            "2026-11-24T00:00:00Z lt createdDateTime",
            "createdDateTime gt 2026-11-24T00:00:00Z",
        ),
        (
            "state in ('denied', 'CANCELED')",
            "state in ('denied','canceled')",
        ),
        ("accessPackage/isHidden", "accessPackage/isHidden eq true"),
        (
            "not accessPackage/isHidden",
            "not (accessPackage/isHidden eq true)",
        ),
        (
            "accessPackage/isHidden eq 'false'",
            "accessPackage/isHidden eq false",
        ),
        (
            "contains(tolower(accessPackage/displayName),'x''y')",
            "contains(accessPackage/displayName,'x''y')",
        ),
        (
            "startsWith(accessPackage/displayName,'a') eq true",
            "startswith(accessPackage/displayName,'a')",
        ),
        (
            "endswith(accessPackage/displayName,'a') eq false",
            "not (endswith(accessPackage/displayName,'a'))",
        ),
        (
            "tolower(accessPackage/displayName) eq tolower('A')",
            "accessPackage/displayName eq 'A'",
        ),
        (
            "createdDateTime ge 2026-11-24T08:00:00 02:00",
            "createdDateTime ge 2026-11-24T06:00:00Z",
        ),
        (
            "createdDateTime lt 2026-11-24T08:00:00.1949218-02:00",
            "createdDateTime lt 2026-11-24T10:00:00.5Z",
        ),
        (
            "createdDateTime lt 2026-11-24T08:00:00.0000000Z and createdDateTime gt 2026-11-24T08:00Z",
            "createdDateTime lt 2026-11-24T08:00:00Z and createdDateTime gt 2026-11-24T08:00:00Z",
        ),
        (
            "toupper(tolower(requestor/displayName)) in (toupper('a'),tolower(toupper('B')))",
            "requestor/displayName in ('a','B')",
        ),
        (
            "tolower(id) eq toupper('0C8B2E3A-0000-4000-8000-00000000ABCD')",
            "id eq '0c8b2e3a-0000-4000-8000-00000000abcd'",
        ),
        ("(( state eq 'denied' ))", "state eq 'denied'"),
        (
            "id eq 0C8B2E3A-0000-4000-8000-00000000ABCD",
            "id eq '0c8b2e3a-0000-4000-8000-00000000abcd'",
        ),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    let [a, b, c] = ["id eq 'a'", "id eq 'b'", "id eq 'c'"];
    assert_eq!(
        printed(&format!("{a} or {b} and {c}")),
        format!("{a} or ({b} and {c})")
    );
    assert_eq!(
        printed(&format!("{a} and {b} or {c}")),
        format!("({a} and {b}) or {c}")
    );
    assert_eq!(
        printed(&format!("({a} or {b}) and {c}")),
        format!("({a} or {b}) and {c}")
    );
    assert_eq!(
        printed(&format!("not {a} and {b}")),
        format!("not ({a}) and {b}")
    );
    assert_eq!(
        printed(&format!("{a} and ({b} and {c})")),
        format!("{a} and {b} and {c}")
    );
}

#[test]
fn problems_say_what_and_where() {
    assert!(
        matches!(problem("nonsense eq 1"), Problem::UnknownProperty { name, .. } if name == "nonsense")
    );
    assert!(matches!(
        problem("accessPackage eq 'x'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("justification eq 'x'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("schedule eq 'x'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("contains(status,'x')"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("status gt 'x'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("tolower(status) eq 'delivered'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("tolower(createdDateTime) eq 'x'"),
        Problem::NotUsable { .. }
    ));
    assert!(matches!(
        problem("state eq 'approved'"),
        Problem::Literal { .. }
    ));
    assert!(matches!(problem("state eq 7"), Problem::Literal { .. }));
    assert!(matches!(
        problem("createdDateTime gt 'yesterday'"),
        Problem::Literal { .. }
    ));
    assert!(matches!(
        problem("createdDateTime gt 2026-02-30T00:00:00Z"),
        Problem::Literal { .. }
    ));
    assert!(matches!(
        problem("createdDateTime gt null"),
        Problem::NotUsable { .. }
    ));
    for text in [
        "",
        "id",
        "id eq",
        "id eq 'a' and",
        "id eq 'a' id eq 'b'",
        "(id eq 'a'",
        "id eq id",
        "'a' eq 'b'",
        "id in ()",
        "id in ('a'",
        "id in 'a'",
        "contains(id)",
        "concat(id,'a') eq 'b'",
        "a/any(x: x eq 1)",
        "id eq 'a')",
        "not",
        "id/",
        "in ('a')",
        "and",
        "id EQ 'a'",
    ] {
        let failed = parse(text).unwrap_err();
        assert!(failed.position <= text.len(), "{text}: {failed}");
    }
    let failed = parse("id eq 'ü' and state eq 'x'").unwrap_err();
    assert_eq!(failed.position, 14);
    assert_eq!(
        failed.to_string(),
        "Invalid query option '$filter' at position 14: 'x' is not a value of type accessPackageRequestState."
    );
}

#[test]
fn lists_of_a_navigation_property_are_no_path() {
    for lambda in [
        "resourceRoleScopes/any(x:x/id eq 'a')",
        "resourceRoleScopes/all(x:x/id eq 'a')",
    ] {
        let failed = parse_for(lambda, &ACCESS_PACKAGE).unwrap_err();
        assert_eq!(failed.problem, Problem::Lambda);
    }
    let failed = parse_for("resourceRoleScopes/id eq 'x'", &ACCESS_PACKAGE).unwrap_err();
    assert!(matches!(failed.problem, Problem::NotUsable { .. }));
}

#[test]
fn depth_and_size_have_limits() {
    let nested = |depth: usize| format!("{}id eq 'a'{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(limits::FILTER_DEPTH)).is_ok());
    assert!(matches!(
        problem(&nested(limits::FILTER_DEPTH + 1)),
        Problem::TooMuch(_)
    ));
    assert!(matches!(problem(&"(".repeat(4000)), Problem::TooMuch(_)));
    assert!(matches!(problem(&"not ".repeat(1000)), Problem::TooMuch(_)));
    assert!(matches!(
        problem(&"tolower(".repeat(400)),
        Problem::TooMuch(_)
    ));
    let chain = |length: usize| vec!["id eq 'a'"; length].join(" or ");
    assert!(parse(&chain(limits::FILTER_COMPARISONS)).is_ok());
    assert!(matches!(
        problem(&chain(limits::FILTER_COMPARISONS + 1)),
        Problem::TooMuch(_)
    ));
    let list = format!(
        "id in ({})",
        vec!["'a'"; limits::FILTER_COMPARISONS + 1].join(",")
    );
    assert!(matches!(problem(&list), Problem::TooMuch(_)));
    assert!(matches!(
        problem("assignment/assignmentPolicy/accessPackage/catalog/id eq 'a'"),
        Problem::NotUsable { .. }
    ));
}

/// Any filter on packages that the reader can produce.
pub(super) fn filters() -> impl Strategy<Value = Filter> {
    let path = |name: &'static str| {
        let names: Vec<&str> = name.split('/').collect();
        super::path::property_path(&names, &ACCESS_PACKAGE).unwrap()
    };
    let paths: Vec<Path> = [
        "id",
        "displayName",
        "description",
        "isHidden",
        "createdDateTime",
        "catalog/state",
    ]
    .map(path)
    .to_vec();
    let leaf = prop::sample::select(paths).prop_flat_map(|path| {
        let value = values(path.property.kind);
        let orders = matches!(path.property.kind, Kind::DateTimeOffset);
        let searchable = path.property.searchable;
        (
            Just(path),
            value,
            prop::collection::vec(values_of_texts(), 1..3),
            0..8_usize,
        )
            .prop_map(move |(path, value, texts, pick)| {
                let operators = [
                    Comparison::Equal,
                    Comparison::NotEqual,
                    Comparison::Greater,
                    Comparison::LessOrEqual,
                ];
                match pick {
                    0 | 1 if searchable => {
                        let test = [TextTest::StartsWith, TextTest::Contains][pick];
                        Filter::Text {
                            path,
                            test,
                            part: texts[0].clone(),
                        }
                    }
                    2 => Filter::In {
                        path,
                        values: vec![value, Value::Null],
                    },
                    pick if orders && value != Value::Null => Filter::Compare {
                        path,
                        operator: operators[pick % 4],
                        value,
                    },
                    pick => Filter::Compare {
                        path,
                        operator: operators[pick % 2],
                        value,
                    },
                }
            })
    });
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Filter::all(left, right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Filter::any(left, right)),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    })
}

fn values(kind: Kind) -> BoxedStrategy<Value> {
    let value = match kind {
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::DateTimeOffset => (0..2_000_000_000_i64)
            .prop_map(|seconds| {
                let second = portico_graph::time::Instant::from_unix(seconds);
                if seconds % 3 == 0 {
                    Value::Within(second)
                } else {
                    Value::Instant(second)
                }
            })
            .boxed(),
        Kind::Enum(set) => prop::sample::select(set.members.to_vec())
            .prop_map(Value::Member)
            .boxed(),
        _ => values_of_texts().prop_map(Value::Text).boxed(),
    };
    prop_oneof![6 => value, 1 => Just(Value::Null)].boxed()
}

fn values_of_texts() -> impl Strategy<Value = String> {
    "[a-zA-ZäÄ'%_\\\\ ]{0,6}"
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(filter in filters()) {
        let text = filter.to_string();
        prop_assert_eq!(parse_for(&text, &ACCESS_PACKAGE).map_err(|error| error.to_string()), Ok(filter));
    }

    #[test]
    fn never_panics(text in "(displayName|eq|and|or|not|in|contains|tolower|catalog|[ ()',/.]|'a'|null|7|ü|\\PC){0,60}") {
        if let Err(error) = parse_for(&text, &ACCESS_PACKAGE) {
            prop_assert!(error.position <= text.chars().count());
        }
    }
}
