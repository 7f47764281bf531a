"""Every answer that the other tests saw, against the API's OpenAPI description."""

import pytest

import contract


def test_every_answer_keeps_to_the_contract():
    if contract.description() is None:
        pytest.skip("PORTICO_CONTRACT names no OpenAPI description, answers were not compared with one")
    assert contract.seen > 50, f"only {contract.seen} answers were seen: run the whole folder"
    assert contract.problems == [], "\n".join(contract.problems[:40])


def test_the_check_itself_finds_what_is_wrong():
    if contract.description() is None:
        pytest.skip("PORTICO_CONTRACT names no OpenAPI description, answers were not compared with one")
    schema = {"$ref": contract.SCHEMAS + "microsoft.graph.accessPackageAssignmentRequest"}
    good = {"id": "1", "state": "delivered", "requestor": None, "createdDateTime": "2026-11-24T04:00:00Z"}
    bad = [
        good | {"state": "approved"},
        good | {"surprise": 1},
        good | {"createdDateTime": "24.11.2026"},
        good | {"accessPackage": {"displayName": 7}},
        good | {"requestor": {"nickname": "x"}},
    ]
    assert list(contract.check(contract.description(), schema, good)) == []
    for wrong in bad:
        assert list(contract.check(contract.description(), schema, wrong)), wrong
