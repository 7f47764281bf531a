//! Photos of people (Graph contract: directory): `/me/photo`, `/users/{id}/photo`, and the pictures themselves at `…/$value`. Who has none answers 404.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::administer;
use super::users::by_name_or_id;
use crate::http::App;
use crate::http::body;
use crate::http::caller::{Manager, PeopleReader, SignedIn};
use crate::http::error::ApiError;
use crate::operations::Refusal;
use crate::operations::mandate::{Duty, Mandate};
use crate::store::photos::{self, Photo};
use crate::store::users;

mod image;

/// `GET /me/photo`.
pub async fn mine(State(app): State<App>, caller: SignedIn) -> Result<Response, ApiError> {
    about(&app, &caller.user_id, "me/photo").await
}

/// `GET /me/photo/$value`.
pub async fn my_picture(State(app): State<App>, caller: SignedIn) -> Result<Response, ApiError> {
    picture(&app, &caller.user_id).await
}

/// `GET /users/{id}/photo`.
pub async fn get(
    State(app): State<App>,
    _: PeopleReader,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = by_name_or_id(&app, id).await?;
    about(&app, &id, &format!("users('{id}')/photo")).await
}

/// `GET /users/{id}/photo/$value`.
pub async fn get_picture(
    State(app): State<App>,
    _: PeopleReader,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = by_name_or_id(&app, id).await?;
    picture(&app, &id).await
}

/// `PUT /users/{id}/photo/$value`, for administrators: a PNG or JPEG of at most 1 MB. 200, as Graph answers.
pub async fn put(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let id = by_name_or_id(&app, id).await?;
    let content = body::bytes(request).await?;
    let photo = photo(&content)?;
    administer::change(app, manager, move |tx, act, manager| {
        let (id, photo) = (id.clone(), photo.clone());
        Box::pin(async move {
            Mandate::of(tx, manager).await?.allow(Duty::Organization)?;
            users::by_id(tx, &id).await?.ok_or(Refusal::UnknownHere)?;
            photos::put(tx, &id, &photo, act.now).await?;
            let details = json!({ "mediaType": photo.media_type });
            act.log(tx, "photoSet", ("user", &id), details, None)
                .await?;
            Ok(())
        })
    })
    .await?;
    Ok(StatusCode::OK)
}

/// `DELETE /users/{id}/photo/$value`, for administrators.
pub async fn delete(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = by_name_or_id(&app, id).await?;
    administer::change(app, manager, move |tx, act, manager| {
        let id = id.clone();
        Box::pin(async move {
            Mandate::of(tx, manager).await?.allow(Duty::Organization)?;
            if !photos::delete(tx, &id).await? {
                return Err(Refusal::UnknownHere);
            }
            act.log(tx, "photoDeleted", ("user", &id), json!({}), None)
                .await?;
            Ok(())
        })
    })
    .await
}

/// `profilePhoto`, with what of the picture an answer tells.
async fn about(app: &App, user: &str, context: &str) -> Result<Response, ApiError> {
    let photo = of(app, user).await?;
    let (width, height) = (photo.width, photo.height);
    let body = json!({
        "@odata.context": app.link(&format!("/v1.0/$metadata#{context}/$entity")),
        "@odata.mediaContentType": photo.media_type,
        "id": format!("{width}X{height}"),
        "width": width,
        "height": height,
    });
    Ok(Json(body).into_response())
}

async fn picture(app: &App, user: &str) -> Result<Response, ApiError> {
    let photo = of(app, user).await?;
    let media = HeaderValue::from_str(&photo.media_type);
    let media = media.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(header::CONTENT_TYPE, media)], photo.content).into_response())
}

async fn of(app: &App, user: &str) -> Result<Photo, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let photo = photos::of(&mut tx, user).await?;
    photo.ok_or_else(ApiError::unknown_here)
}

fn photo(content: &Bytes) -> Result<Photo, ApiError> {
    let image = image::read(content)
        .ok_or_else(|| ApiError::bad_request("The body is neither a PNG nor a JPEG picture."))?;
    Ok(Photo {
        media_type: image.media_type.to_owned(),
        width: i64::from(image.width),
        height: i64::from(image.height),
        content: content.to_vec(),
    })
}

#[cfg(test)]
mod tests;
