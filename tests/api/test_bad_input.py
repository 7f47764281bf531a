"""Bad input: a 4xx answer with Graph's error body, never a 5xx, and nothing written."""

import json
import uuid

import pytest

from caller import EM, GUID
from conftest import person

SOMEBODY = "kenji.mori"
REQUESTS = f"{EM}/assignmentRequests"
APPROVALS = f"{EM}/accessPackageAssignmentApprovals"


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A server of this file's own with one request that waits, and its row counts."""
    from portico_server import PorticoServer

    server = PorticoServer(tmp_path_factory.mktemp("bad-input") / "data")
    server.waiting = person(server, "jonas.lund").ask("Gripper Lab Bench")["id"]
    server.stage = person(server, "ines.duarte").stage_of_mine(server.waiting)["id"]
    server.package = person(server, SOMEBODY).package("Simulation Cluster")["id"]
    server.signing = person(server, "henrik.vik").package("Arm Firmware Signing")["id"]
    # Whoever calls for the first time becomes a subject.
    for name in [SOMEBODY, "ines.duarte", "henrik.vik", "jonas.lund", "dagny.berg"]:
        person(server, name).get("/v1.0/me")
    server.counts = server.settled_row_counts()
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def nothing_is_written(quiet):
    yield
    assert quiet.row_counts() == quiet.counts
    assert quiet.process.poll() is None, "the server ended"


def refused(response, *statuses):
    """The answer is one of these statuses, with an error body as Graph writes it."""
    assert response.status_code in (statuses or range(400, 500)), f"{response.status_code}: {response.text[:400]}"
    if response.request.method == "HEAD":
        return None
    error = response.json()["error"]
    assert error["code"] and error["message"], error
    inner = error["innerError"]
    assert inner["request-id"] == response.headers["request-id"]
    assert GUID.fullmatch(inner["request-id"]) and inner["date"] and inner["client-request-id"]
    return error


