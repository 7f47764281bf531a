//! Somebody of the demonstration, as a row that signs in as them.

use crate::browser::letters::small;
use crate::ui::{mark::face, rows::Row};
use crate::words::text::sign_in as text;
use portico_graph::portico::DemoPerson;
use portico_view::view;

/// A person, with what is interesting about them. `choose` is given the sign-in name.
pub fn person_row(person: &DemoPerson, choose: Box<dyn Fn(&str)>) -> Row {
    let upn = person.user_principal_name.clone();
    let name = person.display_name.clone();
    let button =
        view! { <button type="button" on:click=move |_| choose(&upn)><bdi>{name}</bdi></button> };
    let mut row = Row::new(face(&person.display_name), button);
    let work: Vec<String> = [&person.job_title, &person.department]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if !work.is_empty() {
        row = row.say(work.join(", "));
    }
    row.side(view! { <span class="faint">{interesting(person).join(", ")}</span> })
}

fn interesting(person: &DemoPerson) -> Vec<String> {
    let number = |n: u64| i64::try_from(n).ok().filter(|n| *n > 0);
    [
        person.is_administrator.then(text::administrator),
        number(person.reports).map(text::reports),
        number(person.pending_approvals).map(text::decisions),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The people whose name, title or department holds all the words.
pub fn find_people(people: &[DemoPerson], words: &str) -> Vec<DemoPerson> {
    let words = small(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let fits = |person: &&DemoPerson| {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let known = format!(
            "{} {} {}",
            person.display_name,
            optional(&person.job_title),
            optional(&person.department)
        );
        let known = small(&known);
        words.iter().all(|word| known.contains(word))
    };
    people.iter().filter(fits).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_by_all_words_in_any_order() {
        let person = |name: &str, title: &str| DemoPerson {
            display_name: name.into(),
            job_title: Some(title.into()),
            ..DemoPerson::default()
        };
        let people = [
            person("Ines Duarte", "Lead of Motion Control"),
            person("Maren Holt", "Head of Robotics"),
        ];
        let found = |words: &str| {
            find_people(&people, words)
                .into_iter()
                .map(|one| one.display_name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("motion INES"), ["Ines Duarte"]);
        assert_eq!(found("of"), ["Ines Duarte", "Maren Holt"]);
        assert!(found("ines robotics").is_empty());
    }
}
