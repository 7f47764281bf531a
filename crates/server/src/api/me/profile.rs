//! A person as JSON: every property that `$select` may name, and those that come without it.

use serde_json::{Value, json};

use crate::store::users::User;

/// What Graph answers about a user when nothing is selected; `id` comes always.
const DEFAULT: [&str; 10] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

/// All that is known. What this directory has no column for is null or empty, as for a person who has none.
pub fn profile(user: &User) -> Value {
    json!({
        "id": user.id,
        "accountEnabled": user.account_enabled,
        "businessPhones": [],
        "companyName": user.company_name,
        "country": null,
        "createdDateTime": null,
        "deletedDateTime": null,
        "department": user.department,
        "displayName": user.display_name,
        "employeeId": null,
        "externalUserState": null,
        "givenName": user.given_name,
        "jobTitle": user.job_title,
        "mail": user.mail,
        "mobilePhone": user.mobile_phone,
        "officeLocation": user.office_location,
        "onPremisesSecurityIdentifier": null,
        "otherMails": [],
        "preferredLanguage": user.preferred_language,
        "proxyAddresses": [],
        "surname": user.surname,
        "usageLocation": null,
        "userPrincipalName": user.user_principal_name,
        "userType": user.user_type.as_str(),
    })
}

/// Takes away what has to be selected by name.
pub fn leave_defaults(user: &mut Value) {
    if let Some(members) = user.as_object_mut() {
        members.retain(|name, _| {
            name == "id" || name.starts_with('@') || DEFAULT.contains(&name.as_str())
        });
    }
}

#[cfg(test)]
mod tests {
    use portico_graph::model::USER;

    use super::*;

    #[test]
    fn every_property_of_the_model_is_there() {
        let profile = profile(&User::default());
        for property in USER.all_properties() {
            assert!(profile.get(property.name).is_some(), "{}", property.name);
        }
        let declared = USER.all_properties().count();
        assert_eq!(
            profile.as_object().map(serde_json::Map::len),
            Some(declared)
        );
    }
}
