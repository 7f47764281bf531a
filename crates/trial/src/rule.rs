//! Rules over attributes of people: what is read is printed and read again as the same rule, and what is not has a place in the text.

use portico_governance::membership_rule::Rule;

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    match Rule::read(text, &|_| Ok(())) {
        Ok(rule) => {
            let printed = rule.to_string();
            let again = Rule::again(&printed);
            assert_eq!(again, Ok(rule), "{text:?} became {printed:?}");
        }
        Err(problem) => {
            let columns = 1..=text.chars().count() + 1;
            assert!(columns.contains(&problem.column), "{text:?}: {problem}");
        }
    }
}
