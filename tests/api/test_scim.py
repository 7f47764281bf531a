"""SCIM against the real program: a person comes, signs in, is closed out and goes, as Entra would do it."""

import secrets

import httpx
import pytest
from test_check_config import check

SCIM = "application/scim+json"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@pytest.fixture
def directory(fresh_server):
    """Whoever keeps the directory of a server of this test's own."""
    token = secrets.token_hex(32)
    server = fresh_server(environment={"PORTICO_SCIM_TOKEN": token})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": SCIM}
    with httpx.Client(base_url=f"{server.origin}/scim/v2", headers=headers, timeout=20) as client:
        client.server = server
        yield client


def patch(directory, path, *operations):
    return directory.patch(path, json={"schemas": [PATCH_OP], "Operations": list(operations)})


def test_a_person_comes_and_goes(directory):
    found = directory.get("/Users", params={"filter": 'userName eq "nora@aldervik.example"'})
    assert found.headers["content-type"] == SCIM
    assert found.json()["totalResults"] == 0
    made = directory.post(
        "/Users",
        json={
            "userName": "nora@aldervik.example",
            "displayName": "Nora Vik",
            "externalId": "e-7",
            "emails": [{"value": "nora@aldervik.example", "type": "work", "primary": True}],
            ENTERPRISE: {"department": "Field"},
        },
    )
    assert made.status_code == 201, made.text
    nora = made.json()["id"]
    assert made.headers["location"] == f"{directory.server.origin}/scim/v2/Users/{nora}"

    token = directory.server.token("nora@aldervik.example")
    me = {"headers": {"Authorization": f"Bearer {token}"}, "timeout": 20}
    assert httpx.get(f"{directory.server.origin}/v1.0/me", **me).json()["displayName"] == "Nora Vik"

    closed = patch(directory, f"/Users/{nora}", {"op": "Replace", "path": "active", "value": "False"})
    assert closed.json()["active"] is False
    assert httpx.get(f"{directory.server.origin}/v1.0/me", **me).status_code == 401

    group = directory.post("/Groups", json={"displayName": "Field crew", "members": [{"value": nora}]})
    assert [one["display"] for one in group.json()["members"]] == ["Nora Vik"]
    assert directory.delete(f"/Users/{nora}").status_code == 204
    assert directory.get(f"/Users/{nora}").status_code == 404
    assert directory.get(f"/Groups/{group.json()['id']}").json()["members"] == []

    assert directory.server.stop() == 0
    assert directory.server.run("audit", "verify").returncode == 0


def test_nobody_else_comes_in(directory, server):
    for headers in ({}, {"Authorization": "Bearer " + "x" * 64}):
        answer = httpx.get(f"{directory.server.origin}/scim/v2/Users", headers=headers, timeout=20)
        assert answer.status_code == 401
        assert answer.json()["status"] == "401"
    # Nobody has written a token down there.
    answer = httpx.get(f"{server.origin}/scim/v2/Users", headers=directory.headers, timeout=20)
    assert answer.status_code == 404


def test_a_token_that_could_be_guessed_is_a_problem(tmp_path):
    path = tmp_path / "portico.toml"
    path.write_text(f'data = "here"\n\n[scim]\ntoken_file = "{tmp_path}/token"\n')
    (tmp_path / "token").write_text("short\n")
    done = check(path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path}: line 4: scim.token_file = "), done.stderr
    assert "short" not in done.stderr
    (tmp_path / "token").write_text(secrets.token_hex(32) + "\n")
    assert check(path).returncode == 0
