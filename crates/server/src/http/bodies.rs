//! Every body that some call takes, read as that call reads it, without a caller and without a database. For trials with bodies that
//! nobody would write.

use axum::http::HeaderMap;

use super::batch;
use super::body::JsonBody;
use super::error::ApiError;
use crate::api::{
    catalogs, create_request, decide_stage, extensions, organizations, packages, policies,
    resource_requests, resume, role_assignments, settings, subjects,
};
use crate::demo::{moving_clock, sign_in};
use crate::http::reference::Reference;

/// The body of one call.
pub struct Kind {
    /// The call.
    pub name: &'static str,
    /// Reads it: whether it is understood, or what the caller is told.
    pub read: fn(&JsonBody) -> Result<(), ApiError>,
}

/// An id that nothing has yet.
const NEW: &str = "00000000-0000-4000-8000-000000000000";

/// All of them.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "POST /v1.0/$batch",
        read: |body| {
            let parts = batch::read(body)?.requests;
            parts
                .iter()
                .try_for_each(|part| batch::request(part, &HeaderMap::new()).map(drop))
        },
    },
    Kind {
        name: "POST …/catalogs",
        read: |body| catalogs::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/catalogs/{id}",
        read: |body| catalogs::read(body).map(drop),
    },
    Kind {
        name: "POST …/customWorkflowExtensions",
        read: |body| extensions::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/customWorkflowExtensions/{id}",
        read: |body| extensions::read(body).map(drop),
    },
    Kind {
        name: "POST …/assignmentRequests/{id}/resume",
        read: |body| resume::read(body).map(drop),
    },
    Kind {
        name: "POST …/assignmentPolicies",
        read: |body| policies::read(body, NEW).map(drop),
    },
    Kind {
        name: "PUT …/assignmentPolicies/{id}",
        read: |body| policies::read(body, NEW).map(drop),
    },
    Kind {
        name: "POST …/assignmentPolicies/{id}/questions",
        read: |body| policies::below::trial(body).map(drop),
    },
    Kind {
        name: "PATCH …/assignmentPolicies/{id}/questions/{id}",
        read: |body| policies::below::trial(body).map(drop),
    },
    Kind {
        name: "POST …/accessPackages",
        read: |body| packages::administer::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/accessPackages/{id}",
        read: |body| packages::administer::read(body).map(drop),
    },
    Kind {
        name: "POST …/accessPackages/{id}/resourceRoleScopes",
        read: |body| packages::below::read(body).map(drop),
    },
    Kind {
        name: "POST …/connectedOrganizations",
        read: |body| organizations::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/connectedOrganizations/{id}",
        read: |body| organizations::read(body).map(drop),
    },
    Kind {
        name: "POST …/internalSponsors/$ref",
        read: |body| Reference::of_body(body).map(drop),
    },
    Kind {
        name: "POST …/resourceRequests",
        read: |body| resource_requests::read(body).map(drop),
    },
    Kind {
        name: "POST …/roleAssignments",
        read: |body| role_assignments::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/settings",
        read: |body| settings::read(body).map(drop),
    },
    Kind {
        name: "PUT …/controlConfigurations/{id}",
        read: |body| settings::read_control(body).map(drop),
    },
    Kind {
        name: "PATCH …/subjects/{id}",
        read: |body| subjects::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/subjects(objectId)",
        read: |body| subjects::read(body).map(drop),
    },
    Kind {
        name: "POST …/assignmentRequests",
        read: |body| create_request::body::read(body).map(drop),
    },
    Kind {
        name: "PATCH …/stages/{stage}",
        read: |body| decide_stage::read(body).map(drop),
    },
    Kind {
        name: "POST /demo/sign-in",
        read: |body| sign_in::read(body).map(drop),
    },
    Kind {
        name: "POST /demo/clock",
        read: |body| moving_clock::read(body).map(drop),
    },
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::KINDS;

    /// How a handler says that it takes a body.
    const TAKES: [&str; 2] = ["body: JsonBody,", "SignedOr { by, said }: SignedOr,"];

    /// How many handlers below a folder take a JSON body.
    fn handlers(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap();
        let count = |path: &Path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.lines()
                .map(str::trim)
                .filter(|line| TAKES.contains(line))
                .count()
        };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                if path.is_dir() {
                    handlers(&path)
                } else {
                    count(&path)
                }
            })
            .sum()
    }

    #[test]
    fn every_handler_that_takes_a_body_is_listed() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        // The batch is taken by the router and handed on: two places, one handler.
        assert_eq!(handlers(&sources), KINDS.len());
    }
}
