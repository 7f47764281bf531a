use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::scim::attribute::ENTERPRISE;
use crate::scim::filter::sql::{Column, Kind, condition};

fn printed(text: &str) -> String {
    read(text)
        .unwrap_or_else(|problem| panic!("{text}: {problem}"))
        .to_string()
}

#[test]
fn filters_as_they_are_sent() {
    let department = format!("{ENTERPRISE}:department eq \"Finance\"");
    for (text, expected) in [
        (r#"userName eq "ana""#, r#"userName eq "ana""#),
        (r#"  USERNAME   Eq "ana"  "#, r#"USERNAME eq "ana""#),
        ("title pr", "title pr"),
        ("active eq true", "active eq true"),
        ("active eq False", "active eq false"),
        ("externalId eq null", "externalId eq null"),
        ("n gt -1.5e3", "n gt -1.5e3"),
        (
            r#"name.familyName co "O\"Brian \u00e9""#,
            r#"name.familyName co "O\"Brian é""#,
        ),
        (
            "a pr or b pr and not (c pr)",
            "(a pr) or ((b pr) and (not (c pr)))",
        ),
        ("(a pr or b pr) and c pr", "((a pr) or (b pr)) and (c pr)"),
        ("a pr and b pr and c pr", "(a pr) and (b pr) and (c pr)"),
        ("not pr", "not pr"),
        ("not(a pr)", "not (a pr)"),
        (
            r#"emails[type eq "work" and value co "@harbour.example"]"#,
            r#"emails[(type eq "work") and (value co "@harbour.example")]"#,
        ),
        (&department, &department),
        (
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "A""#,
            r#"userName sw "A""#,
        ),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_filter_says_where() {
    for (text, at) in [
        ("", 1),
        ("userName", 9),
        ("userName eq", 12),
        ("userName is \"a\"", 10),
        ("userName eq ana", 13),
        ("userName eq \"ana", 13),
        ("userName eq \"a\\\"", 13),
        ("userName eq \"a\\q\"", 13),
        ("userName eq \"\\u0000\"", 13),
        ("userName eq 'ana'", 13),
        ("(title pr", 10),
        ("title pr)", 9),
        ("title pr and", 13),
        ("emails[type eq \"work\"", 22),
        ("emails[emails[a pr]]", 14),
        ("emails[type pr].value eq \"x\"", 16),
        ("é pr", 1),
        ("1 eq 1", 1),
    ] {
        let problem = read(text).unwrap_err();
        assert_eq!(problem.at, at, "{text}: {problem}");
    }
}

#[test]
fn no_filter_is_too_much() {
    for text in [
        "(".repeat(100_000),
        format!("{}a pr{}", "(".repeat(17), ")".repeat(17)),
        format!("{}a pr{}", "not (".repeat(17), ")".repeat(17)),
        format!("a pr{}", " and a pr".repeat(64)),
        format!("a eq \"{}\"", "x".repeat(9_000)),
        "a[".repeat(5_000),
    ] {
        assert!(read(&text).is_err(), "{}", &text[..20]);
    }
    assert!(read(&format!("{}a pr{}", "(".repeat(16), ")".repeat(16))).is_ok());
    assert!(read(&format!("a pr{}", " or a pr".repeat(63))).is_ok());
}

#[test]
fn values_meet_filters() {
    let mail =
        json!({ "value": "Ana@harbour.example", "type": "work", "primary": true, "rank": 2 });
    for (text, expected) in [
        (r#"type eq "WORK""#, true),
        (r#"type ne "work""#, false),
        (r#"type eq "home" or value sw "ana""#, true),
        (r#"not (value ew ".example")"#, false),
        ("primary eq true", true),
        (r#"primary eq "True""#, true),
        ("rank gt 1 and rank le 2", true),
        ("display pr", false),
        ("display eq null", true),
        ("type gt 3", false),
    ] {
        assert_eq!(meets(&read(text).unwrap(), &mail), expected, "{text}");
    }
    let bare = json!("a-b");
    assert!(meets(&read(r#"value eq "A-B""#).unwrap(), &bare));
    let nested = json!({ "tags": ["x", { "value": "y" }] });
    assert!(meets(
        &read(r#"tags.value eq "y" and tags[value eq "x"]"#).unwrap(),
        &nested
    ));
}

static COLUMNS: &[Column] = &[
    Column {
        path: &["userName"],
        kind: Kind::Folded("u.name_folded"),
    },
    Column {
        path: &["active"],
        kind: Kind::Flag("u.on"),
    },
    Column {
        path: &["emails"],
        kind: Kind::Exact("u.mail"),
    },
    Column {
        path: &["emails", "value"],
        kind: Kind::Exact("u.mail"),
    },
    Column {
        path: &["members"],
        kind: Kind::Among("EXISTS (SELECT 1 FROM m WHERE m.id ="),
    },
    Column {
        path: &["members", "value"],
        kind: Kind::Among("EXISTS (SELECT 1 FROM m WHERE m.id ="),
    },
    Column {
        path: &["meta", "created"],
        kind: Kind::Moment("u.at"),
    },
];

#[test]
fn a_filter_becomes_a_condition() {
    let of = |text: &str| condition(&read(text).unwrap(), COLUMNS);
    let found =
        of(r#"userName eq "ÁNA" and (active eq "True" or not (emails[value sw "x"]))"#).unwrap();
    assert_eq!(
        found.text,
        "((u.name IS NOT NULL AND u.name_folded = $1 AND (lower(u.name) = $2 OR u.name = $3 OR u.name = $4)) AND \
         ((u.on IS NOT NULL AND u.on = $5) OR \
         NOT (u.mail IS NOT NULL AND (u.mail IS NOT NULL AND substr(u.mail, 1, 1) = $6))))"
    );
    assert_eq!(found.values.len(), 6);
    assert_eq!(
        found.values[0],
        crate::store::Value::Text(Some("ana".into()))
    );
    let found = of(r#"members[value eq "A" or value eq "b"]"#).unwrap();
    assert!(found.text.contains("m.id = $1") && found.text.contains("m.id = $2"));
    for text in [
        r#"members[value eq "a" and value eq "b"]"#,
        r#"members[not (value eq "a")]"#,
        r#"members ne "a""#,
        "members eq null",
        r#"password eq "x""#,
        r#"emails.type eq "work""#,
        "active gt true",
        "active eq 1",
        "userName eq true",
        r#"userName co """#,
        r#"meta.created gt "yesterday""#,
        r#"meta.created co "2026""#,
        "userName gt null",
    ] {
        let refused = of(text).unwrap_err();
        assert_eq!(refused.status(), 400, "{text}");
    }
}

fn filters() -> impl Strategy<Value = Filter> {
    let path = prop::sample::select(vec!["userName", "name.givenName", "active", "not", "and"])
        .prop_map(|text| AttributePath::read(text).unwrap());
    let literal = prop_oneof![
        any::<String>().prop_map(|text| Literal::Text(text.replace('\0', ""))),
        any::<bool>().prop_map(Literal::Flag),
        any::<i32>().prop_map(|number| Literal::Number(number.to_string())),
        Just(Literal::Null),
    ];
    let operator = prop::sample::select(Operator::ALL.to_vec()).prop_map(|(_, operator)| operator);
    let leaf = prop_oneof![
        path.clone().prop_map(Filter::Present),
        (path, operator, literal)
            .prop_map(|(path, operator, literal)| Filter::Compare(path, operator, literal)),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::Any),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(filter in filters()) {
        let text = filter.to_string();
        prop_assume!(text.len() < 8_000);
        prop_assert_eq!(read(&text), Ok(filter), "{}", text);
    }

    #[test]
    fn no_text_ends_it(text in "(\\PC|[ ()\\[\\]\"\\\\]|eq|and|not|pr){0,60}") {
        if let Ok(filter) = read(&text) {
            prop_assert_eq!(read(&filter.to_string()), Ok(filter.clone()), "{}", text);
            let _: bool = meets(&filter, &Json::Null);
        }
    }
}
