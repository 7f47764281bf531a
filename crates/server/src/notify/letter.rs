//! One letter from its template.

use std::fmt::Write as _;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use portico_governance::effect::Notice;

const LAYOUT: &str = include_str!("letters/letter.html");

/// A letter ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// The letter as plain text, with the link at its end.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// What a letter may speak of. Everything is text as people typed it; moments are in the reader's zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Who reads it.
    pub recipient: String,
    /// Who asked.
    pub requestor: String,
    /// Who gets the access.
    pub target: String,
    /// The package.
    pub package: String,
    /// The requestor's reason.
    pub justification: Option<String>,
    /// Until when the stage waits.
    pub due: Option<String>,
    /// Which stage, from 1.
    pub stage_number: usize,
    /// How many stages.
    pub stage_count: usize,
    /// Who decided, when the reader may know.
    pub decider: Option<String>,
    /// The decider's words.
    pub words: Option<String>,
    /// When the access opens, if it does later.
    pub start: Option<String>,
    /// When the access ends, if it does.
    pub end: Option<String>,
    /// The organisation.
    pub organization: String,
    /// The page to open.
    pub link: String,
}

impl Matter {
    /// By the names that templates use.
    fn told(&self) -> minijinja::Value {
        context! {
            recipient => self.recipient.clone(),
            requestor => self.requestor.clone(),
            target => self.target.clone(),
            package => self.package.clone(),
            justification => self.justification.clone(),
            due => self.due.clone(),
            stage_number => self.stage_number,
            stage_count => self.stage_count,
            decider => self.decider.clone(),
            words => self.words.clone(),
            start => self.start.clone(),
            end => self.end.clone(),
            organization => self.organization.clone(),
            link => self.link.clone(),
        }
    }
}

/// Which template a notice uses, and what its link says.
const fn template(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::ApproversAsked { .. } => (include_str!("letters/en/asked.txt"), "Decide"),
        Notice::ApproversJoined { .. } => (include_str!("letters/en/joined.txt"), "Decide"),
        Notice::Approved => (include_str!("letters/en/approved.txt"), "See the request"),
        Notice::Denied { .. } => (include_str!("letters/en/denied.txt"), "See the request"),
        Notice::TimedOut { .. } => (include_str!("letters/en/timed_out.txt"), "See the request"),
        Notice::TurnedAway => (
            include_str!("letters/en/turned_away.txt"),
            "See the request",
        ),
        Notice::Delivered => (include_str!("letters/en/delivered.txt"), "See your access"),
        Notice::PartiallyDelivered => (
            include_str!("letters/en/partially_delivered.txt"),
            "See the request",
        ),
        Notice::DeliveryFailed => (
            include_str!("letters/en/delivery_failed.txt"),
            "See the request",
        ),
        Notice::Canceled => (
            include_str!("letters/en/canceled.txt"),
            "See what waits for you",
        ),
        Notice::Changed => (include_str!("letters/en/changed.txt"), "See your access"),
        Notice::EndsSoon => (include_str!("letters/en/ends_soon.txt"), "See your access"),
        Notice::Ended => (include_str!("letters/en/ended.txt"), "See your access"),
    }
}

/// Writes the letter.
///
/// # Errors
/// A template that does not fit its matter: a fault of the program.
pub fn render(notice: Notice, matter: &Matter) -> Result<Letter, minijinja::Error> {
    let (source, link_text) = template(notice);
    let mut words = Environment::new();
    words.set_undefined_behavior(UndefinedBehavior::Strict);
    words.set_auto_escape_callback(|_| AutoEscape::None);
    let written = words.render_str(source, matter.told())?;
    let mut parts = written
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let subject = one_line(parts.next().unwrap_or_default());
    let paragraphs: Vec<String> = parts.map(str::to_owned).collect();
    let mut text = paragraphs.join("\n\n");
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        "\n\n{link_text}: {}\n\n{}\n",
        matter.link, matter.organization
    );
    let mut page = Environment::new();
    page.set_auto_escape_callback(|_| AutoEscape::Html);
    let html = page.render_str(
        LAYOUT,
        context! {
            language => "en",
            subject => subject.clone(),
            paragraphs => paragraphs,
            link => matter.link.clone(),
            link_text => link_text,
            organization => matter.organization.clone(),
        },
    )?;
    Ok(Letter {
        subject,
        text,
        html,
    })
}

/// What stands in a header, such as a subject: what people typed cannot start another one.
pub fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matter() -> Matter {
        Matter {
            recipient: "Bo".to_owned(),
            requestor: "Ana <b>".to_owned(),
            target: "Ana <b>".to_owned(),
            package: "Tools\r\nBcc: x@y.example".to_owned(),
            justification: Some("<script>alert(1)</script>\n\nAnd so on".to_owned()),
            due: Some("Friday 27 November 2026, 17:00 (UTC)".to_owned()),
            stage_number: 1,
            stage_count: 2,
            organization: "Harbour".to_owned(),
            link: "https://portico.example/approvals/1".to_owned(),
            ..Matter::default()
        }
    }

    const ALL: [Notice; 13] = [
        Notice::ApproversAsked { stage: 0 },
        Notice::ApproversJoined { stage: 0 },
        Notice::Approved,
        Notice::Denied { stage: 0 },
        Notice::TimedOut { stage: 0 },
        Notice::TurnedAway,
        Notice::Delivered,
        Notice::PartiallyDelivered,
        Notice::DeliveryFailed,
        Notice::Canceled,
        Notice::Changed,
        Notice::EndsSoon,
        Notice::Ended,
    ];

    #[test]
    fn every_letter_can_be_written() {
        for notice in ALL {
            let letter = render(notice, &matter()).unwrap();
            assert!(letter.subject.contains("Tools"), "{notice:?}");
            assert!(letter.text.contains("https://portico.example/approvals/1"));
            assert!(letter.html.contains("<h1>"), "{notice:?}");
        }
    }

    #[test]
    fn text_stays_text() {
        let letter = render(Notice::ApproversAsked { stage: 0 }, &matter()).unwrap();
        assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
        assert!(letter.text.contains("<script>alert(1)</script>"));
        assert!(!letter.html.contains("<script"), "{}", letter.html);
        assert!(letter.html.contains("&lt;script&gt;"));
        assert!(letter.html.contains("Ana &lt;b&gt;"));
    }
}
