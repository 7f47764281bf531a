//! A letter as a message of RFC 5322: the same bytes each time, so that one that is sent twice can be told by its id.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::address::{Address, AddressError};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::queue::Claimed;
use crate::notify::one_line;

/// The last moment that a `Date` can say: the end of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Why a letter cannot become a message.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// Nothing can be sent there.
    #[error("the address is not one: {0}")]
    Address(#[from] AddressError),
    /// The rest.
    #[error("it cannot be made a message: {0}")]
    Message(#[from] lettre::error::Error),
}

/// Makes it. `host` is what its id belongs to.
pub fn build(letter: &Claimed, from: &Mailbox, host: &str) -> Result<Message, Unsendable> {
    let address: Address = letter.to_address.parse()?;
    let name = letter
        .to_name
        .as_deref()
        .map(one_line)
        .filter(|name| !name.is_empty());
    let written = u64::try_from(letter.created.unix().clamp(0, LAST_SECOND)).unwrap_or_default();
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(one_line(&letter.subject))
        .date(UNIX_EPOCH + Duration::from_secs(written))
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        // RFC 3834: no answering machine answers it.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(language) = letter.language.as_deref().filter(|tag| is_language(tag)) {
        builder = builder.raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Content-Language"),
            language.to_owned(),
        ));
    }
    let both = MultiPart::alternative()
        .boundary(format!("portico-{}", letter.id))
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    Ok(builder.multipart(both)?)
}

fn is_language(tag: &str) -> bool {
    !tag.is_empty()
        && tag
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

#[cfg(test)]
mod tests {
    use portico_graph::time::Instant;

    use super::*;

    fn letter() -> Claimed {
        Claimed {
            id: "0b8f".to_owned(),
            to_address: "bo@harbour.example".to_owned(),
            to_name: Some("Bo Ødegård".to_owned()),
            subject: "Please decide: Værktøy".to_owned(),
            text: "Ana asks — please.\n\n.\nDecide: https://x.example\n".to_owned(),
            html: "<p>Ana asks — please.</p>".to_owned(),
            language: Some("en".to_owned()),
            created: Instant::from_unix(1_795_507_200),
            attempts: 1,
            since: Instant::from_unix(1_795_507_200),
            holder: "first".to_owned(),
        }
    }

    fn text(letter: &Claimed) -> String {
        let from = "Portico <access@harbour.example>".parse().unwrap();
        let message = build(letter, &from, "portico.harbour.example").unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    /// The lines of the message's own headers, unfolded.
    fn headers(message: &str) -> Vec<String> {
        let (head, _) = message.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ");
        unfolded.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn it_says_who_when_and_that_a_machine_wrote_it() {
        let message = text(&letter());
        let headers = headers(&message);
        for line in [
            "From: Portico <access@harbour.example>",
            "Date: Tue, 24 Nov 2026 08:00:00 +0000",
            "Message-ID: <0b8f@portico.harbour.example>",
            "Auto-Submitted: auto-generated",
            "Content-Language: en",
            "MIME-Version: 1.0",
        ] {
            assert!(headers.iter().any(|header| header == line), "{headers:?}");
        }
        assert!(message.is_ascii(), "{message}");
        assert!(message.contains("multipart/alternative"));
        let (plain, html) = (message.find("text/plain"), message.find("text/html"));
        assert!(plain.unwrap() < html.unwrap(), "the best form comes last");
    }

    #[test]
    fn the_same_letter_is_the_same_bytes() {
        let mut again = letter();
        again.attempts = 7;
        again.holder = "second".to_owned();
        assert_eq!(text(&letter()), text(&again));
    }

    #[test]
    fn nobody_types_a_header() {
        let clean = headers(&text(&letter())).len();
        for evil in [
            "x\r\nBcc: e@evil.example",
            "x\nBcc: e@evil.example",
            "x\rBcc:\0 e",
        ] {
            let mut letter = letter();
            letter.subject = evil.to_owned();
            letter.to_name = Some(evil.to_owned());
            letter.language = Some(evil.to_owned());
            let headers = headers(&text(&letter));
            // The language is left out, and nothing came in its place.
            assert_eq!(headers.len(), clean - 1, "{headers:?}");
            let names: Vec<_> = headers.iter().map(|line| line.split(':').next()).collect();
            assert!(!names.contains(&Some("Bcc")), "{headers:?}");
        }
        let mut quoted = letter();
        quoted.to_name = Some("Bo\" <e@evil.example>, \"".to_owned());
        let from = "access@harbour.example".parse().unwrap();
        let message = build(&quoted, &from, "h").unwrap();
        assert_eq!(message.envelope().to().len(), 1);
        assert_eq!(
            message.envelope().to()[0].as_ref() as &str,
            "bo@harbour.example"
        );
    }

    #[test]
    fn an_address_is_one_address() {
        for wrong in [
            "",
            "bo",
            "bo@harbour.example\r\nRCPT TO:<e@evil.example>",
            "bo@harbour.example, e@evil.example",
            "bo@harbour.example> NOTIFY=NEVER",
        ] {
            let mut letter = letter();
            letter.to_address = wrong.to_owned();
            let from = "access@harbour.example".parse().unwrap();
            let refused = build(&letter, &from, "h").unwrap_err();
            assert!(refused.to_string().contains("address"), "{refused}");
        }
    }

    #[test]
    fn what_people_typed_cannot_end_a_part() {
        let mut letter = letter();
        letter.text = "--portico\r\n--portico--\r\nContent-Type: text/html\r\n\r\n<b>".to_owned();
        let message = text(&letter);
        let parts = message.matches("\r\n--portico-0b8f").count();
        assert_eq!(parts, 3, "two parts and the end: {message}");
    }
}
