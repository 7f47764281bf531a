//! The end of access that is held (Graph contract: userRemove, adminRemove, approverRemove). Nobody decides about it.

use portico_governance::eligibility::Doing;
use portico_graph::{AssignmentRequest, RequestType, Subject, review_result};

use super::act::Act;
use super::case::Purpose;
use super::holding::{Asking, Holding, Which, subject_of};
use super::new_rows::NewRequest;
use super::refusal::Refusal;
use super::{candidate, submission};
use crate::signin::person::Person;
use crate::store::{Sql, Tx};

/// What is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Which access.
    pub which: Which,
    /// The reason.
    pub justification: Option<String>,
}

/// Sends a request for the end of the access.
///
/// # Errors
/// As [`Holding::admit`].
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    asking: &Asking<'_>,
    removal: Removal,
) -> Result<AssignmentRequest, Refusal> {
    let holding = Holding::admit(tx, asking, &removal.which, Doing::End).await?;
    let kind = match asking {
        Asking::Person(_) => RequestType::UserRemove,
        Asking::Manager(_) => RequestType::AdminRemove,
    };
    send(tx, act, asking, (kind, holding), removal.justification).await
}

/// Sends it for somebody who once approved the access.
///
/// # Errors
/// [`Refusal::UnknownHere`] to whoever did not, [`Refusal::Bad`] when it is not held any more.
pub async fn by_approver(
    tx: &mut Tx,
    act: &Act,
    approver: &Person,
    removal: Removal,
) -> Result<AssignmentRequest, Refusal> {
    let Which::Id(id) = &removal.which else {
        return Err(Refusal::Bad("The assignment's id is missing.".to_owned()));
    };
    let decided = Sql::new(
        "SELECT t.id AS id FROM request_stages t JOIN requests q ON q.id = t.request_id \
         WHERE q.assignment_id = $1 AND t.reviewed_by_id = $2 AND t.review_result = $3 LIMIT 1",
    )
    .text(id)
    .text(&approver.subject_id)
    .text(review_result::APPROVED)
    .fetch_optional(tx)
    .await?;
    let holding = match decided {
        Some(_) => Holding::load(tx, id).await?,
        None => None,
    };
    let holding = holding.ok_or(Refusal::UnknownHere)?;
    holding.check_held()?;
    let kind = RequestType::ApproverRemove;
    let asking = Asking::Person(approver);
    send(tx, act, &asking, (kind, holding), removal.justification).await
}

async fn send(
    tx: &mut Tx,
    act: &Act,
    asking: &Asking<'_>,
    (request_type, holding): (RequestType, Holding),
    justification: Option<String>,
) -> Result<AssignmentRequest, Refusal> {
    let justification = submission::reason(justification);
    submission::check_length(justification.as_deref().unwrap_or_default())?;
    let creator = subject_of(tx, asking, act.now).await?;
    let requestor = match asking {
        Asking::Person(_) => creator.clone(),
        Asking::Manager(_) => holding.target.clone(),
    };
    write(
        tx,
        act,
        (request_type, holding),
        (requestor, creator),
        justification,
    )
    .await
}

/// Sends it on nobody's wish: the rules say that it ends.
///
/// # Errors
/// [`Refusal::RequestAlreadyOpen`] while another request for it is open.
pub async fn by_service(tx: &mut Tx, act: &Act, holding: Holding) -> Result<(), Refusal> {
    let open = candidate::open_request(tx, &holding.target.id, &holding.package_id).await?;
    if let Some(open) = open {
        return Err(Refusal::RequestAlreadyOpen(open));
    }
    let parties = (holding.target.clone(), holding.target.clone());
    write(tx, act, (RequestType::SystemRemove, holding), parties, None).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    (request_type, holding): (RequestType, Holding),
    (requestor, creator): (Subject, Subject),
    justification: Option<String>,
) -> Result<AssignmentRequest, Refusal> {
    let new = NewRequest {
        id: act.ids.guid(),
        assignment_id: holding.id,
        request_type,
        purpose: Purpose::Remove,
        requestor,
        creator,
        target: holding.target,
        package_id: holding.package_id,
        policy: holding.policy,
        justification,
        schedule: None,
        answers: Vec::new(),
        start: None,
        bypasses_approval: true,
    };
    submission::send(tx, act, new, Vec::new(), holding.package_name).await
}
