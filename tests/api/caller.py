"""Plain HTTP calls of one demo person, and what every answer must carry."""

import re
import uuid

import httpx

import contract
from portico_server import eventually

EM = "/v1.0/identityGovernance/entitlementManagement"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
BY_NAME = "#microsoft.graph.accessPackageAnswerString"


class Caller:
    """Calls as one person; every answer is checked for its headers and against the contract when that is at hand."""

    def __init__(self, server, principal):
        self.server = server
        self.principal = principal
        headers = {"Authorization": f"Bearer {server.token(principal)}"} if principal else {}
        self.http = httpx.Client(
            base_url=server.origin,
            headers=headers,
            timeout=30,
            event_hooks={"response": [self._check]},
        )

    @staticmethod
    def _check(response):
        response.read()
        assert GUID.fullmatch(response.headers.get("request-id", "")), f"no request-id: {response.request.url}"
        assert response.headers.get("client-request-id"), f"no client-request-id: {response.request.url}"
        contract.see(response)

    def get(self, path, status=200, **options):
        """GET below the entitlement management root, or of an absolute path."""
        return self._json(self.http.get(self._address(path), **options), status)

    def post(self, path, body=None, status=201, **options):
        """POST of JSON."""
        if body is not None:
            options["json"] = body
        return self._json(self.http.post(self._address(path), **options), status)

    def patch(self, path, body, status=204):
        """PATCH of JSON."""
        return self._json(self.http.patch(self._address(path), json=body), status)

    @staticmethod
    def _address(path):
        return path if path.startswith(("/v1.0", "/portico", "/demo")) else f"{EM}/{path}"

    @staticmethod
    def _json(response, status):
        assert response.status_code == status, (
            f"{response.request.method} {response.request.url}: {response.status_code}, not {status}: {response.text}"
        )
        return response.json() if response.content else None

    # The calls of a journey, in the order of a journey.

    def package(self, name):
        """A package that this person may request, by name."""
        found = self.get(
            "accessPackages/filterByCurrentUser(on='allowedRequestor')",
            params={"$filter": f"displayName eq '{name}'"},
        )["value"]
        assert len(found) == 1, f"{name}: {found}"
        return found[0]

    def requirements(self, package_id):
        """What the policies of a package ask of this person."""
        return self.post(f"accessPackages/{package_id}/getApplicablePolicyRequirements", status=200)["value"]

    def ask(self, package_name, policy=None, status=201, **more):
        """Requests a package with good answers; members of the body may be overridden."""
        package_id = self.package(package_name)["id"]
        fits = [r for r in self.requirements(package_id) if policy in (None, r["policyDisplayName"])]
        assert len(fits) == 1, fits
        body = {
            "requestType": "userAdd",
            "assignment": {"accessPackageId": package_id, "assignmentPolicyId": fits[0]["policyId"]},
            "justification": "Needed for the release of the R4 arm.",
            "answers": [good_answer(q) for q in fits[0]["questions"] if q["isRequired"]],
        } | more
        return self.post("assignmentRequests", body, status, headers={"client-request-id": str(uuid.uuid4())})

    def request(self, request_id):
        """One own request."""
        return self.get(f"assignmentRequests/{request_id}", params={"$expand": "accessPackage,assignment"})

    def stage_of_mine(self, request_id):
        """The stage of an approval that waits for this person, once the clockwork has asked her."""
        waiting = "accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')"
        options = {"$expand": "stages"}

        def mine():
            approvals = [a for a in self.get(waiting, params=options)["value"] if a["id"] == request_id]
            stages = [stage for approval in approvals for stage in approval["stages"]]
            return [s for s in stages if s["assignedToMe"] and s["status"] == "InProgress"]

        (stage,) = eventually(mine, lambda found: len(found) == 1)
        return stage

    def decide(self, request_id, stage_id, verdict="Approve", words="Fine.", status=204):
        """Decides a stage."""
        return self.patch(
            f"accessPackageAssignmentApprovals/{request_id}/stages/{stage_id}",
            {"reviewResult": verdict, "justification": words},
            status,
        )

    def approve(self, request_id, words="Fine."):
        """Approves the stage that waits for this person."""
        self.decide(request_id, self.stage_of_mine(request_id)["id"], words=words)


def good_answer(question):
    """An answer that the question accepts."""
    if question["@odata.type"].endswith("MultipleChoiceQuestion"):
        value = question["choices"][0]["actualValue"]
    else:
        patterns = {r"CHG-\d{5}": "CHG-20417", r"INC-\d{4}": "INC-0042", r"\d{2}-\d{4}": "40-1187"}
        value = patterns.get(question.get("regexPattern"), "Grasp tests on the bench.")
    return answer(question, value)


def answer(question, value):
    """An answer in the form of the API."""
    named = {"@odata.type": question["@odata.type"], "id": question["id"]}
    return {"@odata.type": BY_NAME, "value": value, "answeredQuestion": named}
