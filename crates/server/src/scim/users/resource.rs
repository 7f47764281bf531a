//! A user as SCIM shows one.

use serde_json::{Map, Value, json};

use crate::scim::attribute::{ENTERPRISE, USER};
use crate::store::provisioned::users::Provisioned;

/// With everything; `location` is where it is, `manager` where its manager is.
pub fn shown(one: &Provisioned, location: &str, manager: Option<&str>) -> Value {
    let mut members = writable(one);
    members.insert("schemas".to_owned(), json!([USER, ENTERPRISE]));
    members.insert("id".to_owned(), json!(one.user.id));
    members.insert(
        "meta".to_owned(),
        json!({
            "resourceType": "User",
            "created": one.created_at,
            "lastModified": one.modified_at,
            "location": location,
        }),
    );
    if let Some(place) = members
        .get_mut(ENTERPRISE)
        .and_then(|extension| extension.get_mut("manager"))
    {
        place["displayName"] = json!(one.manager_name);
        place["$ref"] = json!(manager);
    }
    Value::Object(members)
}

/// What may be changed of it.
pub fn writable(one: &Provisioned) -> Map<String, Value> {
    let user = &one.user;
    let mut name = Map::new();
    name.insert("formatted".to_owned(), json!(user.display_name));
    put(&mut name, "givenName", user.given_name.as_deref());
    put(&mut name, "familyName", user.surname.as_deref());
    let mut enterprise = Map::new();
    put(&mut enterprise, "department", user.department.as_deref());
    put(
        &mut enterprise,
        "organization",
        user.company_name.as_deref(),
    );
    if let Some(manager) = &user.manager_id {
        enterprise.insert("manager".to_owned(), json!({ "value": manager }));
    }
    let mut members = Map::new();
    put(&mut members, "externalId", one.external_id.as_deref());
    put(&mut members, "userName", Some(&user.user_principal_name));
    put(&mut members, "displayName", Some(&user.display_name));
    put(&mut members, "title", user.job_title.as_deref());
    put(&mut members, "userType", Some(user.user_type.as_str()));
    put(
        &mut members,
        "preferredLanguage",
        user.preferred_language.as_deref(),
    );
    put(&mut members, "timezone", user.time_zone.as_deref());
    members.insert("name".to_owned(), Value::Object(name));
    members.insert("active".to_owned(), json!(user.account_enabled));
    if let Some(mail) = &user.mail {
        let mail = json!([{ "value": mail, "type": "work", "primary": true }]);
        members.insert("emails".to_owned(), mail);
    }
    if let Some(phone) = &user.mobile_phone {
        let phone = json!([{ "value": phone, "type": "mobile" }]);
        members.insert("phoneNumbers".to_owned(), phone);
    }
    if !enterprise.is_empty() {
        members.insert(ENTERPRISE.to_owned(), Value::Object(enterprise));
    }
    members
}

fn put(members: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        members.insert(name.to_owned(), json!(text));
    }
}
