"""Two approvers decide the same stage at the same moment: one wins, the other learns who did and when."""

import threading

import pytest

from conftest import person

PEOPLE = ["jonas.lund", "wei-ting.chao", "amara.nwosu", "sunniva.dahl"]


@pytest.mark.parametrize("target", PEOPLE)
def test_one_decision_counts(server, target):
    asked = person(server, target).ask("Gripper Lab Bench")
    approvers = [person(server, "ines.duarte"), person(server, "priya.raman")]
    stage = approvers[0].stage_of_mine(asked["id"])["id"]
    assert approvers[1].stage_of_mine(asked["id"])["id"] == stage

    start = threading.Barrier(2)
    answers = {}

    def decide(caller, verdict):
        address = f"/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals/{asked['id']}/stages/{stage}"
        start.wait()
        answers[caller.principal] = caller.http.patch(
            address, json={"reviewResult": verdict, "justification": f"{verdict}, says {caller.principal}"}
        )

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(approvers, ["Approve", "Deny"], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(a.status_code for a in answers.values()) == [204, 409], [a.text for a in answers.values()]
    winner = next(p for p, a in answers.items() if a.status_code == 204)
    refusal = next(a for a in answers.values() if a.status_code == 409).json()["error"]
    assert refusal["code"] == "Conflict"
    name = {"ines.duarte": "Ines Duarte", "priya.raman": "Priya Raman"}[winner.split("@")[0]]
    read = person(server, "priya.raman").get(f"accessPackageAssignmentApprovals/{asked['id']}/stages/{stage}")
    assert read["reviewedBy"]["displayName"] == name
    assert read["justification"].endswith(winner)
    told = " ".join(f"{d['message']} {d.get('target', '')}" for d in refusal["details"])
    assert name in told, refusal
    assert read["reviewedDateTime"][:19] in told, refusal


def test_the_same_verdict_again_is_no_conflict(server):
    """A retry after a lost answer."""
    asked = person(server, "elif.tuncer").ask("Customer Incident Desk")
    signe = person(server, "signe.nygaard")
    stage = signe.stage_of_mine(asked["id"])["id"]
    signe.decide(asked["id"], stage)
    signe.decide(asked["id"], stage)
    refusal = signe.decide(asked["id"], stage, verdict="Deny", status=409)
    assert refusal["error"]["code"] == "Conflict"


def test_nobody_decides_for_herself(server):
    """Ines leads the gripper lab: her own request is Priya's to decide."""
    ines = person(server, "ines.duarte")
    asked = ines.ask("Gripper Lab Bench")
    stage = person(server, "priya.raman").stage_of_mine(asked["id"])
    ines.decide(asked["id"], stage["id"], status=403)
    waiting = ines.get("accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')")["value"]
    assert asked["id"] not in [a["id"] for a in waiting]
    person(server, "priya.raman").approve(asked["id"])