def send(quiet, body, who=SOMEBODY, path=REQUESTS, method="POST", content_type="application/json"):
    """Raw bytes, or a value as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return person(quiet, who).http.request(method, path, content=content, headers={"Content-Type": content_type})


def good(quiet, **more):
    """A body that would be accepted, with some members changed."""
    return {"requestType": "userAdd", "assignment": {"accessPackageId": quiet.package}} | more


MALFORMED = {
    "empty": b"",
    "half an object": b'{"requestType": "userAdd"',
    "no json": b"requestType=userAdd",
    "a number": b"7",
    "null": b"null",
    "an array": b"[]",
    "a string": b'"userAdd"',
    "two values": b"{} {}",
    "not utf-8": b'{"requestType": "\xff\xfe"}',
    "lone surrogate": rb'{"requestType": "userAdd", "justification": "\ud800"}',
    "trailing comma": b'{"requestType": "userAdd",}',
    "nan": b'{"requestType": NaN}',
    "byte order soup": b"\x00\x01\x02",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_json(quiet, name):
    error = refused(send(quiet, MALFORMED[name]), 400)
    assert error["code"] == "BadRequest"
    refused(send(quiet, MALFORMED[name], "ines.duarte", f"{APPROVALS}/{quiet.waiting}/stages/{quiet.stage}", "PATCH"), 400)


def test_deep_nesting(quiet):
    refused(send(quiet, b'{"answers": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"))
    refused(send(quiet, b'{"assignment": ' * 5_000 + b"{}" + b"}" * 5_000))


def test_oversized_body(quiet):
    refused(send(quiet, good(quiet, justification="x" * 20_000_000)), 400, 413)
    refused(send(quiet, good(quiet, answers=[{"value": "x"}] * 200_000)), 400, 413)


def test_text_that_is_too_long(quiet):
    refused(send(quiet, good(quiet, justification="x" * 200_000)), 400, 413)


def test_wrong_media_type(quiet):
    for content_type in ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]:
        error = refused(send(quiet, good(quiet), content_type=content_type), 415)
        assert error["code"] == "UnsupportedMediaType"


WRONG = {
    "unknown property": {"surprise": 1},
    "unknown property inside": {"assignment": {"accessPackageId": "…", "colour": "red"}},
    "no such request type": {"requestType": "userExtend"},
    "for the service only": {"requestType": "systemAdd"},
    "unsupported on behalf": {"requestType": "onBehalfAdd"},
    "nothing specified": {"requestType": "notSpecified"},
    "a number for a word": {"requestType": 3},
    "a word for an object": {"assignment": "everything"},
    "an object for text": {"justification": {"text": "x"}},
    "no assignment": {"assignment": None},
    "a foreign schedule": {"schedule": {"startDateTime": "tomorrow"}},
    "months": {"schedule": {"expiration": {"type": "afterDuration", "duration": "P1M"}}},
    "python's own text": {"schedule": {"expiration": {"type": "afterDuration", "duration": "30 days, 0:00:00"}}},
    "an endless duration": {"schedule": {"expiration": {"type": "afterDuration", "duration": "P99999999999999999999D"}}},
    "a negative duration": {"schedule": {"expiration": {"type": "afterDuration", "duration": "-P1D"}}},
    "no such expiration": {"schedule": {"expiration": {"type": "whenever"}}},
    "year 10000": {"schedule": {"startDateTime": "10000-01-01T00:00:00Z"}},
    "no custom period here": {"schedule": {"expiration": {"type": "afterDuration", "duration": "P3D"}}},
    "an answer nobody asked for": {
        "answers": [
            {
                "@odata.type": "#microsoft.graph.accessPackageAnswerString",
                "value": "x",
                "answeredQuestion": {
                    "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                    "id": "7f0e6a52-8f0c-4d14-9a86-9a2a45b0f001",
                },
            }
        ]
    },
    "a foreign answer type": {"answers": [{"@odata.type": "#microsoft.graph.user", "value": "x"}]},
    "giving to nobody": {"requestType": "adminAdd"},
    "nul in text": {"justification": "a\u0000b"},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_members(quiet, name):
    body = good(quiet) | WRONG[name]
    if name == "unknown property inside":
        body["assignment"]["accessPackageId"] = quiet.package
    refused(send(quiet, body), 400)


def test_wrong_answers(quiet):
    requirements = person(quiet, "henrik.vik").requirements(quiet.signing)[0]
    ticket, where, note = requirements["questions"]

    def answers(**values):
        asked = {"ticket": ticket, "where": where, "note": note}
        return [
            {
                "@odata.type": "#microsoft.graph.accessPackageAnswerString",
                "value": value,
                "answeredQuestion": {"@odata.type": asked[name]["@odata.type"], "id": asked[name]["id"]},
            }
            for name, value in values.items()
        ]

    base = {
        "requestType": "userAdd",
        "assignment": {"accessPackageId": quiet.signing, "assignmentPolicyId": requirements["policyId"]},
        "justification": "Rotation.",
    }
    cases = [
        (answers(ticket="CHG-1", where="bench"), "AnswerInvalid"),
        (answers(ticket="CHG-20417x", where="bench"), "AnswerInvalid"),
        (answers(ticket="xCHG-20417", where="bench"), "AnswerInvalid"),
        (answers(ticket="CHG-20417\nCHG-20417", where="bench"), "AnswerInvalid"),
        (answers(ticket="CHG-20417", where="moon"), "AnswerInvalid"),
        (answers(ticket="CHG-20417", where="bench,pilot"), "AnswerInvalid"),
        (answers(ticket="CHG-20417"), "AnswerRequired"),
        (answers(ticket="", where="bench"), "AnswerRequired"),
        (answers(ticket="CHG-20417", where="bench") + answers(ticket="CHG-20418"), None),
        ([], "AnswerRequired"),
    ]
    for given, code in cases:
        error = refused(send(quiet, base | {"answers": given}, "henrik.vik"), 400)
        assert code in (None, error["code"]), (given, error)
        if code:
            known = [ticket["id"], where["id"], note["id"]]
            named = [d.get("target") for d in error.get("details", [])] + [error.get("target")]
            assert any(t in known for t in named), f"the error names no question: {error}"
    good_answers = answers(ticket="CHG-20417", where="bench")
    error = refused(send(quiet, base | {"answers": good_answers, "justification": None}, "henrik.vik"), 400)
    assert error["code"] == "JustificationRequired"
    error = refused(send(quiet, base | {"answers": good_answers, "justification": "   "}, "henrik.vik"), 400)
    assert error["code"] == "JustificationRequired"
    for duration in ["P181D", "PT0S"]:
        schedule = {"expiration": {"type": "afterDuration", "duration": duration}}
        refused(send(quiet, base | {"answers": good_answers, "schedule": schedule}, "henrik.vik"), 400)
    past = {"startDateTime": "2020-01-01T00:00:00Z", "expiration": {"type": "afterDateTime", "endDateTime": "2020-02-01T00:00:00Z"}}
    refused(send(quiet, base | {"answers": good_answers, "schedule": past}, "henrik.vik"), 400)


FOREIGN = ["00000000-0000-0000-0000-000000000000", str(uuid.UUID(int=2**128 - 1)), "x", "../../me", "%00", "1' OR '1'='1"]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_foreign_ids(quiet, foreign):
    caller = person(quiet, SOMEBODY)
    stage = {"reviewResult": "Approve", "justification": "x"}
    for path in ["accessPackages", "assignmentRequests", "assignments", "accessPackageAssignmentApprovals"]:
        refused(caller.http.get(f"{EM}/{path}/{foreign}"), 400, 403, 404, 405)
    refused(caller.http.get(f"{EM}/availableAccessPackages/{foreign}/resourceRoleScopes"), 400, 404)
    refused(caller.http.post(f"{EM}/accessPackages/{foreign}/getApplicablePolicyRequirements"), 400, 404)
    refused(caller.http.post(f"{REQUESTS}/{foreign}/cancel"), 400, 403, 404)
    refused(caller.http.patch(f"{APPROVALS}/{foreign}/stages/{foreign}", json=stage), 400, 403, 404)
    refused(caller.http.get(f"/portico/v1/requests/{foreign}/events"), 400, 404)
    refused(caller.http.get(f"/portico/v1/packages/{foreign}/preview"), 400, 404)
    refused(caller.http.get(f"/v1.0/groups/{foreign}/members"), 400, 404)
    refused(send(quiet, good(quiet, assignment={"accessPackageId": foreign})), 400, 404)
    body = good(quiet, assignment={"accessPackageId": quiet.package, "assignmentPolicyId": foreign})
    refused(send(quiet, body), 400, 404)
    body = good(quiet, assignment={"accessPackageId": quiet.package, "targetId": foreign})
    refused(send(quiet, body), 400, 403, 404)


def test_what_belongs_to_others(quiet):
    """A request and a stage of others answer like unknown ones."""
    stranger = person(quiet, "dagny.berg")
    refused(stranger.http.get(f"{REQUESTS}/{quiet.waiting}"), 404)
    refused(stranger.http.post(f"{REQUESTS}/{quiet.waiting}/cancel"), 403, 404)
    refused(stranger.http.get(f"{APPROVALS}/{quiet.waiting}"), 403)
    refused(stranger.http.get(f"/portico/v1/requests/{quiet.waiting}/events"), 404)
    path = f"{APPROVALS}/{quiet.waiting}/stages/{quiet.stage}"
    refused(send(quiet, {"reviewResult": "Approve"}, "dagny.berg", path, "PATCH"), 403)
    refused(send(quiet, {"reviewResult": "Approve"}, "jonas.lund", path, "PATCH"), 403)
    other = person(quiet, "dagny.berg").get("/v1.0/me")["id"]
    body = good(quiet, assignment={"accessPackageId": quiet.package, "targetId": other})
    refused(send(quiet, body), 400, 403, 404)
    # Giving is for those whose role lets them, to others and to themselves; for all others there is nothing to give.
    for target in (other, person(quiet, SOMEBODY).get("/v1.0/me")["id"]):
        gift = {"accessPackageId": quiet.package, "targetId": target}
        refused(send(quiet, good(quiet, requestType="adminAdd", assignment=gift)), 404)
    refused(send(quiet, {"requestType": "userAdd", "assignment": {"accessPackageId": quiet.signing}}, "dagny.berg"), 400, 403, 404)


@pytest.mark.parametrize("verdict", ["Approved", "approve it", "", None, 1, "Abstain"])
def test_wrong_verdicts(quiet, verdict):
    path = f"{APPROVALS}/{quiet.waiting}/stages/{quiet.stage}"
    refused(send(quiet, {"reviewResult": verdict, "justification": "x"}, "ines.duarte", path, "PATCH"), 400)


def test_no_token_or_a_wrong_one(quiet):
    anonymous = person(quiet, "ines.duarte").http
    for token in ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic aW5lczp4", f"Bearer {'x' * 6000}"]:
        response = anonymous.get(f"{EM}/assignments/filterByCurrentUser(on='target')", headers={"Authorization": token})
        error = refused(response, 401, 431) if len(token) > 5000 else refused(response, 401)
        assert error["code"] == "InvalidAuthenticationToken"
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_token_with_a_changed_byte(quiet):
    token = quiet.token(f"{SOMEBODY}@aldervik.example")
    head, body, signature = token.split(".")
    for wrong in [f"{head}.{body}.", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-4]}AAAA.{signature}"]:
        response = person(quiet, SOMEBODY).http.get("/v1.0/me", headers={"Authorization": f"Bearer {wrong}"})
        refused(response, 401)


def test_wrong_method_and_unknown_address(quiet):
    caller = person(quiet, SOMEBODY).http
    refused(caller.delete(REQUESTS), 405)
    refused(caller.put(REQUESTS, json={}), 405)
    refused(caller.post(f"{EM}/assignments", json={}), 405)
    refused(caller.get(f"{EM}/noSuchSet"), 404)
    refused(caller.get("/v1.0/nothing/here"), 404)
    refused(caller.get(f"{EM}/assignmentRequests/filterByCurrentUser(on='everybody')"), 400)
    refused(caller.get(f"{EM}/assignmentRequests/filterByCurrentUser()"), 400, 404)


def test_bad_batches(quiet):
    caller = person(quiet, SOMEBODY).http
    me = {"id": "1", "method": "GET", "url": "/me"}
    bad = [{}, {"requests": []}, {"requests": [me, me]}, {"requests": [me | {"id": str(n)} for n in range(21)]}, {"requests": 7}]
    for body in bad:
        refused(caller.post("/v1.0/$batch", json=body), 400)
    outside = {"requests": [{"id": "1", "method": "GET", "url": "http://elsewhere.example/me"}, {"id": "2", "method": "GET", "url": "/../../demo/people"}]}
    response = caller.post("/v1.0/$batch", json=outside)
    if response.status_code == 200:
        assert all(400 <= part["status"] < 500 for part in response.json()["responses"]), response.text
    else:
        refused(response, 400)
