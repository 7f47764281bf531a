//! Access that somebody holds, as whoever wants to change or end it needs to see it; and who may.

use portico_governance::eligibility::{self, Asker, Doing};
use portico_graph::time::Instant;
use portico_graph::{Answer, AssignmentPolicy, AssignmentState, RequestType, Subject};

use super::mandate::{Duty, Mandate};
use super::refusal::Refusal;
use super::{on_behalf, policies};
use crate::http::caller::Manager;
use crate::signin::person::Person;
use crate::store::{Sql, StoreError, Tx, subjects};

/// Who wants something of it.
#[derive(Debug, Clone)]
pub enum Asking<'a> {
    /// A person on their own account.
    Person(&'a Person),
    /// Whoever administers assignments.
    Manager(&'a Manager),
}

/// Which access is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// By its id.
    Id(String),
    /// What somebody holds of a package; the caller when nobody is named.
    Of {
        /// The package.
        package_id: String,
        /// Directory object of who holds it.
        target_object: Option<String>,
    },
}

/// An assignment with what rules ask about it.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Its id.
    pub id: String,
    /// Who holds it.
    pub target: Subject,
    /// The package.
    pub package_id: String,
    /// The package's name.
    pub package_name: String,
    /// When it ends, if ever.
    pub ends: Option<Instant>,
    /// The policy it was given under, as it is now.
    pub policy: AssignmentPolicy,
    catalog_id: String,
    state: AssignmentState,
}

impl Holding {
    /// The assignment with this id; one that was never given is none.
    pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Self>, StoreError> {
        let row = Sql::new(
            "SELECT a.id AS id, a.target_id AS target_id, a.package_id AS package_id, a.policy_id AS policy_id, \
               a.state AS state, a.ends_at AS ends_at, p.display_name AS package_name, p.catalog_id AS catalog_id \
             FROM assignments a JOIN packages p ON p.id = a.package_id WHERE a.id = $1 AND a.state <> 'reserved'",
        )
        .text(id)
        .fetch_optional(tx)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let broken = |what: &str| StoreError::Broken(format!("assignment {id} has no {what}"));
        let target = subjects::by_id(tx, &row.text("target_id")?).await?;
        let package_id = row.text("package_id")?;
        let policy_id = row.opt_text("policy_id")?;
        let policy = match &policy_id {
            Some(id) => policies::by_id(tx, id).await?,
            None => None,
        };
        Ok(Some(Self {
            id: row.text("id")?,
            target: target.ok_or_else(|| broken("target"))?,
            package_name: row.text("package_name")?,
            ends: row.opt_instant("ends_at")?,
            policy: policy.unwrap_or_default(),
            catalog_id: row.text("catalog_id")?,
            state: row.word("state")?,
            package_id,
        }))
    }

    /// The one that is meant, for somebody who may do this with it.
    ///
    /// # Errors
    /// [`Refusal::UnknownHere`] to whoever may not know of it, [`Refusal::PolicyRequirementsNotMet`] to whoever its policy does not let,
    /// [`Refusal::Bad`] when it has ended or was never given, [`Refusal::RequestAlreadyOpen`] while it is being given.
    pub async fn admit(
        tx: &mut Tx,
        asking: &Asking<'_>,
        which: &Which,
        doing: Doing,
    ) -> Result<Self, Refusal> {
        let id = which.find(tx, asking).await?;
        let holding = Self::load(tx, &id).await?.ok_or(Refusal::UnknownHere)?;
        match asking {
            Asking::Manager(manager) => {
                let mandate = Mandate::of(tx, manager).await?;
                mandate.allow_in(&holding.catalog_id, Duty::Assignments)?;
            }
            Asking::Person(person) => holding.allow(tx, person, doing).await?,
        }
        holding.check_held()?;
        Ok(holding)
    }

