"""What operators see: measures on a listener of their own, and a log without anything of the callers'."""

import json
import re

import httpx

from conftest import person
from portico_server import ROOT, eventually

METRICS = re.compile(r"metrics +(http://\S+)")


def measures(server):
    """The text of `/metrics`, at the address that the start block names."""
    found = eventually(lambda: METRICS.search("".join(server.log)), lambda found: found)
    answer = httpx.get(found.group(1))
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.text


def test_measures_are_the_documented_ones(fresh_server):
    server = fresh_server(config='metrics_listen = "127.0.0.1:0"\n')
    caller = person(server, "kenji.mori")
    asked = caller.ask("Simulation Cluster")
    eventually(lambda: caller.request(asked["id"]), lambda request: request["state"] == "delivered")
    text = measures(server)
    shown = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    page = (ROOT / "docs/OPERATING.md").read_text()
    assert shown == set(re.findall(r"^\| `((?:portico|process)_\w+)` \|", page, re.MULTILINE))

    template = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests"
    assert f'portico_http_requests_total{{method="POST",route="{template}",status="2xx"}} 1' in text
    assert re.search(r'^portico_jobs_done_total\{kind="deliver"\} 1$', text, re.MULTILINE)
    assert re.search(r'^portico_jobs_failed_total\{kind="deliver"\} 0$', text, re.MULTILINE)
    for personal in ["kenji", "Mori", "aldervik", asked["id"]]:
        assert personal not in text, personal


def test_callers_do_not_get_measures(server):
    answer = httpx.get(f"{server.origin}/metrics")
    assert answer.status_code == 404
    assert "portico_http" not in answer.text


def test_the_log_holds_nothing_of_the_callers(fresh_server):
    server = fresh_server(environment={"PORTICO_LOG": "trace", "PORTICO_LOG_FORMAT": "json"})
    caller = person(server, "ines.duarte")
    query = "displayName eq 'Whisper-7431'"
    answer = caller.http.get("/v1.0/users", params={"$filter": query}, headers={"cookie": "portico-1=Crumbs-8552"})
    assert answer.status_code == 200
    request_id = answer.headers["request-id"]
    assert caller.http.post("/v1.0/nowhere", json={"reason": "Murmur-9663"}).status_code == 404

    def lines():
        objects = [json.loads(line) for line in list(server.log) if line.startswith("{")]
        fields = [found["fields"] for found in objects if found["target"].startswith("portico_server")]
        return [found for found in fields if found.get("message") == "request"]

    found = eventually(lines, lambda found: [line["status"] for line in found[-2:]] == [200, 404])
    line = next(line for line in found if line["request_id"] == request_id)
    assert (line["method"], line["route"], line["caller"]) == ("GET", "/v1.0/users", "person")
    assert found[-1]["route"] == "portal"
    log = "".join(server.log)
    token = server.token(caller.principal)
    for secret in [token, token.split(".")[1], "Whisper", "displayName", "Crumbs", "Murmur", "ines.duarte"]:
        assert secret not in log, secret


def test_the_log_is_silent_unless_asked(fresh_server):
    server = fresh_server()
    assert httpx.get(f"{server.origin}/v1.0/me").status_code == 401
    assert server.stop() == 0
    assert not [line for line in server.log if "request" in line], server.log
