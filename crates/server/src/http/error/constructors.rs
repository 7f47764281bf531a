//! The refusals by name. One line of the contract's error tables is one function here.

use axum::http::{HeaderValue, StatusCode, header};

use portico_graph::ErrorDetail;

use super::ApiError;

/// What the whole API has in common.
impl ApiError {
    /// 400: a body, query option, enum value or key that cannot be understood; `message` says where.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 400: the body is not well-formed JSON or not of the expected shape.
    pub fn malformed_body(message: impl Into<String>) -> Self {
        Self::bad_request(message).with_target("body")
    }

    /// 400: a system query option is wrong or not supported for this set. `option` is its name with the dollar sign.
    pub fn bad_query_option(option: &str, message: impl Into<String>) -> Self {
        Self::bad_request(message).with_target(option)
    }

    /// 401: no credentials, or credentials that are wrong, expired or revoked (alike on purpose).
    pub fn not_signed_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            "Access token is missing, expired or invalid.",
        )
        .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 403: the caller's permission or role does not reach this call.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 403: an application token where only a signed-in person may call.
    pub fn delegated_only() -> Self {
        Self::forbidden(
            "This call needs a signed-in user; application permissions do not reach it.",
        )
    }

    /// 403: the token's permissions do not include any of `needed`.
    pub fn scope_missing(needed: &[&str]) -> Self {
        Self::forbidden(format!(
            "The token must hold one of these permissions: {}.",
            needed.join(", ")
        ))
    }

    /// 403: a cookie write that does not prove it comes from our own pages.
    pub fn cross_site_write(message: &'static str) -> Self {
        Self::forbidden(message).with_inner_code("crossSiteRequestRefused")
    }

    /// 404: absent, or not visible to the caller. Both read alike.
    pub fn unknown_here() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            "The resource could not be found.",
        )
    }

    /// 404: no call of the API has this address.
    pub fn no_such_address() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            "No resource of this service has this address.",
        )
    }

    /// 405: the address exists, the verb does not.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "The method is not allowed on this resource.",
        )
    }

    /// 406: none of the accepted media types can be produced.
    pub fn not_acceptable() -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "NotAcceptable",
            "None of the accepted media types is available.",
        )
    }

    /// 409: somebody else was faster, or something still depends on it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Conflict", message)
    }

    /// 412: `If-Match` names an older version.
    pub fn precondition_failed() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "PreconditionFailed",
            "The resource was changed since it was read.",
        )
        .with_inner_code("resourceModified")
    }

    /// 413: the body is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLarge",
            format!("The request body may hold {limit} bytes."),
        )
    }

    /// 415: the body is not JSON.
    pub fn not_json() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            "The request body must be application/json in UTF-8.",
        )
    }

    /// 424: a part of a batch that this part depends on failed.
    pub fn failed_dependency() -> Self {
        Self::new(
            StatusCode::FAILED_DEPENDENCY,
            "FailedDependency",
            "A request this one depends on failed.",
        )
    }

    /// 500: our own fault. The cause is in the log beside the request id, never in the answer.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServerError",
            "The service failed to process the request.",
        )
    }

    /// 501: declared by the API, not offered by this server.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    /// 429: too many calls of one caller; the next may come after `seconds`.
    pub fn too_many_calls(seconds: u32) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            "The caller has made too many calls. Try again later.",
        )
        .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// 503: busy or shutting down; worth another try after `seconds`.
    pub fn busy(seconds: u32) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "ServiceUnavailable",
            "The service is busy. Try again later.",
        )
        .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }
}

/// Refusals of entitlement management (Graph contract: exact codes).
impl ApiError {
    /// 403: an approval that is unknown or not the caller's, which read alike.
    pub fn not_your_approval() -> Self {
        Self::forbidden("The caller is not an approver of this request.")
    }

    /// 409: another approver decided the stage; `who_and_when` goes to `error.details`.
    pub fn stage_already_decided(who_and_when: impl IntoIterator<Item = ErrorDetail>) -> Self {
        Self::conflict("The stage was already decided.").with_details(who_and_when)
    }

    /// 400: the target is outside the policy's scope, or the policy takes no requests.
    pub fn policy_requirements_not_met() -> Self {
        Self::refused(
            "PolicyRequirementsNotMet",
            "The request does not meet policy requirements.",
        )
    }

    /// 400: an undecided request for the same target and package exists.
    pub fn request_already_open() -> Self {
        Self::refused(
            "RequestAlreadyOpen",
            "An open request for this target and access package exists.",
        )
    }

    /// 400: a live assignment through the same policy exists.
    pub fn assignment_already_exists() -> Self {
        Self::refused(
            "AssignmentAlreadyExists",
            "The target already has an assignment through this policy.",
        )
    }

    /// 400: separation of duties; each detail's target is a conflicting package or group.
    pub fn incompatible_access(conflicts: impl IntoIterator<Item = ErrorDetail>) -> Self {
        Self::refused(
            "IncompatibleAccess",
            "The target holds access that is incompatible with this access package.",
        )
        .with_details(conflicts)
    }

    /// 400: required questions have no answer; each detail's target is a question id.
    pub fn answer_required(missing: impl IntoIterator<Item = ErrorDetail>) -> Self {
        Self::refused(
            "AnswerRequired",
            "The policy requires answers that are missing.",
        )
        .with_details(missing)
    }

    /// 400: answers do not fit their questions; each detail's target is a question id.
    pub fn answer_invalid(wrong: impl IntoIterator<Item = ErrorDetail>) -> Self {
        Self::refused("AnswerInvalid", "Some answers do not fit their questions.")
            .with_details(wrong)
    }

    /// 400: the policy asks requestors or approvers for a reason.
    pub fn justification_required() -> Self {
        Self::refused(
            "JustificationRequired",
            "The policy requires a justification.",
        )
        .with_target("justification")
    }

    /// 400: the policy gives no choice of period, or not this one.
    pub fn schedule_not_allowed(message: impl Into<String>) -> Self {
        Self::refused("ScheduleNotAllowed", message).with_target("schedule")
    }

    /// 400: the request is past the point where it can be cancelled.
    pub fn request_not_cancelable() -> Self {
        Self::refused(
            "RequestNotCancelable",
            "The request can no longer be cancelled.",
        )
    }

    /// 400: the request is not in a state that can be processed again.
    pub fn request_not_reprocessable() -> Self {
        Self::refused(
            "RequestNotReprocessable",
            "The request cannot be processed again.",
        )
    }

    /// 400: the origin system has no such resource.
    pub fn not_in_origin_system() -> Self {
        Self::refused(
            "ResourceNotFoundInOriginSystem",
            "The origin system has no such resource.",
        )
    }

    /// 400: the catalog has the resource already.
    pub fn already_onboarded() -> Self {
        Self::refused(
            "ResourceAlreadyOnboarded",
            "The resource is in the catalog already.",
        )
    }

    /// 400: a stage of the policy resolves to nobody, so a request could never be decided. `stage` counts from 0.
    pub fn nobody_can_decide(stage: usize) -> Self {
        Self::refused(
            "NobodyCanDecide",
            format!("Nobody can decide stage {} of this policy.", stage + 1),
        )
    }

    fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }
}
