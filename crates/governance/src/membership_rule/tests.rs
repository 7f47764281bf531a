use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Rule, RuleProblem> {
    Rule::read(text, &|pattern| {
        if pattern.contains("(?=") {
            Err("look-around is not run".to_owned())
        } else {
            Ok(())
        }
    })
}

fn ana() -> Attributes {
    Attributes::of(true)
        .with(Attribute::Department, Some("Sales"))
        .with(Attribute::JobTitle, Some("Head of Élan"))
        .with(Attribute::Mail, Some("ana@harbour.example"))
        .with(Attribute::CompanyName, Some(""))
        .with(Attribute::UserType, Some("Member"))
}

#[test]
fn each_operator_for_what_is_there_and_what_is_not() {
    for (text, holds) in [
        ("(user.department -eq \"sales\")", true),
        ("user.department -ne 'SALES'", false),
        ("department eq 'Sales'", true),
        ("USER.Department -EQ \"Sales\"", true),
        ("user.department -startsWith \"sa\"", true),
        ("user.department -notStartsWith \"sa\"", false),
        ("user.jobTitle -contains \"of é\"", true),
        ("user.jobTitle -notContains \"of\"", false),
        ("user.department -in [\"IT\", 'sales']", true),
        ("user.department -notIn ['IT']", true),
        ("user.mail -match \"@harbour\"", true),
        ("user.mail -notMatch \"@tern\"", true),
        ("user.surname -eq null", true),
        ("user.surname -ne $null", false),
        ("user.department -eq null", false),
        // An empty text is none.
        ("user.companyName -eq null", true),
        // Nothing is not equal to anything.
        ("user.surname -eq \"x\"", false),
        ("user.surname -ne \"x\"", true),
        ("user.surname -notIn [\"x\"]", true),
        ("user.surname -contains \"x\"", false),
        ("user.surname -match \"x\"", false),
        ("user.accountEnabled -eq true", true),
        ("user.accountEnabled -ne true", false),
        ("user.accountEnabled -eq false", false),
        // -not before -and before -or.
        (
            "user.department -eq \"IT\" -and user.mail -eq null -or user.userType -eq \"member\"",
            true,
        ),
        (
            "user.department -eq \"IT\" -and (user.mail -eq null -or user.userType -eq \"member\")",
            false,
        ),
        (
            "-not user.department -eq \"IT\" -and user.accountEnabled -eq true",
            true,
        ),
        (
            "-not (user.department -eq \"IT\" -or user.accountEnabled -eq true)",
            false,
        ),
    ] {
        let rule = read(text).unwrap();
        assert_eq!(
            rule.holds(&ana(), &|pattern, text| text.contains(pattern)),
            holds,
            "{text}"
        );
    }
}

#[test]
fn what_is_wrong_is_told_with_its_column() {
    let long = format!("user.mail -eq \"{}\"", "x".repeat(LONGEST));
    let deep = format!("{}user.mail -eq null{}", "(".repeat(40), ")".repeat(40));
    for (text, column, message) in [
        ("", 1, "an attribute"),
        (
            "user.shoeSize -eq \"42\"",
            1,
            "'user.shoeSize' is no attribute",
        ),
        (
            "device.department -eq \"x\"",
            1,
            "'device.department' is no attribute",
        ),
        ("user.department", 16, "an operator"),
        ("user.department -like \"x\"", 17, "an operator"),
        (
            "user.department -any (_ -eq \"x\")",
            17,
            "-any looks into a collection",
        ),
        ("user.department -eq Sales", 21, "a text in quotes"),
        ("user.department -eq \"\"", 21, "is empty"),
        ("user.department -eq \"Sales", 21, "this text has no end"),
        ("user.department -startsWith null", 29, "a text in quotes"),
        ("user.department -in \"x\"", 21, "a list"),
        ("user.department -in []", 22, "a text in quotes"),
        ("user.department -in [\"x\" \"y\"]", 26, "a comma"),
        ("(user.mail -eq null", 1, "this parenthesis is never closed"),
        ("user.mail -eq null)", 19, "this parenthesis closes nothing"),
        (
            "user.mail -eq null user.surname -eq null",
            20,
            "-and, -or or the end",
        ),
        ("user.mail -eq null -and", 24, "an attribute"),
        ("user.mail -match \"(?=a)b\"", 18, "look-around is not run"),
        ("user.accountEnabled -eq \"true\"", 25, "true or false"),
        ("user.accountEnabled -in [\"x\"]", 21, "-eq or -ne"),
        ("user.mail = null", 11, "'=' means nothing"),
        ("é user.mail -eq null", 1, "'é' means nothing"),
        (
            "user.surname -eq \"é\" )",
            22,
            "this parenthesis closes nothing",
        ),
        (&long, LONGEST + 1, "a rule has at most"),
        (&deep, 34, "nests deeper"),
    ] {
        let wrong = read(text).unwrap_err();
        let short: String = text.chars().take(60).collect();
        assert_eq!(wrong.column, column, "{short}: {wrong}");
        assert!(wrong.message.contains(message), "{short}: {wrong}");
    }
}

