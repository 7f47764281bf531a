//! Writes the letters of a notice into the outgoing mail, one a reader. Who reads is found out now, not when the notice was made.

use std::collections::BTreeMap;

use portico_governance::approvers;
use portico_governance::effect::Notice;
use portico_graph::time::Instant;
use portico_graph::{Subject, review_result, stage_status};

use super::{Matter, moment, render};
use crate::operations::act::Act;
use crate::operations::case::{Case, Stage};
use crate::operations::facts::Facts;
use crate::operations::visibility;
use crate::store::{Sql, StoreError, Tx, meta, users};

/// Somebody to write to.
struct Reader {
    name: String,
    address: String,
    zone: Option<String>,
}

/// Writes them. `job` makes each letter one that is written once.
pub async fn write(
    tx: &mut Tx,
    act: &Act,
    request: &str,
    job: &str,
    notice: Notice,
    base: &str,
) -> Result<(), StoreError> {
    let Some(case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    let readers = readers(tx, &case, notice).await?;
    if readers.is_empty() {
        return Ok(());
    }
    let facts = Shared::read(tx, &case, notice, base).await?;
    for reader in readers.into_values() {
        let letter = render(notice, &facts.matter(&case, &reader, notice))
            .map_err(|problem| StoreError::Broken(format!("a letter: {problem}")))?;
        Sql::new(
            "INSERT INTO mail (id, dedupe_key, to_address, to_name, subject, body_text, body_html, language, request_id, \
               state, created_at, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'en', $8, 'waiting', $9, NULL) \
             ON CONFLICT (dedupe_key) DO NOTHING",
        )
        .text(act.ids.guid())
        .text(format!("{job} {}", reader.address))
        .text(&reader.address)
        .text(&reader.name)
        .text(letter.subject)
        .text(letter.text)
        .text(letter.html)
        .text(&case.id)
        .instant(act.now)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Who reads it, by address.
async fn readers(
    tx: &mut Tx,
    case: &Case,
    notice: Notice,
) -> Result<BTreeMap<String, Reader>, StoreError> {
    let mut readers = BTreeMap::new();
    match notice {
        Notice::ApproversAsked { stage } | Notice::ApproversJoined { stage } => {
            let waiting = case
                .stages
                .get(stage)
                .filter(|stage| stage.status == stage_status::IN_PROGRESS);
            if let Some(stage) = waiting {
                let joined_only = matches!(notice, Notice::ApproversJoined { .. });
                add_approvers(tx, case, stage, joined_only, &mut readers).await?;
            }
        }
        Notice::Canceled => {
            let left = case.stages.iter().find(|stage| {
                stage.started.is_some() && stage.review_result == review_result::NOT_REVIEWED
            });
            if let Some(stage) = left {
                add_approvers(tx, case, stage, false, &mut readers).await?;
            }
        }
        Notice::Approved | Notice::Denied { .. } | Notice::TimedOut { .. } | Notice::TurnedAway => {
            add_subject(tx, &case.requestor, &mut readers).await?;
            add_subject(tx, &case.target, &mut readers).await?;
        }
        Notice::Delivered
        | Notice::PartiallyDelivered
        | Notice::DeliveryFailed
        | Notice::Changed
        | Notice::EndsSoon
        | Notice::Ended => {
            let silent = case
                .policy
                .notification_settings
                .as_ref()
                .is_some_and(|settings| settings.is_assignment_notification_disabled);
            if !silent {
                add_subject(tx, &case.target, &mut readers).await?;
            }
        }
    }
    Ok(readers)
}

async fn add_approvers(
    tx: &mut Tx,
    case: &Case,
    stage: &Stage,
    joined_only: bool,
    readers: &mut BTreeMap<String, Reader>,
) -> Result<(), StoreError> {
    let panel = case.panel(tx, &mut Facts::default(), stage).await?;
    for approver in panel.approvers() {
        if approver.escalation || !joined_only {
            add_user(tx, &approver.user, readers).await?;
        }
    }
    Ok(())
}

async fn add_subject(
    tx: &mut Tx,
    subject: &Subject,
    readers: &mut BTreeMap<String, Reader>,
) -> Result<(), StoreError> {
    if let Some(user) = &subject.object_id {
        return add_user(tx, user, readers).await;
    }
    if let Some(address) = subject.email.clone() {
        let name = subject.display_name.clone().unwrap_or_default();
        let zone = None;
        readers.insert(
            address.clone(),
            Reader {
                name,
                address,
                zone,
            },
        );
    }
    Ok(())
}

async fn add_user(
    tx: &mut Tx,
    id: &str,
    readers: &mut BTreeMap<String, Reader>,
) -> Result<(), StoreError> {
    if let Some(user) = users::by_id(tx, id).await?
        && let Some(address) = user.mail
    {
        let reader = Reader {
            name: user.display_name,
            address: address.clone(),
            zone: user.time_zone,
        };
        readers.insert(address, reader);
    }
    Ok(())
}

/// What all letters of one notice say alike.
struct Shared {
    organization: String,
    link: String,
    due: Option<Instant>,
    start: Option<Instant>,
    end: Option<Instant>,
    decider: Option<String>,
    words: Option<String>,
    place: usize,
}

impl Shared {
    async fn read(
        tx: &mut Tx,
        case: &Case,
        notice: Notice,
        base: &str,
    ) -> Result<Self, StoreError> {
        let organization = meta::get(tx, meta::name::ORGANIZATION).await?;
        let place = match notice {
            Notice::ApproversAsked { stage }
            | Notice::ApproversJoined { stage }
            | Notice::Denied { stage }
            | Notice::TimedOut { stage } => stage,
            _ => 0,
        };
        let stage = case.stages.get(place);
        let mut decider = None;
        if let (Notice::Denied { .. }, Some(stage)) = (notice, stage) {
            let shown = visibility::shown_to(tx, &case.requestor).await?;
            if approvers::visible(&stage.settings, shown) {
                decider = stage.review.as_ref().map(|review| review.name.clone());
            }
        }
        let dates = Sql::new("SELECT ends_at FROM assignments WHERE id = $1")
            .text(&case.assignment_id)
            .fetch_optional(tx)
            .await?;
        let end = match dates {
            Some(row) => row.opt_instant("ends_at")?,
            None => None,
        };
        let start = case.window().ok().and_then(|window| window.start);
        Ok(Self {
            organization: organization.unwrap_or_else(|| "Portico".to_owned()),
            link: format!("{base}{}", path(case, notice)),
            due: stage.and_then(|stage| stage.due),
            start,
            end,
            decider,
            words: stage.map(|stage| stage.justification.clone()),
            place,
        })
    }

    fn matter(&self, case: &Case, reader: &Reader, notice: Notice) -> Matter {
        let zone = reader.zone.as_deref();
        let said = |words: Option<&String>| {
            words
                .map(|words| one_paragraph(words))
                .filter(|words| !words.is_empty())
        };
        let name = |subject: &Subject| subject.display_name.clone().unwrap_or_default();
        let approved = matches!(notice, Notice::Approved);
        let start = self.start.filter(|_| approved && is_scheduled(case));
        Matter {
            recipient: reader.name.clone(),
            requestor: name(&case.requestor),
            target: name(&case.target),
            package: case.package_name.clone(),
            justification: said(case.justification.as_ref()),
            due: self.due.map(|at| moment(at, zone)),
            stage_number: self.place + 1,
            stage_count: case.stages.len(),
            decider: self.decider.clone(),
            words: said(self.words.as_ref()),
            start: start.map(|at| moment(at, zone)),
            end: self.end.map(|at| moment(at, zone)),
            organization: self.organization.clone(),
            link: self.link.clone(),
        }
    }
}

fn is_scheduled(case: &Case) -> bool {
    matches!(
        case.state,
        portico_governance::request::State::Scheduled { .. }
    )
}

/// The page a letter opens.
fn path(case: &Case, notice: Notice) -> String {
    match notice {
        Notice::ApproversAsked { .. } | Notice::ApproversJoined { .. } => {
            format!("/approvals/{}", case.id)
        }
        Notice::Canceled => "/approvals".to_owned(),
        Notice::Delivered | Notice::Changed | Notice::EndsSoon | Notice::Ended => {
            format!("/access/{}", case.assignment_id)
        }
        _ => format!("/requests/{}", case.id),
    }
}

/// What people typed stays one paragraph: it cannot look like ours.
fn one_paragraph(words: &str) -> String {
    words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
