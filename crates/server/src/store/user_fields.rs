//! Attributes of people that answers may fill, by Graph's names.

use super::users::User;

type Read = fn(&User) -> &Option<String>;
type Place = fn(&mut User) -> &mut Option<String>;

macro_rules! field {
    ($name:literal, $field:ident) => {
        ($name, |user| &user.$field, |user| &mut user.$field)
    };
}

const FIELDS: [(&str, Read, Place); 8] = [
    field!("companyName", company_name),
    field!("department", department),
    field!("givenName", given_name),
    field!("jobTitle", job_title),
    field!("mobilePhone", mobile_phone),
    field!("officeLocation", office_location),
    field!("preferredLanguage", preferred_language),
    field!("surname", surname),
];

/// The name as Graph writes it; `None`: no answer fills such an attribute.
pub fn canonical(name: &str) -> Option<&'static str> {
    let mut names = names();
    names.find(|known| known.eq_ignore_ascii_case(name))
}

/// All of them.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, ..)| *name)
}

/// What it says of somebody, if anything.
pub fn get<'a>(user: &'a User, name: &str) -> Option<&'a str> {
    let (_, read, _) = FIELDS.iter().find(|(known, ..)| *known == name)?;
    read(user).as_deref().filter(|value| !value.is_empty())
}

/// Sets it. A name that is none of them sets nothing.
pub fn set(user: &mut User, name: &str, value: Option<String>) {
    if let Some((_, _, place)) = FIELDS.iter().find(|(known, ..)| *known == name) {
        *place(user) = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read() {
        for name in names() {
            let mut user = User::default();
            assert_eq!(get(&user, name), None);
            set(&mut user, name, Some("Quay 7".to_owned()));
            assert_eq!(get(&user, name), Some("Quay 7"), "{name}");
            let others = names().filter(|other| *other != name);
            assert!(others.into_iter().all(|other| get(&user, other).is_none()));
        }
        assert_eq!(canonical("JOBTITLE"), Some("jobTitle"));
        assert_eq!(canonical("accountEnabled"), None);
    }
}
