"""A restart on the same folder finds everything as it was."""

from conftest import person
from portico_server import eventually


def lists_of(server, name):
    """Everything that a person sees of her own."""
    caller = person(server, name)
    return {
        "requests": caller.get(
            "assignmentRequests/filterByCurrentUser(on='target')", params={"$expand": "accessPackage,requestor"}
        )["value"],
        "assignments": caller.get(
            "assignments/filterByCurrentUser(on='target')", params={"$expand": "accessPackage,target"}
        )["value"],
        "packages": caller.get("accessPackages/filterByCurrentUser(on='allowedRequestor')")["value"],
        # The context names the port, which is another after a restart.
        "me": {name: value for name, value in caller.get("/v1.0/me").items() if name != "@odata.context"},
    }


def test_state_survives(fresh_server):
    server = fresh_server()
    amara = person(server, "amara.nwosu")
    opened = amara.ask("Simulation Cluster")
    waiting = amara.ask("Vision Training Data")
    eventually(lambda: amara.request(opened["id"]), lambda r: r["state"] == "delivered")
    eventually(lambda: amara.request(waiting["id"]), lambda r: r["state"] == "pendingApproval")
    before = lists_of(server, "amara.nwosu")
    assert len(before["requests"]) == 2
    assert len(before["assignments"]) == 1

    assert server.stop() == 0
    server.start_again()

    # The token is from before: the demo's key lives in the database.
    assert lists_of(server, "amara.nwosu") == before
    person(server, "ines.duarte").approve(waiting["id"])
    stages = person(server, "priya.raman").get(f"accessPackageAssignmentApprovals/{waiting['id']}")["stages"]
    assert [s["status"] for s in stages] == ["Completed", "InProgress"]


def test_the_clock_stays_moved(fresh_server):
    server = fresh_server()
    caller = person(server, "kenji.mori")
    opened = caller.ask("Simulation Cluster")
    eventually(lambda: caller.request(opened["id"]), lambda r: r["state"] == "delivered")
    moved = caller.post("/demo/clock", {"advance": "P89D"}, status=200)["now"]
    server.stop()
    server.start_again()
    server.forget_tokens()
    caller = person(server, "kenji.mori")
    assert caller.get("/demo/clock")["now"] >= moved

    # One more day and the 90 days of the policy are over.
    caller.post("/demo/clock", {"advance": "P2D"}, status=200)
    server.forget_tokens()
    caller = person(server, "kenji.mori")
    held = caller.get("assignments/filterByCurrentUser(on='target')")["value"]
    assert [a["state"] for a in held] == ["expired"]
    assert held[0]["expiredDateTime"]


def test_a_repeated_request_is_one_request(fresh_server):
    """The same client-request-id and body, before and after a restart."""
    server = fresh_server()
    caller = person(server, "kenji.mori")
    package = caller.package("Simulation Cluster")["id"]
    body = {"requestType": "userAdd", "assignment": {"accessPackageId": package}, "justification": None, "answers": []}
    same = {"client-request-id": "6fa1b1a4-6d5c-4c3e-9a55-0d6f6bb2a001"}
    first = caller.post("assignmentRequests", body, headers=same)
    again = caller.post("assignmentRequests", body, headers=same)
    assert again["id"] == first["id"]
    server.kill()
    server.start_again()
    after = person(server, "kenji.mori").post("assignmentRequests", body, headers=same)
    assert after["id"] == first["id"]
    assert server.rows("SELECT count(*) FROM requests") == [(1,)]
