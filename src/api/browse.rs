//! The list of packages together with how I stand to each: one HTTP request.

use super::{
    ApiError, Call,
    batch::Part,
    endpoint::{Endpoint, RequestsOn},
    paging::Pages,
};
use portico_graph::{
    AccessPackage, Assignment, AssignmentRequest, AssignmentState, Collection, RequestState,
};

/// How many packages a page of the list holds, and how many of my own things are looked through.
const PAGE: u32 = 50;
const OWN: u32 = 200;

/// Packages as far as they were read, and what is mine.
#[derive(Debug, Clone, PartialEq)]
pub struct Browsed {
    pub packages: Pages<AccessPackage>,
    pub mine: Mine,
}

/// What is open to me or on its way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mine {
    pub assignments: Vec<Assignment>,
    pub requests: Vec<AssignmentRequest>,
}

/// Packages that I may ask for.
pub async fn browse(call: &Call, words: &str, area: Option<&str>) -> Result<Browsed, ApiError> {
    let packages = Endpoint::requestable_packages(words, area, PAGE);
    let [assignments, requests] = own();
    let mut answers = call
        .batch([Part::get(packages), assignments, requests])
        .await?;
    Ok(Browsed {
        packages: answers.take::<Collection<AccessPackage>>(0)?.into(),
        mine: Mine {
            assignments: answers.list(1)?,
            requests: answers.list(2)?,
        },
    })
}

/// The two reads of what is mine, for a batch.
pub fn own() -> [Part; 2] {
    [
        Endpoint::my_assignments(OWN),
        Endpoint::my_requests(RequestsOn::Target, None, OWN),
    ]
    .map(Part::get)
}

impl Mine {
    /// What I have of a package now, if anything.
    pub fn held(&self, package: &str) -> Option<&Assignment> {
        self.assignments
            .iter()
            .find(|one| is_of(one, package) && is_live(one))
    }

    /// My open request for a package, if there is one.
    pub fn asked(&self, package: &str) -> Option<&AssignmentRequest> {
        self.requests.iter().find(|one| {
            is_open(one)
                && one
                    .access_package
                    .as_ref()
                    .is_some_and(|asked| asked.id == package)
        })
    }
}

fn is_of(assignment: &Assignment, package: &str) -> bool {
    assignment
        .access_package
        .as_ref()
        .is_some_and(|held| held.id == package)
}

/// Whether the access is there now, at least in part.
pub fn is_live(assignment: &Assignment) -> bool {
    matches!(
        assignment.state,
        Some(AssignmentState::Delivered | AssignmentState::PartiallyDelivered)
    )
}

/// Whether something may still happen to the request by itself or by others.
pub fn is_open(request: &AssignmentRequest) -> bool {
    request.state.is_some_and(RequestState::is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_not_mine_any_more() {
        let package = || {
            Some(Box::new(AccessPackage {
                id: "p".into(),
                ..AccessPackage::default()
            }))
        };
        let assignment = |state| Assignment {
            access_package: package(),
            state: Some(state),
            ..Assignment::default()
        };
        let request = |state| AssignmentRequest {
            access_package: package(),
            state: Some(state),
            ..AssignmentRequest::default()
        };
        let mut mine = Mine {
            assignments: vec![assignment(AssignmentState::Expired)],
            requests: vec![
                request(RequestState::Denied),
                request(RequestState::Delivered),
            ],
        };
        assert!(mine.held("p").is_none() && mine.asked("p").is_none());
        mine.assignments
            .push(assignment(AssignmentState::Delivered));
        mine.requests.push(request(RequestState::PendingApproval));
        assert!(mine.held("p").is_some() && mine.asked("p").is_some());
        assert!(mine.held("q").is_none() && mine.asked("q").is_none());
    }
}
