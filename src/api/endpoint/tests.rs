use super::*;

const ODD: &str = "a/b?c'd";

#[test]
fn every_address_is_as_listed() {
    let listed = [
        (Endpoint::config(), "/config.json"),
        (Endpoint::session(), "/portico/v1/session"),
        (Endpoint::end_session(), "/portico/v1/session/end"),
        (Endpoint::demo_people(), "/demo/people"),
        (Endpoint::demo_sign_in(), "/demo/sign-in"),
        (Endpoint::demo_mail(), "/demo/mail"),
        (Endpoint::batch(), "/v1.0/$batch"),
        (
            Endpoint::requestable_packages("", None, 20),
            "/v1.0/identityGovernance/entitlementManagement/accessPackages/filterByCurrentUser(on='allowedRequestor')\
             ?$expand=catalog%2CresourceRoleScopes%28%24expand%3Drole%28%24expand%3Dresource%29%2Cscope%29\
             &$orderby=displayName&$count=true&$top=20",
        ),
        (
            Endpoint::requestable_packages(" arm \"R4\" ", Some("o'b"), 5),
            "/v1.0/identityGovernance/entitlementManagement/accessPackages/filterByCurrentUser(on='allowedRequestor')\
             ?$expand=catalog%2CresourceRoleScopes%28%24expand%3Drole%28%24expand%3Dresource%29%2Cscope%29\
             &$filter=catalog%2Fid%20eq%20%27o%27%27b%27&$search=%22arm%20%5C%22R4%5C%22%22\
             &$orderby=displayName&$count=true&$top=5",
        ),
        (
            Endpoint::package(ODD),
            "/v1.0/identityGovernance/entitlementManagement/accessPackages/a%2Fb%3Fc%27d?$expand=catalog",
        ),
        (
            Endpoint::package_resources("p"),
            "/v1.0/identityGovernance/entitlementManagement/availableAccessPackages/p/resourceRoleScopes\
             ?$expand=role%28%24expand%3Dresource%29%2Cscope",
        ),
        (
            Endpoint::requirements(ODD),
            "/v1.0/identityGovernance/entitlementManagement/accessPackages/a%2Fb%3Fc%27d/getApplicablePolicyRequirements",
        ),
        (
            Endpoint::preview(ODD, None),
            "/portico/v1/packages/a%2Fb%3Fc%27d/preview",
        ),
        (
            Endpoint::preview("p", Some("x&y")),
            "/portico/v1/packages/p/preview?policyId=x%26y",
        ),
        (
            Endpoint::requests(),
            "/v1.0/identityGovernance/entitlementManagement/assignmentRequests",
        ),
        (
            Endpoint::my_requests(RequestsOn::Approver, Some("state eq 'pendingApproval'"), 9),
            "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/filterByCurrentUser(on='approver')\
             ?$expand=accessPackage%2Crequestor%2Cassignment%28%24expand%3Dtarget%29\
             &$filter=state%20eq%20%27pendingApproval%27&$orderby=createdDateTime%20desc&$top=9",
        ),
        (
            Endpoint::request(ODD),
            "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/a%2Fb%3Fc%27d\
             ?$expand=accessPackage%2Crequestor%2Cassignment%28%24expand%3Dtarget%29",
        ),
        (
            Endpoint::cancel_request("r"),
            "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/r/cancel",
        ),
        (
            Endpoint::request_events(ODD),
            "/portico/v1/requests/a%2Fb%3Fc%27d/events",
        ),
        (
            Endpoint::progress(&[RequestsOn::Target]),
            "/portico/v1/requests/progress?on=target",
        ),
        (
            Endpoint::progress(&[RequestsOn::Target, RequestsOn::Approver]),
            "/portico/v1/requests/progress?on=target,approver",
        ),
        (
            Endpoint::my_assignments(9),
            "/v1.0/identityGovernance/entitlementManagement/assignments/filterByCurrentUser(on='target')\
             ?$expand=accessPackage%2Ctarget&$top=9",
        ),
        (
            Endpoint::my_approvals(9),
            "/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals\
             /filterByCurrentUser(on='approver')?$expand=stages&$top=9",
        ),
        (
            Endpoint::approval(ODD),
            "/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals/a%2Fb%3Fc%27d?$expand=stages",
        ),
        (
            Endpoint::stage("r", ODD),
            "/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals/r/stages/a%2Fb%3Fc%27d",
        ),
    ];
    for (endpoint, address) in listed {
        assert_eq!(endpoint.address("/v1.0"), address);
    }
}

#[test]
fn only_graph_calls_go_into_a_batch() {
    assert_eq!(
        Endpoint::cancel_request("r").in_batch(),
        Some("/identityGovernance/entitlementManagement/assignmentRequests/r/cancel")
    );
    assert_eq!(Endpoint::session().in_batch(), None);
}

#[test]
fn a_next_page_is_followed_on_our_own_origin_only() {
    let origin = "https://access.example";
    let page = Endpoint::next_page("https://access.example/v1.0/x?$skiptoken=a%2Fb", origin);
    assert_eq!(
        page.map(|page| page.address("/v1.0")).as_deref(),
        Some("/v1.0/x?$skiptoken=a%2Fb")
    );
    for elsewhere in [
        "https://evil.example/v1.0/x",
        "https://access.example.evil.example/x",
        "https://access.example@evil.example/",
        "//evil.example/x",
        "/v1.0/x",
    ] {
        assert_eq!(Endpoint::next_page(elsewhere, origin), None, "{elsewhere}");
    }
}
