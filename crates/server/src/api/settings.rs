//! `…/settings` and `…/controlConfigurations` (Graph contract: organizations, settings, subjects): two objects that are always there.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use portico_graph::time::Duration;
use serde_json::{Value, json};

use super::administer;
use super::reach::Reach;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::caller::{Caller, Manager};
use crate::http::error::ApiError;
use crate::http::members::wrong;
use crate::operations::administer::settings::{self, ACTIONS, EndUser, External, INSIGHTS};
use crate::store::Tx;

/// The only control configuration, by its type's name.
const END_USER: &str = "endUserSettings";
const DURATION: &str = "durationUntilExternalUserDeletedAfterBlocked";
const ACTION: &str = "externalUserLifecycleAction";

/// `GET …/settings`.
pub async fn get(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    let mut tx = app.store.begin_read().await?;
    may_read(&mut tx, &caller).await?;
    let settings = settings::external(&mut tx).await?;
    Ok(Json(told(&app, &settings)).into_response())
}

/// `PATCH …/settings`: 204.
pub async fn patch(
    State(app): State<App>,
    manager: Manager,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    let change = read(&body)?;
    administer::change(app, manager, move |tx, act, manager| {
        let change = change.clone();
        Box::pin(async move {
            let mut settings = settings::external(tx).await?;
            if let Some(action) = change.action {
                settings.external_user_lifecycle_action = action;
            }
            let length = &mut settings.duration_until_external_user_deleted_after_blocked;
            match change.duration {
                Length::Keep => {}
                Length::Clear => *length = None,
                Length::To(duration) => *length = Some(duration),
            }
            settings::set_external(tx, act, manager, &settings).await
        })
    })
    .await
}

/// `GET …/controlConfigurations`.
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    let mut tx = app.store.begin_read().await?;
    may_read(&mut tx, &caller).await?;
    let settings = settings::end_user(&mut tx).await?;
    let context =
        app.link("/v1.0/$metadata#identityGovernance/entitlementManagement/controlConfigurations");
    let body = json!({ "@odata.context": context, "value": [control(&settings)] });
    Ok(Json(body).into_response())
}

/// `GET …/controlConfigurations/{id}`.
pub async fn get_control(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    is_end_user(&id)?;
    let mut tx = app.store.begin_read().await?;
    may_read(&mut tx, &caller).await?;
    let settings = settings::end_user(&mut tx).await?;
    Ok(Json(control(&settings)).into_response())
}

/// `PUT …/controlConfigurations/{id}`: all of it again; what is absent is as usual. 200 with the object.
pub async fn put_control(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    is_end_user(&id)?;
    let said = read_control(&body)?;
    let written = said.clone();
    administer::change(app, manager, move |tx, act, manager| {
        let said = written.clone();
        Box::pin(async move { settings::set_end_user(tx, act, manager, &said).await })
    })
    .await?;
    Ok(Json(control(&said)).into_response())
}

/// How long: what a body says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Length {
    #[default]
    Keep,
    Clear,
    To(Duration),
}

/// What a body changes; absent: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    duration: Length,
    action: Option<String>,
}

pub(crate) fn read(body: &JsonBody) -> Result<Change, ApiError> {
    body.only(&["id", DURATION, ACTION])?;
    let duration = match body.0.get(DURATION) {
        None => Length::Keep,
        Some(Value::Null) => Length::Clear,
        Some(value) => {
            let duration = value.as_str().and_then(|text| text.parse().ok());
            let duration: Duration =
                duration.ok_or_else(|| wrong(DURATION, "is no duration such as P30D"))?;
            if duration < Duration::ZERO {
                return Err(wrong(DURATION, "must not be negative"));
            }
            Length::To(duration)
        }
    };
    Ok(Change {
        duration,
        action: word(body, ACTION, &ACTIONS)?,
    })
}

pub(crate) fn read_control(body: &JsonBody) -> Result<EndUser, ApiError> {
    body.only(&[
        "isEnabled",
        "relatedPeopleInsightLevel",
        "showApproverDetailsToMembers",
        "id",
        "createdBy",
        "createdDateTime",
        "modifiedBy",
        "modifiedDateTime",
    ])?;
    let usual = EndUser::default();
    Ok(EndUser {
        is_enabled: body.flag("isEnabled")?.unwrap_or(usual.is_enabled),
        related_people_insight_level: word(body, "relatedPeopleInsightLevel", &INSIGHTS)?
            .unwrap_or(usual.related_people_insight_level),
        show_approver_details_to_members: body
            .flag("showApproverDetailsToMembers")?
            .unwrap_or(usual.show_approver_details_to_members),
    })
}

/// A word of a list, in any case.
fn word(body: &JsonBody, name: &str, words: &[&str]) -> Result<Option<String>, ApiError> {
    let Some(value) = body.0.get(name) else {
        return Ok(None);
    };
    let known = value.as_str().and_then(|text| {
        let mut words = words.iter();
        words.find(|word| word.eq_ignore_ascii_case(text))
    });
    known
        .map(|word| Some((*word).to_owned()))
        .ok_or_else(|| wrong(name, &format!("must be one of {}", words.join(", "))))
}

fn told(app: &App, settings: &External) -> Value {
    let context =
        app.link("/v1.0/$metadata#identityGovernance/entitlementManagement/settings/$entity");
    json!({
        "@odata.context": context,
        "id": "singleton",
        DURATION: settings.duration_until_external_user_deleted_after_blocked,
        ACTION: settings.external_user_lifecycle_action,
    })
}

fn control(settings: &EndUser) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.endUserSettings",
        "id": END_USER,
        "createdBy": null,
        "createdDateTime": null,
        "isEnabled": settings.is_enabled,
        "modifiedBy": null,
        "modifiedDateTime": null,
        "relatedPeopleInsightLevel": settings.related_people_insight_level,
        "showApproverDetailsToMembers": settings.show_approver_details_to_members,
    })
}

fn is_end_user(id: &str) -> Result<(), ApiError> {
    if id.eq_ignore_ascii_case(END_USER) {
        Ok(())
    } else {
        Err(ApiError::unknown_here())
    }
}

async fn may_read(tx: &mut Tx, caller: &Caller) -> Result<(), ApiError> {
    match Reach::of(tx, caller).await? {
        Reach::Everything => Ok(()),
        Reach::Catalogs(_) => Err(ApiError::forbidden(
            "Only administrators read what holds for the whole organisation.",
        )),
    }
}
