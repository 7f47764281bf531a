"""SIGKILL between approval and delivery: after a restart the access is delivered, once."""

import sqlite3
import time

import pytest

from conftest import person
from portico_server import eventually

TARGETS = ["wei-ting.chao", "jonas.lund", "amara.nwosu", "sunniva.dahl"]
GROUPS = ["gripper-bench-users", "Gripper part library"]


def delivered_once(server, target, request_id):
    """The state of the request, its one grant, its one membership in each group and its one event."""
    caller = person(server, target)
    request = eventually(lambda: caller.request(request_id), lambda r: r["state"] == "delivered")
    held = caller.get("assignments/filterByCurrentUser(on='target')", params={"$expand": "accessPackage"})["value"]
    assert [a["state"] for a in held if a["accessPackage"]["displayName"] == "Gripper Lab Bench"] == ["delivered"]
    assert request["assignment"]["id"] in [a["id"] for a in held]

    me = caller.get("/v1.0/me")["id"]
    for group in GROUPS:
        ((group_id,),) = server.rows("SELECT id FROM groups WHERE display_name = ?", group)
        members = caller.get(f"/v1.0/groups/{group_id}/members")["value"]
        assert [m["id"] for m in members].count(me) == 1
        rows = server.rows("SELECT source FROM group_members WHERE group_id = ? AND member_id = ?", group_id, me)
        assert rows == [("access",)]

    events = caller.get(f"/portico/v1/requests/{request_id}/events")
    kinds = [event["kind"] for event in events["value"]]
    assert kinds.count("delivered") == 1, kinds
    assert kinds.count("approved") == 1, kinds
    assert kinds.count("resourceDelivered") == 3, kinds
    assert [d["state"] for d in events["progress"]["deliveries"]] == ["delivered"] * 3

    written = server.rows("SELECT details FROM audit WHERE object_id IN (?, ?)", request_id, request["assignment"]["id"])
    assert len(written) == len(set(written)), "an entry of the log was written twice"


def test_killed_with_certainty_between_approval_and_delivery(fresh_server):
    """The clockwork is off, so the approval is committed and nothing of the delivery has begun."""
    server = fresh_server()
    asked = person(server, "jonas.lund").ask("Gripper Lab Bench")
    person(server, "priya.raman").stage_of_mine(asked["id"])
    server.stop()
    server.start_again(jobs_paused=True)
    person(server, "priya.raman").approve(asked["id"])
    server.kill()

    given = (
        "SELECT count(*) FROM group_members m JOIN users u ON u.id = m.member_id "
        "WHERE m.source = 'access' AND u.user_principal_name LIKE 'jonas.lund@%'"
    )
    assert server.rows(given) == [(0,)]
    server.start_again()
    delivered_once(server, "jonas.lund", asked["id"])

    # A second restart finds nothing left to do.
    server.kill()
    server.start_again()
    delivered_once(server, "jonas.lund", asked["id"])
    assert server.stop() == 0
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.parametrize("pause", [0.0, 0.004, 0.02])
def test_killed_at_once_after_approval(fresh_server, pause):
    """Round after round on the same data, killed at another moment of the delivery each time."""
    server = fresh_server()
    asked = {}
    for target in TARGETS:
        asked[target] = person(server, target).ask("Gripper Lab Bench")["id"]
        person(server, "priya.raman").approve(asked[target])
        time.sleep(pause)
        server.kill()
        server.start_again()
    for target, request_id in asked.items():
        delivered_once(server, target, request_id)
    server.kill()
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_changed_log_is_noticed(fresh_server):
    server = fresh_server()
    asked = person(server, "kenji.mori").ask("Simulation Cluster", answers=[])
    eventually(lambda: person(server, "kenji.mori").request(asked["id"]), lambda r: r["state"] == "delivered")
    eventually(lambda: server.rows("SELECT count(*) FROM audit WHERE seq IS NULL"), lambda r: r == [(0,)])
    server.stop()
    with sqlite3.connect(server.database) as database:
        changed = database.execute("UPDATE audit SET actor = 'somebody-else' WHERE object_id = ?", (asked["id"],))
        assert changed.rowcount >= 1
    verified = server.run("audit", "verify")
    assert verified.returncode != 0
    assert verified.stdout + verified.stderr
