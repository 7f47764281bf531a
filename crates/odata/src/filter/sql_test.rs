use portico_graph::model::ACCESS_PACKAGE;
use proptest::prelude::*;
use serde_json::json;

use super::parse_test::filters;
use super::{Bind, Condition};
use crate::columns::Column;
use crate::error::Place;

const COLUMNS: &[Column] = &[
    Column::new("id", "p.id"),
    Column::new("displayName", "p.name").folded("p.name_folded"),
    Column::new("description", "p.text").folded("p.text_folded"),
    Column::new("isHidden", "p.hidden"),
    Column::new("createdDateTime", "p.created"),
    Column::new("catalog/id", "p.catalog_id"),
    Column::new("catalog/state", "c.state").join("LEFT JOIN catalogs c ON c.id = p.catalog_id"),
];

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn compile(text: &str) -> Condition {
    let filter = super::parse(
        text,
        &ACCESS_PACKAGE,
        Place {
            option: "$filter",
            base: 0,
        },
    )
    .unwrap();
    filter.to_sql(&COLUMNS, &fold, 3).unwrap()
}

fn text(value: &str) -> Bind {
    Bind::Text(value.to_owned())
}

#[test]
fn texts_are_compared_in_folded_form() {
    let done = compile("displayName eq 'Ärger' or startswith(description,'50%_\\x')");
    assert_eq!(
        done.sql,
        "(p.name_folded = $3 OR p.text_folded LIKE $4 ESCAPE '\\')"
    );
    assert_eq!(done.binds, vec![text("ärger"), text("50\\%\\_\\\\x%")]);
    assert_eq!(compile("id eq 'A'").binds, vec![text("A")]);
}

#[test]
fn joins_come_once() {
    let done = compile(
        "catalog/state eq 'published' and catalog/state ne 'unpublished' and catalog/id eq 'x'",
    );
    assert_eq!(
        done.joins,
        vec!["LEFT JOIN catalogs c ON c.id = p.catalog_id"]
    );
    assert_eq!(
        done.sql,
        "(c.state = $3 AND (c.state IS NULL OR c.state <> $4) AND p.catalog_id = $5)"
    );
}

#[test]
fn a_path_without_a_column_is_refused() {
    let filter = super::parse(
        "catalog/displayName eq 'x'",
        &ACCESS_PACKAGE,
        Place {
            option: "$filter",
            base: 0,
        },
    );
    assert!(filter.unwrap().to_sql(&COLUMNS, &fold, 1).is_err());
}

#[test]
fn missing_values_are_false_and_negation_turns_that() {
    for (filter, expected) in [
        ("id eq null", "p.id IS NULL"),
        ("id ne null", "p.id IS NOT NULL"),
        ("not (id eq null)", "p.id IS NOT NULL"),
        ("id ne 'a'", "(p.id IS NULL OR p.id <> $3)"),
        ("not (id ne 'a')", "p.id = $3"),
        ("id in ('a',null)", "(p.id IS NULL OR p.id IN ($3))"),
        (
            "not (id in ('a',null))",
            "(p.id IS NOT NULL AND p.id NOT IN ($3))",
        ),
        ("not (id in ('a'))", "(p.id IS NULL OR p.id NOT IN ($3))"),
        ("id in (null)", "p.id IS NULL"),
        ("not (id in (null))", "p.id IS NOT NULL"),
        ("not isHidden", "(p.hidden IS NULL OR p.hidden <> $3)"),
        (
            "not (createdDateTime gt 2026-01-01)",
            "(p.created IS NULL OR p.created <= $3)",
        ),
        ("createdDateTime eq 2026-01-01T00:00:00.1Z", "1 = 0"),
        ("createdDateTime ne 2026-01-01T00:00:00.1Z", "1 = 1"),
        (
            "createdDateTime ge 2026-01-01T00:00:00.1Z",
            "p.created > $3",
        ),
        (
            "not (createdDateTime gt 2026-01-01T00:00:00.1Z)",
            "(p.created IS NULL OR p.created <= $3)",
        ),
        (
            "createdDateTime in (2026-01-01T00:00:00.1Z,2026-01-01)",
            "p.created IN ($3)",
        ),
        ("not (createdDateTime in (2026-01-01T00:00:00.1Z))", "1 = 1"),
        (
            "createdDateTime in (2026-01-01T00:00:00.1Z,null)",
            "p.created IS NULL",
        ),
        (
            "not (id eq 'a' and not (id eq 'b' or contains(displayName,'c')))",
            "((p.id IS NULL OR p.id <> $3) OR (p.id = $4 OR p.name_folded LIKE $5 ESCAPE '\\'))",
        ),
    ] {
        assert_eq!(compile(filter).sql, expected, "{filter}");
    }
}

#[test]
fn held_against_an_entity_in_memory() {
    let package = json!({
        "id": "1", "displayName": "Ärger & Co", "description": null, "isHidden": false,
        "createdDateTime": "2026-11-24T08:00:00Z", "catalog": { "id": "c", "state": "published" }
    });
    for (filter, expected) in [
        ("displayName eq 'ärger & CO'", true),
        ("endswith(displayName,'co')", true),
        ("contains(description,'a')", false),
        ("not contains(description,'a')", true),
        ("description ne 'a'", true),
        ("isHidden", false),
        (
            "createdDateTime ge 2026-11-24T08:00:00Z and createdDateTime lt 2026-11-25",
            true,
        ),
        ("createdDateTime lt 2026-11-24T08:00:00.0000001Z", true),
        ("createdDateTime gt 2026-11-24T07:59:59.9999999Z", true),
        ("createdDateTime eq 2026-11-24T08:00:00.0000001Z", false),
        ("catalog/state in ('unpublished','published')", true),
        ("catalog/state eq 'unpublished'", false),
    ] {
        let read = super::parse(
            filter,
            &ACCESS_PACKAGE,
            Place {
                option: "$filter",
                base: 0,
            },
        )
        .unwrap();
        assert_eq!(read.holds(&package, &fold), expected, "{filter}");
    }
}

proptest! {
    #[test]
    fn every_placeholder_has_its_value(filter in filters()) {
        let done = filter.to_sql(&COLUMNS, &fold, 3).unwrap();
        let used = done.sql.matches('$').count();
        prop_assert_eq!(used, done.binds.len());
        for number in 3..3 + used {
            let name = format!("${number}");
            prop_assert!(done.sql.contains(&name));
        }
        let opened = done.sql.matches('(').count();
        prop_assert_eq!(opened, done.sql.matches(')').count());
    }

    #[test]
    fn negation_in_memory_is_exact(filter in filters(), hidden: bool, name in "[aäA% ]{0,3}") {
        let package = json!({ "id": name, "displayName": name, "isHidden": hidden });
        let holds = filter.holds(&package, &fold);
        let not = super::Filter::Not(Box::new(filter));
        prop_assert_eq!(not.holds(&package, &fold), !holds);
    }
}
