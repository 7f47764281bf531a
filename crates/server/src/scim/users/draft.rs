//! What a resource says about a user, checked. Attributes that are not kept here are passed over (RFC 7643, section 2.1), wrong types are not.

use serde_json::{Map, Value};

use crate::scim::attribute::ENTERPRISE;
use crate::scim::member::{is_name, member};
use crate::scim::refusal::Refusal;
use crate::scim::value::{flag, object, text};
use crate::store::provisioned::users::Provisioned;
use crate::store::users::{User, UserType};

/// A user as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The row; the manager is not looked up yet.
    pub user: User,
    /// The other side's id.
    pub external_id: Option<String>,
    /// Whether it is said that the account is active or not, and not only kept.
    pub says_active: bool,
}

impl Draft {
    /// Somebody new.
    ///
    /// # Errors
    /// `invalidValue`, with the name of the attribute.
    pub fn of_somebody_new(resource: &Map<String, Value>, id: String) -> Result<Self, Refusal> {
        let nobody = User {
            id,
            account_enabled: true,
            ..User::default()
        };
        read(resource, &nobody)
    }

    /// What becomes of somebody. What is not said of an account or its type stays: nobody becomes a member or is let in by silence.
    ///
    /// # Errors
    /// `invalidValue`, with the name of the attribute.
    pub fn after(resource: &Map<String, Value>, before: &Provisioned) -> Result<Self, Refusal> {
        read(resource, &before.user)
    }
}

fn read(resource: &Map<String, Value>, before: &User) -> Result<Draft, Refusal> {
    let nothing = Map::new();
    let name = object(resource, "name")?.unwrap_or(&nothing);
    let enterprise = object(resource, ENTERPRISE)?.unwrap_or(&nothing);
    let user_principal_name = text(resource, "userName")?
        .ok_or_else(|| Refusal::invalid_value("A user has a userName."))?;
    let given_name = text(name, "givenName")?;
    let surname = text(name, "familyName")?;
    let display_name = display_name(resource, name, before, &user_principal_name)?;
    let manager_id = manager(enterprise)?.map(|id| id.to_ascii_lowercase());
    if manager_id.as_deref() == Some(before.id.as_str()) {
        return Err(Refusal::invalid_value("Nobody is their own manager."));
    }
    let active = flag(resource, "active")?;
    let user = User {
        user_principal_name,
        display_name,
        given_name,
        surname,
        mail: one_of(resource, "emails", "work")?,
        user_type: user_type(resource)?.unwrap_or(before.user_type),
        department: text(enterprise, "department")?,
        job_title: text(resource, "title")?,
        company_name: text(enterprise, "organization")?,
        mobile_phone: one_of(resource, "phoneNumbers", "mobile")?,
        preferred_language: text(resource, "preferredLanguage")?,
        time_zone: time_zone(resource)?,
        manager_id,
        account_enabled: active.unwrap_or(before.account_enabled),
        // What SCIM has no word for.
        id: before.id.clone(),
        import_key: before.import_key.clone(),
        office_location: before.office_location.clone(),
        home_tenant_id: before.home_tenant_id.clone(),
    };
    Ok(Draft {
        user,
        external_id: text(resource, "externalId")?,
        says_active: active.is_some(),
    })
}

/// A name to show: what is said, else what the parts of the name make, else the one that was shown; somebody new has a sign-in name at least.
fn display_name(
    resource: &Map<String, Value>,
    name: &Map<String, Value>,
    before: &User,
    user_name: &str,
) -> Result<String, Refusal> {
    if let Some(said) = text(resource, "displayName")? {
        return Ok(said);
    }
    if let Some(formatted) = text(name, "formatted")? {
        return Ok(formatted);
    }
    let parts: Vec<String> = [text(name, "givenName")?, text(name, "familyName")?]
        .into_iter()
        .flatten()
        .collect();
    Ok(if !parts.is_empty() {
        parts.join(" ")
    } else if before.display_name.is_empty() {
        user_name.to_owned()
    } else {
        before.display_name.clone()
    })
}

fn user_type(resource: &Map<String, Value>) -> Result<Option<UserType>, Refusal> {
    let Some(word) = text(resource, "userType")? else {
        return Ok(None);
    };
    [UserType::Member, UserType::Guest]
        .into_iter()
        .find(|kind| is_name(kind.as_str(), &word))
        .map(Some)
        .ok_or_else(|| Refusal::invalid_value("'userType' is Member or Guest."))
}

fn time_zone(resource: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let zone = text(resource, "timezone")?;
    match &zone {
        Some(name) if jiff::tz::TimeZone::get(name).is_err() => Err(Refusal::invalid_value(
            "'timezone' is no time zone of the IANA database, like Europe/Oslo.",
        )),
        _ => Ok(zone),
    }
}

/// The manager's id: an object with a `value`, or, as some send it, the id alone.
fn manager(enterprise: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    match member(enterprise, "manager") {
        Some(Value::Object(manager)) => text(manager, "value"),
        Some(Value::Array(managers)) => match managers.as_slice() {
            [] => Ok(None),
            [Value::Object(manager)] => text(manager, "value"),
            _ => Err(Refusal::invalid_value("'manager' is one user.")),
        },
        _ => text(enterprise, "manager"),
    }
}

/// The one value that is kept of an attribute with many: the primary one, else that of the type, else one that says no type. The later one wins,
/// because lists grow at their end.
fn one_of(
    resource: &Map<String, Value>,
    attribute: &str,
    kind: &str,
) -> Result<Option<String>, Refusal> {
    let wrong = || Refusal::invalid_value(format!("'{attribute}' is a list of objects."));
    let items = match member(resource, attribute) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    let mut best = None;
    for item in items {
        let (rank, value) = match item {
            Value::String(value) => (1, Some(value.clone())),
            Value::Object(item) => {
                let said = text(item, "type")?;
                let is_primary = flag(item, "primary")? == Some(true);
                let rank = match said {
                    Some(said) if is_name(&said, kind) => 2 + i32::from(is_primary),
                    // The main address is one, whatever its kind; the main phone is not a mobile one for that.
                    _ if is_primary && attribute == "emails" => 3,
                    None => 1,
                    Some(_) => 0,
                };
                (rank, text(item, "value")?)
            }
            _ => return Err(wrong()),
        };
        let is_better = best.as_ref().is_none_or(|(known, _)| rank >= *known);
        if rank > 0 && is_better && value.is_some() {
            best = Some((rank, value));
        }
    }
    Ok(best.and_then(|(_, value)| value))
}
