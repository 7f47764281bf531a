"""PostgreSQL goes away under load: connections are cut, the server is stopped like by a power cut, and another one takes over. Two
server processes stay up, say "later" meanwhile, and go on by themselves."""

import signal
import time

import httpx
import pytest

from books import Books
from load import Call, Ledger, Load, judged, retry_unknown, send
from organisation import APPROVERS
from postgres import Postgres, programs
from relay import Relay
from portico_server import eventually
from yard import setting, stamp

#: For how many seconds PostgreSQL is stopped.
AWAY = 3
CUT = "SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity WHERE application_name = 'portico'"


@pytest.fixture
def primary():
    """A PostgreSQL server that this test may harm."""
    if programs() is None:
        pytest.skip("no PostgreSQL on this machine")
    server = Postgres.new()
    yield server
    server.remove()


def writes_again(yard, ledger):
    """How long until both servers take a request again, in seconds."""
    began = time.monotonic()
    for server in yard.servers:

        def ask(server=server):
            call = Call("submit", *ledger.pair())
            with httpx.Client(base_url=server.origin, timeout=40) as http:
                send(yard, http, call)
            ledger.note(call)
            return call

        eventually(ask, lambda call: call.acknowledged, 60)
    return time.monotonic() - began


def balance(yard, ledger, line, remark):
    """Everything acknowledged is there, once, and whole."""
    assert [server.process.poll() for server in yard.servers] == [None, None], "a server ended"
    yard.settle(150)
    retry_unknown(yard, ledger, yard.servers[0])
    yard.settle()
    books = Books(yard)
    lost, doubled, strange = judged(ledger, books)
    problems = books.problems()
    acknowledged = sum(call.acknowledged for call in ledger.calls)
    refused = sum(call.status == 503 for call in ledger.calls)
    line.note(acknowledged=acknowledged, found=acknowledged - len(lost), lost=len(lost), doubled=len(doubled), log=books.audit_entries)
    line.note(seed_or_remark=f"{remark}; {refused} told to come later")
    assert (lost, doubled, strange, problems) == ([], [], [], [])
    assert "sound" in yard.verify()


def begin(yard, **options):
    """A yard with two servers, and its ledger."""
    place = yard(people=30, packages=80, **options)
    place.start()
    place.start()
    place.know(place.people + APPROVERS)
    return place


def test_cut_connections(primary, yard, figures, seed):
    place = begin(yard, cluster=primary, name="cut")
    line = figures("connections cut", place.engine)
    ledger = Ledger(place, seed)
    rounds = setting("CUTS", 3)
    load = Load(place, ledger, stamp(seed, "cut"))
    load.start()
    cut = 0
    for _ in range(rounds):
        time.sleep(0.7)
        cut += int(primary.ask("postgres", CUT))
    time.sleep(0.5)
    load.join()
    line.note(rounds=rounds)
    balance(place, ledger, line, f"seed {seed}; {cut} connections cut")


@pytest.mark.slow
def test_a_server_that_is_away(primary, yard, figures, seed):
    place = begin(yard, cluster=primary, name="away")
    line = figures("PostgreSQL away", place.engine)
    ledger = Ledger(place, seed)
    load = Load(place, ledger, stamp(seed, "away"))
    load.start()
    time.sleep(1)
    primary.stop(signal.SIGQUIT)
    time.sleep(AWAY)
    for server in place.servers:
        assert httpx.get(f"{server.origin}/healthz").status_code == 200
        ready = httpx.get(f"{server.origin}/readyz", timeout=30)
        assert ready.status_code == 503, "it says that it is ready"
        assert int(ready.headers["Retry-After"]) > 0
    primary.start()
    seconds = writes_again(place, ledger)
    load.join()
    line.note(rounds=1)
    balance(place, ledger, line, f"seed {seed}; writes again after {seconds:.1f} s")


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["crashed", "silent"])
def test_another_server_takes_over(primary, yard, figures, seed, gone):
    """`silent`: the machine is gone, and with it everybody who could say that a connection is at its end."""
    relay = Relay(primary.port)
    primary.database("over")
    place = begin(yard, cluster=primary, name="over", address=primary.address("over", relay.port))
    line = figures(f"failover, {gone}", place.engine)
    standby = primary.copy()
    try:
        primary.wait_for_standby()
        ledger = Ledger(place, seed)
        load = Load(place, ledger, stamp(seed, "over"))
        load.start()
        time.sleep(1.5)
        # First a standby that can only be read, for a moment; then it is the one.
        lead = relay.lead_to if gone == "crashed" else relay.freeze
        lead(standby.port)
        primary.stop(signal.SIGQUIT)
        time.sleep(1.5)
        standby.promote()
        place.cluster = standby
        seconds = writes_again(place, ledger)
        time.sleep(1)
        load.join()
        line.note(rounds=1)
        balance(place, ledger, line, f"seed {seed}; writes again after {seconds:.1f} s")
    finally:
        place.close()
        relay.close()
        standby.remove()
