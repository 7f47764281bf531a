"""Every call of our own OpenAPI document with bodies and options that nobody would write: whatever is sent, the server is not at fault."""

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portico_server import PorticoServer

ADMINISTRATOR = "kristin.moe@aldervik.example"
SELF_SERVICE = "amara.nwosu@aldervik.example"
# How many calls of each operation, by each caller.
EACH = 8


def known_ids(server):
    """Ids of every kind of thing, so that addresses lead somewhere."""
    tables = "packages policies requests assignments catalogs resources connected_organizations subjects users groups role_assignments"
    ids = ["endUserSettings"]
    for table in tables.split():
        ids += [id for (id,) in server.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 4")]
    return ids


def test_nothing_that_is_sent_is_the_servers_fault(tmp_path):
    portico = PorticoServer(tmp_path / "data", history=True)
    try:
        document = httpx.get(f"{portico.origin}/portico/v1/openapi.json").json()
        schema = schemathesis.openapi.from_dict(document)
        ids = known_ids(portico)
        answered, at_fault = {}, []
        with httpx.Client(base_url=portico.origin, timeout=30) as client:
            for principal in (SELF_SERVICE, ADMINISTRATOR):
                headers = {"Authorization": f"Bearer {portico.token(principal)}"}
                for result in schema.get_all_operations():
                    call_each(result.ok(), (client, headers, ids), answered, at_fault)
        assert at_fault == [], "\n".join(at_fault[:20])
        print(f"{sum(answered.values())} calls of {len(document['paths'])} addresses: {dict(sorted(answered.items()))}")
        # Most is refused; enough must get past the door for this to say anything.
        assert answered.get(200, 0) > 40 and answered.get(400, 0) > 100, answered
        assert portico.process.poll() is None
    finally:
        portico.kill()


def call_each(operation, how, answered, at_fault):
    client, headers, ids = how

    @settings(
        max_examples=EACH,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), which=st.integers(0, 1000))
    def once(case, which):
        for place, name in enumerate(case.path_parameters or {}):
            if (which + place) % 4:
                case.path_parameters[name] = ids[(which * 7 + place) % len(ids)]
        sent = case.as_transport_kwargs(base_url=str(client.base_url).rstrip("/"), headers=headers)
        for unused in ("cookies", "verify", "cert", "stream"):
            sent.pop(unused, None)
        response = client.request(**sent)
        answered[response.status_code] = answered.get(response.status_code, 0) + 1
        if response.status_code >= 500 and response.status_code != 501:
            at_fault.append(f"{response.status_code} {case.method} {response.request.url} {sent.get('json')}")

    once()
