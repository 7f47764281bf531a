//! Photos of people.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use portico_graph::time::Instant;

use super::{Sql, StoreError, Tx};

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// The file.
    pub content: Vec<u8>,
}

/// Somebody's photo.
pub async fn of(tx: &mut Tx, user: &str) -> Result<Option<Photo>, StoreError> {
    let row = Sql::new("SELECT media_type, width, height, content FROM photos WHERE user_id = $1")
        .text(user)
        .fetch_optional(tx)
        .await?;
    row.map(|row| {
        let content = BASE64_STANDARD.decode(row.text("content")?);
        Ok(Photo {
            media_type: row.text("media_type")?,
            width: row.int("width")?,
            height: row.int("height")?,
            content: content.map_err(|_| StoreError::Broken("a photo is no base64".to_owned()))?,
        })
    })
    .transpose()
}

/// Writes it over the one that was there.
pub async fn put(tx: &mut Tx, user: &str, photo: &Photo, at: Instant) -> Result<(), StoreError> {
    Sql::new(
        "INSERT INTO photos (user_id, media_type, width, height, content, modified_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (user_id) DO UPDATE SET media_type = excluded.media_type, width = excluded.width, \
           height = excluded.height, content = excluded.content, modified_at = excluded.modified_at",
    )
    .text(user)
    .text(&photo.media_type)
    .int(photo.width)
    .int(photo.height)
    .text(BASE64_STANDARD.encode(&photo.content))
    .instant(at)
    .execute(tx)
    .await
    .map(drop)
}

/// Takes it away; whether there was one.
pub async fn delete(tx: &mut Tx, user: &str) -> Result<bool, StoreError> {
    let deleted = Sql::new("DELETE FROM photos WHERE user_id = $1")
        .text(user)
        .execute(tx)
        .await?;
    Ok(deleted > 0)
}