#[test]
fn spellings_of_one_rule_have_one_text() {
    let one =
        Rule::canonical("(user.Department -EQ 'It''S') AND ((user.accountEnabled -ne false))");
    let text = "user.department -eq \"it's\" -and user.accountEnabled -eq true";
    assert_eq!(one.as_deref(), Some(text));
    assert_eq!(Rule::canonical(text).as_deref(), Some(text));
    let quoted = read("user.displayName -contains \"a `\"b`\" ``c\"").unwrap();
    assert_eq!(
        quoted.to_string(),
        "user.displayName -contains \"a `\"b`\" ``c\""
    );
    assert_eq!(Rule::canonical("user."), None);
}

#[test]
fn whatever_was_read_can_be_read_again_from_its_print() {
    let short = vec!["mail eq null"; 190].join(" or ");
    assert!(short.chars().count() <= LONGEST);
    let deep = format!("{}mail eq null", "not ".repeat(DEEPEST));
    let nested = format!(
        "{}mail eq null{}",
        "not (".repeat(DEEPEST / 2),
        ")".repeat(DEEPEST / 2)
    );
    for text in [short, deep, nested] {
        let rule = read(&text).unwrap();
        assert_eq!(Rule::again(&rule.to_string()), Ok(rule));
    }
}

fn some_text() -> impl Strategy<Value = String> {
    "[a-cA-C \"'`\\]),é]{1,4}"
}

fn some_test() -> impl Strategy<Value = Test> {
    let folded = || some_text().prop_map(|text| text.to_lowercase());
    prop_oneof![
        Just(Test::Null),
        folded().prop_map(Test::Equals),
        folded().prop_map(Test::StartsWith),
        folded().prop_map(Test::Contains),
        some_text().prop_map(Test::Matches),
        proptest::collection::vec(folded(), 1..4).prop_map(Test::In),
    ]
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let attribute = (0..Attribute::ALL.len()).prop_map(|place| Attribute::ALL[place].1);
    let leaf = prop_oneof![
        any::<bool>().prop_map(Rule::Enabled),
        (attribute, some_test(), any::<bool>()).prop_map(|(attribute, test, negated)| Rule::Text {
            attribute,
            test,
            negated
        }),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Rule::All),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Rule::Any),
            inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

proptest! {
    #[test]
    fn printed_and_read_again_it_is_the_same(rule in some_rule()) {
        let text = rule.to_string();
        let again = Rule::again(&text).map_err(|wrong| TestCaseError::fail(format!("{text}: {wrong}")))?;
        prop_assert_eq!(&again, &rule);
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn no_text_is_too_strange(text in "[-a-z.()\\[\\],\"'`$ é]{0,80}") {
        if let Err(wrong) = read(&text) {
            prop_assert!(wrong.column >= 1 && wrong.column <= text.chars().count() + 1);
        }
    }

    /// A rule and its opposite never agree.
    #[test]
    fn the_opposite_is_the_opposite(rule in some_rule(), department in proptest::option::of(some_text()), enabled: bool) {
        let person = Attributes::of(enabled).with(Attribute::Department, department.as_deref());
        let matches = |pattern: &str, text: &str| text.contains(pattern);
        let opposite = Rule::Not(Box::new(rule.clone()));
        prop_assert_ne!(rule.holds(&person, &matches), opposite.holds(&person, &matches));
    }
}
