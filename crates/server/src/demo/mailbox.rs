//! `GET /demo/mail`: everybody's mail, newest first. A page for people, an array for programs.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};
use portico_graph::time::Instant;
use serde::Serialize;

use crate::http::App;
use crate::http::error::ApiError;
use crate::store::{Row, Sql, StoreError};

/// How many are shown.
const SHOWN: i64 = 500;
const PAGE: &str = include_str!("mailbox/page.html");
const STYLE: &str = include_str!("mailbox/page.css");

/// One letter.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Letter {
    to: String,
    subject: String,
    text: String,
    html: String,
    sent_date_time: Option<Instant>,
}

/// The mailbox. Answers JSON to whom asks for it and not for HTML.
pub async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let mut tx = app.store.begin_read().await?;
    let rows = Sql::new(
        "SELECT to_address, subject, body_text, body_html, sent_at, created_at FROM mail \
         ORDER BY position DESC LIMIT $1",
    )
    .int(SHOWN)
    .fetch_all(&mut tx)
    .await?;
    let letters = rows.iter().map(letter).collect::<Result<Vec<_>, _>>()?;
    if wants_json(&headers) {
        return Ok(Json(letters).into_response());
    }
    let sends = app.demo.as_ref().is_some_and(|demo| demo.sends_mail);
    page(&letters, sends)
        .map(IntoResponse::into_response)
        .map_err(|cause| {
            tracing::error!(%cause, "the mailbox page failed");
            ApiError::internal()
        })
}

/// `GET /demo/mail.css`
pub async fn style() -> impl IntoResponse {
    let media = HeaderValue::from_static("text/css; charset=utf-8");
    ([(header::CONTENT_TYPE, media)], STYLE)
}

fn letter(row: &Row) -> Result<Letter, StoreError> {
    Ok(Letter {
        to: row.text("to_address")?,
        subject: row.text("subject")?,
        text: row.text("body_text")?,
        html: row.text("body_html")?,
        sent_date_time: row.opt_instant("sent_at")?,
    })
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// Shows the plain text of each letter; nothing of a letter becomes markup.
fn page(letters: &[Letter], sends: bool) -> Result<Html<String>, minijinja::Error> {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = pages.template_from_named_str("page.html", PAGE)?;
    page.render(context! { letters => Serde(letters), sends })
        .map(Html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_text_and_never_markup() {
        let letter = Letter {
            to: "ana@harbour.example".into(),
            subject: "<script>alert(1)</script>".into(),
            text: "</pre><img src=x>".into(),
            html: "<b>unused</b>".into(),
            sent_date_time: None,
        };
        let Html(page) = page(&[letter], false).unwrap();
        assert!(page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains("<b>"));
    }

    #[test]
    fn it_says_whether_letters_leave() {
        let shown = |sends| page(&[], sends).unwrap().0;
        assert!(shown(false).contains("Nothing leaves this machine"));
        assert!(!shown(true).contains("Nothing leaves this machine"));
    }

    #[test]
    fn programs_get_json_and_browsers_a_page() {
        let asks = |accept| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            wants_json(&headers)
        };
        assert!(asks("application/json"));
        assert!(!asks("text/html,application/json;q=0.9"));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
