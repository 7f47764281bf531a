"""The demo organisation's policies, each by what it is there to show."""

import pytest

from caller import EM
from conftest import person
from portico_server import eventually
from test_bad_input import refused

LEILA = "leila.haddad@alnoor.example"
GWEN = "gwen.ashby@brightmoor.example"
STEPS = {
    # who asks, for what: who decides, stage after stage
    ("anouk.mercier", "Arm Firmware Signing"): ["grete.solheim", "kenji.mori"],
    # nobody manages Hana yet, so the fallback decides
    ("hana.sato", "Arm Firmware Signing"): ["grete.solheim", "kenji.mori"],
    ("henrik.vik", "Motion Planning Source"): ["tomasz.wieczorek"],
    # a guest: the sponsor inside, then a group
    (LEILA, "Supplier Drawing Room"): ["bram.de-wit", "mateus.prado"],
    # a guest of a named organisation: the sponsor outside, then a named approver
    (GWEN, "Brightmoor Quality Records"): ["callum.reid@brightmoor.example", "pavel.zelenka"],
    ("elif.tuncer", "Safety Case Archive"): ["yusuf.demir", "bram.de-wit"],
    ("kenji.mori", "Partner Onboarding Space"): [],
    ("ximena.paz@pazwriting.example", "Partner Onboarding Space"): [],
}


def who(name):
    """Sign-in names that differ from the key."""
    return name.replace("bram.de-wit", "bram.dewit")


@pytest.mark.parametrize("asked", STEPS, ids=" ".join)
def test_who_decides(server, asked):
    name, package = asked
    caller = person(server, name)
    request = caller.ask(package)
    for approver in STEPS[asked]:
        person(server, who(approver)).approve(request["id"])
    delivered = eventually(lambda: caller.request(request["id"]), lambda r: r["completedDateTime"])
    assert delivered["state"] == "delivered"


def listed(server, name):
    found = person(server, name).get("accessPackages/filterByCurrentUser(on='allowedRequestor')")["value"]
    return {package["displayName"] for package in found}


def test_each_sees_what_is_meant_for_them(server):
    assert listed(server, LEILA) == {"Supplier Drawing Room", "Partner Onboarding Space", "Oakfield Warehouse Pilot"}
    assert "Brightmoor Quality Records" in listed(server, GWEN)
    assert listed(server, "ximena.paz@pazwriting.example") == {"Partner Onboarding Space"}
    assert "Gripper Lab Bench" in listed(server, "jonas.lund")
    assert "Gripper Lab Bench" not in listed(server, "tomasz.wieczorek")
    assert "Arm Firmware Signing" not in listed(server, "dagny.berg")


def test_a_hidden_package_is_asked_for_by_its_link(server):
    assert "Vauclair Demonstrator" not in listed(server, "chidi.anozie")
    ((package_id,),) = server.rows("SELECT id FROM packages WHERE display_name = 'Vauclair Demonstrator'")
    chidi = person(server, "chidi.anozie")
    assert chidi.get(f"accessPackages/{package_id}")["displayName"] == "Vauclair Demonstrator"
    body = {"requestType": "userAdd", "assignment": {"accessPackageId": package_id}}
    request = chidi.post("assignmentRequests", body)
    person(server, "freya.hallberg").approve(request["id"])
    refused(person(server, "dagny.berg").http.get(f"{EM}/accessPackages/{package_id}"), 403, 404)


def test_what_must_be_kept_apart(server):
    """Whoever changes the planner must not also give the final go."""
    caller = person(server, "wei-ting.chao")
    held = caller.ask("Motion Planning Source")
    person(server, "tomasz.wieczorek").approve(held["id"])
    eventually(lambda: caller.request(held["id"]), lambda r: r["state"] == "delivered")
    error = caller.ask("Release Gate Sign-off", status=400)["error"]
    assert error["code"] == "IncompatibleAccess"
    ((package_id,),) = server.rows("SELECT id FROM packages WHERE display_name = 'Motion Planning Source'")
    assert package_id in [detail["target"] for detail in error["details"]]


def test_two_policies_fit_and_one_must_be_named(server):
    caller = person(server, "henrik.vik")
    package_id = caller.package("Field Service Toolkit")["id"]
    assert {r["policyDisplayName"] for r in caller.requirements(package_id)} == {"As staff", "As on-call engineer"}
    body = {"requestType": "userAdd", "assignment": {"accessPackageId": package_id}, "justification": "On call."}
    caller.post("assignmentRequests", body, status=400)
    request = caller.ask("Field Service Toolkit", policy="As on-call engineer")
    eventually(lambda: caller.request(request["id"]), lambda r: r["state"] == "delivered")


def test_one_open_request_and_one_live_assignment(server):
    caller = person(server, "sigrid.aasen")
    request = caller.ask("Customer Incident Desk")
    assert caller.ask("Customer Incident Desk", status=400)["error"]["code"] == "RequestAlreadyOpen"
    caller.post(f"assignmentRequests/{request['id']}/cancel", status=204)
    assert caller.request(request["id"])["state"] == "canceled"
    again = caller.post(f"assignmentRequests/{request['id']}/cancel", status=400)["error"]
    assert again["code"] == "RequestNotCancelable"


def test_nobody_answers_and_the_day_comes(fresh_server):
    """A short timeout, an escalation and a chosen first day, as the clock goes by."""
    server = fresh_server()
    amara = person(server, "amara.nwosu")
    short = amara.ask("Customer Incident Desk")
    now = amara.get("/demo/clock")["now"]
    first_day = f"{int(now[:4]) + 1}-01-15T00:00:00Z"
    later = amara.ask("Assembly Line Telemetry", schedule={"startDateTime": first_day})
    archive = person(server, "elif.tuncer").ask("Safety Case Archive")
    person(server, "yusuf.demir").approve(archive["id"])
    waiting = eventually(lambda: amara.request(later["id"]), lambda r: r["state"] == "scheduled")
    assert waiting["schedule"]["startDateTime"] == first_day

    amara.post("/demo/clock", {"advance": "P3D"}, status=200)
    server.forget_tokens()
    amara = person(server, "amara.nwosu")
    ended = amara.request(short["id"])
    assert (ended["state"], ended["status"]) == ("denied", "Expired")
    passed_on = person(server, "elif.tuncer").request(archive["id"])
    assert passed_on["status"] == "PendingApprovalEscalated"

    amara.post("/demo/clock", {"advance": "P120D"}, status=200)
    server.forget_tokens()
    amara = person(server, "amara.nwosu")
    assert amara.request(later["id"])["state"] == "delivered"


def test_whoever_decides_sees_what_a_package_opens(fresh_server):
    server = fresh_server()
    ((package_id,),) = server.rows("SELECT id FROM packages WHERE display_name = 'Arm Firmware Signing'")
    contents = f"availableAccessPackages/{package_id}/resourceRoleScopes"
    manager, stranger = person(server, "maren.holt"), person(server, "dagny.berg")
    refused(manager.http.get(f"{EM}/{contents}"), 404)
    person(server, "ines.duarte").ask("Arm Firmware Signing")
    assert len(manager.get(contents)["value"]) == 4
    refused(stranger.http.get(f"{EM}/{contents}"), 404)
