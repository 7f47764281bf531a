//! Everything that concerns me, as one HTTP request; how it stands is a second one beside it.

use super::{
    ApiError, Call,
    batch::Part,
    browse::{self, Mine},
    endpoint::{Endpoint, RequestsOn},
    requests,
};
use futures_util::future::join;
use portico_graph::portico::{Capability, Progress};
use portico_graph::{AssignmentRequest, stage_status};

/// How many waiting decisions are read; beyond that the list of approvals is the place.
const DECISIONS: u32 = 20;

/// What waits for me, what is on its way, what is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Home {
    /// Requests that I may decide now.
    pub decisions: Vec<AssignmentRequest>,
    pub mine: Mine,
    /// How my requests and those that wait for me stand; empty where the back end has no word for it.
    pub progress: Vec<Progress>,
}

/// Reads it all.
pub async fn home(call: &Call) -> Result<Home, ApiError> {
    let [assignments, own] = browse::own();
    let waiting = Endpoint::my_requests(
        RequestsOn::Approver,
        Some("state eq 'pendingApproval'"),
        DECISIONS,
    );
    let told = async {
        if call.session().can(Capability::Progress) {
            requests::progress(call, &[RequestsOn::Target, RequestsOn::Approver]).await
        } else {
            Ok(Vec::new())
        }
    };
    let (answers, told) = join(call.batch([Part::get(waiting), assignments, own]), told).await;
    let (mut answers, progress) = (answers?, told?);
    let mut decisions: Vec<AssignmentRequest> = answers.list(0)?;
    decisions.retain(|request| is_mine_to_decide(&request.id, &progress));
    let mine = Mine {
        assignments: answers.list(1)?,
        requests: answers.list(2)?,
    };
    Ok(Home {
        decisions,
        mine,
        progress,
    })
}

impl Home {
    /// How a request stands, as far as it is told.
    pub fn progress_of(&self, request: &str) -> Option<&Progress> {
        self.progress.iter().find(|one| one.request_id == request)
    }
}

/// Whether the stage that runs is mine. Where nobody tells, the list of what waits for me is believed.
fn is_mine_to_decide(request: &str, progress: &[Progress]) -> bool {
    let told = progress.iter().find(|one| one.request_id == request);
    told.is_none_or(|told| {
        told.stages
            .iter()
            .any(|stage| stage.assigned_to_me && stage.status == stage_status::IN_PROGRESS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_graph::portico::ProgressStage;

    #[test]
    fn a_later_stage_of_mine_does_not_wait_for_me_yet() {
        let stage = |mine, status: &str| ProgressStage {
            assigned_to_me: mine,
            status: status.into(),
            ..ProgressStage::default()
        };
        let progress = |stages| Progress {
            request_id: "r".into(),
            stages,
            ..Progress::default()
        };
        let others = progress(vec![
            stage(false, stage_status::IN_PROGRESS),
            stage(true, stage_status::INITIALIZING),
        ]);
        let mine = progress(vec![
            stage(false, stage_status::COMPLETED),
            stage(true, stage_status::IN_PROGRESS),
        ]);
        assert!(!is_mine_to_decide("r", &[others]));
        assert!(is_mine_to_decide("r", &[mine]));
        assert!(is_mine_to_decide("untold", &[]));
    }
}
