//! Who is calling, and the rights a handler can ask for by type.
//!
//! A bearer token beats a cookie. A handler that takes a [`Requestor`] is never entered by anybody else; the types below
//! are the whole list of rights, and what a type does not have, its handler cannot do.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::App;
use super::account::Notes;
use super::error::ApiError;
use crate::signin::demo_key::Bearer;
use crate::signin::permission::{Permission, Permissions};
use crate::signin::person::Person;
use crate::signin::{cookie, own_pages, session};

/// Who is calling.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A person, by the portal or through a token that they delegated.
    Person(Arc<Person>, Permissions),
    /// An application (directory id) for itself.
    Application(Arc<str>, Permissions),
}

/// The caller, or nobody: for the few addresses that anybody may read. Wrong credentials are an error all the same, an
/// outlived cookie is not.
#[derive(Clone, Debug)]
pub struct Anybody(pub Option<Caller>);

impl FromRequestParts<App> for Anybody {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if let Some(known) = parts.extensions.get::<Caller>() {
            Notes::caller(&parts.extensions, Some(known));
            return Ok(Self(Some(known.clone())));
        }
        let caller = if let Some(header) = parts.headers.get(header::AUTHORIZATION) {
            let token = header
                .to_str()
                .ok()
                .and_then(bearer_token)
                .ok_or_else(ApiError::not_signed_in)?;
            Some(by_bearer(app, token).await?)
        } else {
            by_cookie(app, parts).await?
        };
        Notes::caller(&parts.extensions, caller.as_ref());
        if let Some(caller) = &caller {
            app.throttle.take(caller)?;
            parts.extensions.insert(caller.clone());
        }
        Ok(Self(caller))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Anybody(caller) = Anybody::from_request_parts(parts, app).await?;
        caller.ok_or_else(ApiError::not_signed_in)
    }
}

/// The scheme's name is read in any case.
pub(super) fn bearer_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("Bearer")
        .then(|| token.trim_start())
}

async fn by_bearer(app: &App, token: &str) -> Result<Caller, ApiError> {
    let bearer = app
        .demo
        .as_ref()
        .and_then(|demo| demo.key.verify(token, app.clock.now()))
        .ok_or_else(ApiError::not_signed_in)?;
    match bearer {
        Bearer::Application(id, permissions) => Ok(Caller::Application(id.into(), permissions)),
        Bearer::Person(user_id, permissions) => {
            let person = Person::by_user_id(&app.store, &user_id, app.clock.now())
                .await?
                .ok_or_else(ApiError::not_signed_in)?;
            Ok(Caller::Person(Arc::new(person), permissions))
        }
    }
}

async fn by_cookie(app: &App, parts: &Parts) -> Result<Option<Caller>, ApiError> {
    let Some(token) = cookie::read(&parts.headers, &app.public_url) else {
        return Ok(None);
    };
    let Some(person) = session::resume(app, &token).await? else {
        return Ok(None);
    };
    own_pages::check(&parts.method, &parts.headers)?;
    let permissions = Permissions::all_delegated();
    Ok(Some(Caller::Person(Arc::new(person), permissions)))
}

/// A right that comes with being a person whose token holds one of some permissions.
macro_rules! delegated_right {
    ($(#[$doc:meta])* $name:ident: $($permission:ident)|+) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Arc<Person>);

        impl Deref for $name {
            type Target = Person;

            fn deref(&self) -> &Person {
                &self.0
            }
        }

        impl TryFrom<Caller> for $name {
            type Error = ApiError;

            fn try_from(caller: Caller) -> Result<Self, ApiError> {
                delegated(caller, &[$(Permission::$permission),+]).map(Self)
            }
        }

        impl FromRequestParts<App> for $name {
            type Rejection = ApiError;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
                Caller::from_request_parts(parts, app).await?.try_into()
            }
        }
    };
}

delegated_right! {
    /// May read the own profile, manager and reports.
    SignedIn: UserRead | UserReadBasicAll | UserReadAll
}
delegated_right! {
    /// May see what they can request, and their own requests and assignments.
    Requestor: SubjectAccess | ReadAll | ReadWriteAll
}
delegated_right! {
    /// May send and cancel requests of their own.
    Submitter: SubjectAccess | ReadWriteAll
}
delegated_right! {
    /// May read the approvals that wait for them. Whether a certain one does, the approval itself knows.
    Approver: ReadAll | ReadWriteAll
}
delegated_right! {
    /// May decide approvals that wait for them.
    Decider: ReadWriteAll
}

fn delegated(caller: Caller, needed: &[Permission]) -> Result<Arc<Person>, ApiError> {
    let Caller::Person(person, permissions) = caller else {
        return Err(ApiError::delegated_only());
    };
    if permissions.has_any(needed) {
        Ok(person)
    } else {
        let names: Vec<_> = needed.iter().map(|one| one.name()).collect();
        Err(ApiError::scope_missing(&names))
    }
}

/// May administer as far as their roles reach; an application as far as its permission does. Which roles those are, the operation asks
/// for in its own transaction.
#[derive(Clone, Debug)]
pub struct Manager(Caller);

impl Manager {
    /// Who it is.
    pub fn caller(&self) -> &Caller {
        &self.0
    }
}

impl FromRequestParts<App> for Manager {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Caller::from_request_parts(parts, app).await?.try_into()
    }
}

impl TryFrom<Caller> for Manager {
    type Error = ApiError;

    fn try_from(caller: Caller) -> Result<Self, ApiError> {
        const NEEDED: Permission = Permission::ReadWriteAll;
        let (Caller::Person(_, permissions) | Caller::Application(_, permissions)) = &caller;
        if permissions.has_any(&[NEEDED]) {
            Ok(Self(caller))
        } else {
            Err(ApiError::scope_missing(&[NEEDED.name()]))
        }
    }
}

/// A member of the organisation who may look at other people; guests may not.
#[derive(Clone, Debug)]
pub struct PeopleReader(Arc<Person>);

/// A member of the organisation who may look at groups; guests may not.
#[derive(Clone, Debug)]
pub struct GroupReader(Arc<Person>);

impl Deref for PeopleReader {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Deref for GroupReader {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl FromRequestParts<App> for PeopleReader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let needed = [Permission::UserReadBasicAll, Permission::UserReadAll];
        member(caller, &needed).map(Self)
    }
}

impl FromRequestParts<App> for GroupReader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        member(caller, &[Permission::GroupReadAll]).map(Self)
    }
}

fn member(caller: Caller, needed: &[Permission]) -> Result<Arc<Person>, ApiError> {
    let person = delegated(caller, needed)?;
    if person.is_guest {
        return Err(ApiError::forbidden(
            "Guests cannot look around in the directory.",
        ));
    }
    Ok(person)
}

#[cfg(test)]
mod tests;
