//! Rules over attributes of people, and whom they hold. The answers are rows, so that reading is a join; they are written whenever a
//! person or a rule is.

use std::collections::{BTreeMap, BTreeSet};

use portico_governance::membership_rule::{Attribute, Attributes, Rule};
use regex::{Regex, RegexBuilder};
use uuid::Uuid;

use super::sql::placeholders_from;
use super::users::{self, User};
use super::{Sql, StoreError, Tx, Value};

/// Ids of rules come from their text alone, in every database.
const NAMESPACE: Uuid = Uuid::from_u128(0x2b0e_8f3a_51c7_5d2e_a4f0_93d6_7c18_e5b4);
/// How many people are looked at at once.
const PAGE: i64 = 1_000;
/// How many rows one statement writes.
const AT_ONCE: usize = 400;
/// The most memory one compiled pattern may take.
const SIZE_LIMIT: usize = 256 * 1024;

/// A rule ready to be held against people.
struct Known {
    id: String,
    rule: Rule,
}

/// Patterns of rules, compiled when first needed.
#[derive(Default)]
struct Patterns(std::cell::RefCell<BTreeMap<String, Option<Regex>>>);

impl Patterns {
    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut known = self.0.borrow_mut();
        let compiled = known
            .entry(pattern.to_owned())
            .or_insert_with(|| compiled(pattern).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(SIZE_LIMIT)
        .build()
}

/// Whether a pattern of `-match` can be run, by an engine whose time grows with the text alone.
///
/// # Errors
/// What is wrong with it.
pub fn check_pattern(pattern: &str) -> Result<(), String> {
    compiled(pattern).map(drop).map_err(|problem| {
        let text = problem.to_string();
        format!("cannot be run: {}", text.lines().last().unwrap_or_default())
    })
}

/// The id of a rule, by its canonical text.
pub fn id_of(canonical: &str) -> String {
    Uuid::new_v5(&NAMESPACE, canonical.as_bytes()).to_string()
}

/// What rules see of a person.
pub fn attributes(user: &User) -> Attributes {
    let texts = [
        (Attribute::CompanyName, user.company_name.as_deref()),
        (Attribute::Department, user.department.as_deref()),
        (Attribute::DisplayName, Some(user.display_name.as_str())),
        (Attribute::GivenName, user.given_name.as_deref()),
        (Attribute::JobTitle, user.job_title.as_deref()),
        (Attribute::Mail, user.mail.as_deref()),
        (Attribute::Mobile, user.mobile_phone.as_deref()),
        (Attribute::ObjectId, Some(user.id.as_str())),
        (Attribute::Office, user.office_location.as_deref()),
        (
            Attribute::PreferredLanguage,
            user.preferred_language.as_deref(),
        ),
        (Attribute::Surname, user.surname.as_deref()),
        (
            Attribute::UserPrincipalName,
            Some(user.user_principal_name.as_str()),
        ),
        (Attribute::UserType, Some(user.user_type.as_str())),
    ];
    texts.into_iter().fold(
        Attributes::of(user.account_enabled),
        |known, (attribute, text)| known.with(attribute, text),
    )
}

/// Makes a rule known by its canonical text. Whom it holds is written by [`refresh_all`], which must follow.
pub async fn know(tx: &mut Tx, canonical: &str) -> Result<(), StoreError> {
    Sql::new("INSERT INTO attribute_rules (id, rule) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .text(id_of(canonical))
        .text(canonical)
        .execute(tx)
        .await
        .map(drop)
}

/// Brings the rows of one person up to date after the person was written.
pub async fn refresh_user(tx: &mut Tx, user: &User) -> Result<(), StoreError> {
    let rules = all(tx).await?;
    if rules.is_empty() {
        return Ok(());
    }
    let mut before = BTreeSet::new();
    for row in Sql::new("SELECT rule_id FROM rule_members WHERE user_id = $1")
        .text(&user.id)
        .fetch_all(tx)
        .await?
    {
        before.insert((row.text("rule_id")?, user.id.clone()));
    }
    let now = held(&rules, std::slice::from_ref(user), &Patterns::default());
    replace(tx, &before, &now).await
}

/// Brings the rows of everybody up to date, after many people or rules were written.
pub async fn refresh_all(tx: &mut Tx) -> Result<(), StoreError> {
    let rules = all(tx).await?;
    if rules.is_empty() {
        return Ok(());
    }
    let mut before = BTreeSet::new();
    for row in Sql::new("SELECT rule_id, user_id FROM rule_members")
        .fetch_all(tx)
        .await?
    {
        before.insert((row.text("rule_id")?, row.text("user_id")?));
    }
    let patterns = Patterns::default();
    let mut now = BTreeSet::new();
    let mut after = String::new();
    loop {
        let people = users::page(tx, &after, PAGE).await?;
        let Some(last) = people.last() else { break };
        after.clone_from(&last.id);
        now.extend(held(&rules, &people, &patterns));
    }
    replace(tx, &before, &now).await
}

async fn all(tx: &mut Tx) -> Result<Vec<Known>, StoreError> {
    let mut rules = Vec::new();
    for row in Sql::new("SELECT id, rule FROM attribute_rules ORDER BY id")
        .fetch_all(tx)
        .await?
    {
        let text = row.text("rule")?;
        let rule = Rule::again(&text)
            .map_err(|problem| StoreError::Broken(format!("the rule '{text}': {problem}")))?;
        let id = row.text("id")?;
        rules.push(Known { id, rule });
    }
    Ok(rules)
}

/// Rule and person, for each that holds.
fn held(rules: &[Known], people: &[User], patterns: &Patterns) -> BTreeSet<(String, String)> {
    let mut held = BTreeSet::new();
    let matches = |pattern: &str, text: &str| patterns.matches(pattern, text);
    for user in people {
        let known = attributes(user);
        for rule in rules.iter().filter(|one| one.rule.holds(&known, &matches)) {
            held.insert((rule.id.clone(), user.id.clone()));
        }
    }
    held
}

/// Writes the difference, so that what stays as it is costs nothing.
async fn replace(
    tx: &mut Tx,
    before: &BTreeSet<(String, String)>,
    now: &BTreeSet<(String, String)>,
) -> Result<(), StoreError> {
    for (rule, user) in before.difference(now) {
        Sql::new("DELETE FROM rule_members WHERE user_id = $1 AND rule_id = $2")
            .text(user)
            .text(rule)
            .execute(tx)
            .await?;
    }
    let added: Vec<_> = now.difference(before).collect();
    for rows in added.chunks(AT_ONCE) {
        let places: Vec<_> = (0..rows.len())
            .map(|row| format!("({})", placeholders_from(row * 2 + 1, 2)))
            .collect();
        let text = format!(
            "INSERT INTO rule_members (rule_id, user_id) VALUES {}",
            places.join(", ")
        );
        let values = rows.iter().flat_map(|(rule, user)| [rule, user]);
        Sql::new(text)
            .values(values.map(|id| Value::Text(Some(id.clone()))))
            .execute(tx)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
