//! Every call of the Graph API that this server takes, a line each.

/// One call.
pub(super) struct Call {
    /// In capitals.
    pub method: &'static str,
    /// Its address; `EM/` and `RM/` stand for the roots of entitlement management and of roles over it.
    pub path: &'static str,
    pub body: Body,
    pub answer: Answer,
}

/// What it takes.
pub(super) enum Body {
    None,
    /// An entity of a type.
    Entity(&'static str),
    /// A reference to an entity.
    Reference,
    /// What an extension answers.
    Resume,
    /// A new request, with members that the metadata does not declare.
    Request,
    Batch,
}

/// What it answers when all is well.
pub(super) enum Answer {
    /// 200 with a page of entities.
    List(&'static str),
    /// 200 with an entity or value.
    One(&'static str),
    /// 200 with a number as text.
    Number,
    /// 201 with the entity.
    Made(&'static str),
    /// Another status with the entity.
    Changed(u16, &'static str),
    /// A status without a body.
    Nothing(u16),
}

impl Answer {
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::List(_) | Self::One(_) | Self::Number => 200,
            Self::Made(_) => 201,
            Self::Changed(status, _) | Self::Nothing(status) => *status,
        }
    }
}

const fn list(path: &'static str, kind: &'static str) -> Call {
    call("GET", path, Body::None, Answer::List(kind))
}

const fn one(path: &'static str, kind: &'static str) -> Call {
    call("GET", path, Body::None, Answer::One(kind))
}

const fn number(path: &'static str) -> Call {
    call("GET", path, Body::None, Answer::Number)
}

const fn make(path: &'static str, kind: &'static str) -> Call {
    call("POST", path, Body::Entity(kind), Answer::Made(kind))
}

const fn change(path: &'static str, kind: &'static str) -> Call {
    call("PATCH", path, Body::Entity(kind), Answer::Nothing(204))
}

const fn delete(path: &'static str) -> Call {
    call("DELETE", path, Body::None, Answer::Nothing(204))
}

const fn act(path: &'static str, status: u16) -> Call {
    call("POST", path, Body::None, Answer::Nothing(status))
}

const fn refer(path: &'static str) -> Call {
    call("POST", path, Body::Reference, Answer::Nothing(204))
}

const fn call(method: &'static str, path: &'static str, body: Body, answer: Answer) -> Call {
    Call {
        method,
        path,
        body,
        answer,
    }
}

const PACKAGE: &str = "accessPackage";
const AVAILABLE: &str = "availableAccessPackage";
const ROLE_SCOPE: &str = "accessPackageResourceRoleScope";
const POLICY: &str = "accessPackageAssignmentPolicy";
const REQUEST: &str = "accessPackageAssignmentRequest";
const ASSIGNMENT: &str = "accessPackageAssignment";
const CATALOG: &str = "accessPackageCatalog";
const QUESTION: &str = "accessPackageQuestion";
const STAGE_SETTING: &str = "customExtensionStageSetting";
const EXTENSION: &str = "customCalloutExtension";
const RESOURCE: &str = "accessPackageResource";
const RESOURCE_REQUEST: &str = "accessPackageResourceRequest";
const ORGANIZATION: &str = "connectedOrganization";
const SUBJECT: &str = "accessPackageSubject";
const STAGE: &str = "approvalStage";
const ROLE: &str = "unifiedRoleAssignment";

/// All of them.
#[rustfmt::skip]
pub(super) const CALLS: &[Call] = &[
    list("EM/accessPackages", PACKAGE),
    number("EM/accessPackages/$count"),
    list("EM/accessPackages/filterByCurrentUser(on='{on}')", PACKAGE),
    make("EM/accessPackages", PACKAGE),
    one("EM/accessPackages/{id}", PACKAGE),
    change("EM/accessPackages/{id}", PACKAGE),
    delete("EM/accessPackages/{id}"),
    call("POST", "EM/accessPackages/{id}/getApplicablePolicyRequirements", Body::None,
        Answer::List("accessPackageAssignmentRequestRequirements")),
    one("EM/accessPackages/{id}/catalog", CATALOG),
    list("EM/accessPackages/{id}/assignmentPolicies", POLICY),
    list("EM/accessPackages/{id}/resourceRoleScopes", ROLE_SCOPE),
    make("EM/accessPackages/{id}/resourceRoleScopes", ROLE_SCOPE),
    delete("EM/accessPackages/{id}/resourceRoleScopes/{roleScope}"),
    list("EM/accessPackages/{id}/incompatibleAccessPackages", PACKAGE),
    refer("EM/accessPackages/{id}/incompatibleAccessPackages/$ref"),
    delete("EM/accessPackages/{id}/incompatibleAccessPackages/{other}/$ref"),
    list("EM/accessPackages/{id}/incompatibleGroups", "group"),
    refer("EM/accessPackages/{id}/incompatibleGroups/$ref"),
    delete("EM/accessPackages/{id}/incompatibleGroups/{other}/$ref"),
    delete("EM/accessPackages/{id}/incompatibleGroups/$ref"),
    list("EM/accessPackages/{id}/accessPackagesIncompatibleWith", PACKAGE),
    list("EM/availableAccessPackages", AVAILABLE),
    one("EM/availableAccessPackages/{id}", AVAILABLE),
    list("EM/availableAccessPackages/{id}/resourceRoleScopes", ROLE_SCOPE),
    list("EM/accessPackageSuggestions/filterByCurrentUser(on='{on}')", "accessPackageSuggestion"),
    list("EM/assignmentPolicies", POLICY),
    make("EM/assignmentPolicies", POLICY),
    one("EM/assignmentPolicies/{id}", POLICY),
    call("PUT", "EM/assignmentPolicies/{id}", Body::Entity(POLICY), Answer::One(POLICY)),
    delete("EM/assignmentPolicies/{id}"),
    list("EM/assignmentPolicies/{id}/questions", QUESTION),
    make("EM/assignmentPolicies/{id}/questions", QUESTION),
    one("EM/assignmentPolicies/{id}/questions/{question}", QUESTION),
    change("EM/assignmentPolicies/{id}/questions/{question}", QUESTION),
    delete("EM/assignmentPolicies/{id}/questions/{question}"),
    list("EM/assignmentPolicies/{id}/customExtensionStageSettings", STAGE_SETTING),
    make("EM/assignmentPolicies/{id}/customExtensionStageSettings", STAGE_SETTING),
    delete("EM/assignmentPolicies/{id}/customExtensionStageSettings/{setting}"),
    list("EM/resourceEnvironments", "accessPackageResourceEnvironment"),
    list("EM/assignmentRequests", REQUEST),
    call("POST", "EM/assignmentRequests", Body::Request, Answer::Made(REQUEST)),
    list("EM/assignmentRequests/filterByCurrentUser(on='{on}')", REQUEST),
    one("EM/assignmentRequests/{id}", REQUEST),
    one("EM/assignmentRequests/{id}/requestor", SUBJECT),
    delete("EM/assignmentRequests/{id}"),
    act("EM/assignmentRequests/{id}/cancel", 204),
    act("EM/assignmentRequests/{id}/reprocess", 202),
    call("POST", "EM/assignmentRequests/{id}/resume", Body::Resume, Answer::Nothing(204)),
    list("EM/assignments", ASSIGNMENT),
    list("EM/assignments/filterByCurrentUser(on='{on}')", ASSIGNMENT),
    list("EM/assignments/additionalAccess(accessPackageId='{package}',incompatibleAccessPackageId='{other}')", ASSIGNMENT),
    one("EM/assignments/{id}", ASSIGNMENT),
    one("EM/assignments/{id}/target", SUBJECT),
    act("EM/assignments/{id}/reprocess", 202),
    list("EM/accessPackageAssignmentApprovals/filterByCurrentUser(on='{on}')", "approval"),
    one("EM/accessPackageAssignmentApprovals/{id}", "approval"),
    list("EM/accessPackageAssignmentApprovals/{id}/stages", STAGE),
    one("EM/accessPackageAssignmentApprovals/{id}/stages/{stage}", STAGE),
    change("EM/accessPackageAssignmentApprovals/{id}/stages/{stage}", STAGE),
    list("EM/catalogs", CATALOG),
    make("EM/catalogs", CATALOG),
    one("EM/catalogs/{id}", CATALOG),
    change("EM/catalogs/{id}", CATALOG),
    delete("EM/catalogs/{id}"),
    list("EM/catalogs/{id}/customWorkflowExtensions", EXTENSION),
    make("EM/catalogs/{id}/customWorkflowExtensions", EXTENSION),
    one("EM/catalogs/{id}/customWorkflowExtensions/{extension}", EXTENSION),
    change("EM/catalogs/{id}/customWorkflowExtensions/{extension}", EXTENSION),
    delete("EM/catalogs/{id}/customWorkflowExtensions/{extension}"),
    list("EM/catalogs/{id}/resources", RESOURCE),
    list("EM/catalogs/{id}/resourceRoles", "accessPackageResourceRole"),
    list("EM/catalogs/{id}/resourceScopes", "accessPackageResourceScope"),
    list("EM/resources", RESOURCE),
    one("EM/resources/{id}", RESOURCE),
    act("EM/resources/{id}/refresh", 204),
    list("EM/resourceRequests", RESOURCE_REQUEST),
    make("EM/resourceRequests", RESOURCE_REQUEST),
    list("EM/connectedOrganizations", ORGANIZATION),
    make("EM/connectedOrganizations", ORGANIZATION),
    one("EM/connectedOrganizations/{id}", ORGANIZATION),
    call("PATCH", "EM/connectedOrganizations/{id}", Body::Entity(ORGANIZATION), Answer::Changed(202, ORGANIZATION)),
    delete("EM/connectedOrganizations/{id}"),
    list("EM/connectedOrganizations/{id}/internalSponsors", "directoryObject"),
    refer("EM/connectedOrganizations/{id}/internalSponsors/$ref"),
    delete("EM/connectedOrganizations/{id}/internalSponsors/{sponsor}/$ref"),
    list("EM/connectedOrganizations/{id}/externalSponsors", "directoryObject"),
    refer("EM/connectedOrganizations/{id}/externalSponsors/$ref"),
    delete("EM/connectedOrganizations/{id}/externalSponsors/{sponsor}/$ref"),
    one("EM/settings", "entitlementManagementSettings"),
    change("EM/settings", "entitlementManagementSettings"),
    list("EM/controlConfigurations", "endUserSettings"),
    one("EM/controlConfigurations/{id}", "endUserSettings"),
    call("PUT", "EM/controlConfigurations/{id}", Body::Entity("endUserSettings"), Answer::One("endUserSettings")),
    list("EM/subjects", SUBJECT),
    one("EM/subjects/{id}", SUBJECT),
    change("EM/subjects/{id}", SUBJECT),
    one("EM/subjects(objectId='{object}')", SUBJECT),
    change("EM/subjects(objectId='{object}')", SUBJECT),
    list("RM/roleDefinitions", "unifiedRoleDefinition"),
    list("RM/roleAssignments", ROLE),
    make("RM/roleAssignments", ROLE),
    delete("RM/roleAssignments/{id}"),
    one("/v1.0/me", "user"),
    one("/v1.0/me/manager", "user"),
    list("/v1.0/me/directReports", "user"),
    list("/v1.0/me/memberOf", "directoryObject"),
    list("/v1.0/users", "user"),
    one("/v1.0/users/{id}", "user"),
    one("/v1.0/users/{id}/manager", "directoryObject"),
    list("/v1.0/users/{id}/directReports", "directoryObject"),
    list("/v1.0/users/{id}/memberOf", "directoryObject"),
    list("/v1.0/users/{id}/transitiveMemberOf", "directoryObject"),
    list("/v1.0/users/{id}/sponsors", "directoryObject"),
    list("/v1.0/groups", "group"),
    one("/v1.0/groups/{id}", "group"),
    list("/v1.0/groups/{id}/members", "directoryObject"),
    list("/v1.0/groups/{id}/transitiveMembers", "directoryObject"),
    list("/v1.0/groups/{id}/owners", "directoryObject"),
    list("/v1.0/groups/{id}/memberOf", "directoryObject"),
    call("POST", "/v1.0/$batch", Body::Batch, Answer::One("batch")),
];