    /// Whether it is held now.
    ///
    /// # Errors
    /// [`Refusal::Bad`], or [`Refusal::RequestAlreadyOpen`] while it is being given.
    pub fn check_held(&self) -> Result<(), Refusal> {
        match self.state {
            AssignmentState::Delivered | AssignmentState::PartiallyDelivered => Ok(()),
            AssignmentState::Delivering => Err(Refusal::RequestAlreadyOpen(String::new())),
            _ => Err(Refusal::Bad(
                "The assignment is not held any more.".to_owned(),
            )),
        }
    }

    async fn allow(&self, tx: &mut Tx, person: &Person, doing: Doing) -> Result<(), Refusal> {
        let is_mine = self.target.id == person.subject_id;
        let asker = if is_mine {
            Asker::Target
        } else if on_behalf::holds(tx, &self.policy, person, &self.target).await? {
            Asker::OnBehalf
        } else {
            return Err(Refusal::UnknownHere);
        };
        if eligibility::lets_do(&self.policy, asker, doing) {
            Ok(())
        } else if is_mine {
            Err(Refusal::PolicyRequirementsNotMet)
        } else {
            Err(Refusal::UnknownHere)
        }
    }

    /// The answers that stand: those of the newest request for it that came through.
    pub async fn answers(&self, tx: &mut Tx) -> Result<Vec<Answer>, StoreError> {
        answers_before(tx, &self.id, "").await
    }
}

/// The answers that stood before a request changed them.
pub async fn answers_before(
    tx: &mut Tx,
    assignment: &str,
    request: &str,
) -> Result<Vec<Answer>, StoreError> {
    let row = Sql::new(
        "SELECT answers FROM requests WHERE assignment_id = $1 AND state NOT IN ('denied', 'canceled') \
           AND request_type NOT IN ($2, $3, $4, $5) AND id <> $6 ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .text(assignment)
    .text(RequestType::UserRemove.as_str())
    .text(RequestType::AdminRemove.as_str())
    .text(RequestType::ApproverRemove.as_str())
    .text(RequestType::SystemRemove.as_str())
    .text(request)
    .fetch_optional(tx)
    .await?;
    row.map_or(Ok(Vec::new()), |row| row.json("answers"))
}

impl Which {
    async fn find(&self, tx: &mut Tx, asking: &Asking<'_>) -> Result<String, Refusal> {
        let (package_id, target_object) = match self {
            Self::Id(id) => return Ok(id.clone()),
            Self::Of {
                package_id,
                target_object,
            } => (package_id, target_object),
        };
        let subject = match (target_object, asking) {
            (Some(object), _) => subjects::by_object(tx, object).await?.map(|found| found.id),
            (None, Asking::Person(person)) => Some(person.subject_id.clone()),
            (None, Asking::Manager(_)) => None,
        };
        let row = Sql::new(
            "SELECT id FROM assignments WHERE target_id = $1 AND package_id = $2 \
               AND state IN ('delivering', 'partiallyDelivered', 'delivered')",
        )
        .text(subject.ok_or(Refusal::UnknownHere)?)
        .text(package_id)
        .fetch_optional(tx)
        .await?;
        Ok(row.ok_or(Refusal::UnknownHere)?.text("id")?)
    }
}

/// The subject of whoever asks: the person, or the application.
///
/// # Errors
/// [`Refusal::Forbidden`] for an application that is not in the directory: what it does could be told of nobody.
pub async fn subject_of(tx: &mut Tx, asking: &Asking<'_>, at: Instant) -> Result<Subject, Refusal> {
    use crate::http::caller::Caller;
    let own = |id: &str| id.to_owned();
    let subject_id = match asking {
        Asking::Person(person) => own(&person.subject_id),
        Asking::Manager(manager) => match manager.caller() {
            Caller::Person(person, _) => own(&person.subject_id),
            Caller::Application(id, _) => {
                let subject = subjects::of_object(tx, id, at).await?;
                return subject.ok_or(Refusal::Forbidden(
                    "The application is not in the directory.",
                ));
            }
        },
    };
    let subject = subjects::by_id(tx, &subject_id).await?;
    subject.ok_or(Refusal::UnknownHere)
}
