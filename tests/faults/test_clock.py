"""The machine's clock jumps, both ways: what is due happens once, what happened stays as it is, and nobody waits for a moment that the
clock has left behind."""

from pathlib import Path

import httpx
import pytest

from books import Books
from load import Ledger, Load, judged
from organisation import APPROVERS, MAIL
from portico_server import eventually
from yard import EM, stamp

LIBRARIES = ["/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1"]
DAY = 86_400


@pytest.fixture
def clock(tmp_path):
    """Moves the clock of the servers by seconds from the true one; `environment` is theirs."""
    found = [library for pattern in LIBRARIES for library in Path("/").glob(pattern[1:])]
    if not found:
        pytest.skip("the clock of a process is moved by libfaketime: apt-get install faketime")

    class Clock:
        file = tmp_path / "clock"
        environment = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            # Waiting follows the steady clock, which does not jump when somebody sets the other.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

        def set(self, seconds):
            beside = self.file.with_suffix(".new")
            beside.write_text(f"{seconds:+d}\n", encoding="utf-8")
            beside.rename(self.file)

    made = Clock()
    made.set(0)
    return made


class Person:
    """Calls with a token of the moment: the demo's tokens follow the clock."""

    def __init__(self, yard, name):
        self.yard, self.name = yard, name

    def ask(self, number):
        with self.yard.caller(self.name) as http:
            answer = http.post(f"{EM}/assignmentRequests", json=self.yard.body(number))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


def jump(yard, clock, seconds):
    """The clock is set; whoever calls needs a token of that time."""
    clock.set(seconds)
    yard.forget_tokens()


def state(yard, request):
    return yard.one(f"SELECT state AS a FROM requests WHERE id = '{request}'")


def kinds(yard, request):
    """The history of a request and its assignment."""
    query = (
        f"SELECT kind AS a FROM events WHERE request_id = '{request}' OR "
        f"assignment_id = (SELECT assignment_id FROM requests WHERE id = '{request}') ORDER BY position"
    )
    return [kind for (kind,) in yard.rows(query)]


def test_there_and_back(either_yard, figures, clock):
    yard = either_yard(people=8, packages=8, environment=clock.environment)
    line = figures("clock jumps", yard.engine)
    server = yard.start()
    ana, bo = Person(yard, "p000"), Person(yard, "p001")
    waits, held = ana.ask(0), ana.ask(1)
    eventually(lambda: state(yard, held), lambda found: found == "delivered")
    with httpx.Client(base_url=server.origin, headers={"X-Portico": "1"}) as browser:
        assert browser.post("/demo/sign-in", json={"userPrincipalName": f"p002@{MAIL}"}).status_code == 200
        assert browser.get("/v1.0/me").status_code == 200
        yard.settle()

        # Past the stage's deadline: refused once. The session was not used for as long.
        jump(yard, clock, 15 * DAY)
        eventually(lambda: state(yard, waits), lambda found: found == "denied")
        assert browser.get("/v1.0/me").status_code == 401
        yard.settle()
        # And back: what was decided stays, the session is what it was, and the log goes on.
        jump(yard, clock, 0)
        assert browser.get("/v1.0/me").status_code == 200
    again = bo.ask(1)
    eventually(lambda: state(yard, again), lambda found: found == "delivered")
    yard.settle()
    assert kinds(yard, waits).count("timedOut") == 1

    # Past the end of the access, twice.
    for seconds in (31 * DAY, 0, 31 * DAY):
        jump(yard, clock, seconds)
        if seconds:
            ended = "SELECT state AS a FROM assignments WHERE state <> 'reserved'"
            eventually(lambda ended=ended: {row[0] for row in yard.rows(ended)}, lambda found: found == {"expired"})
        yard.settle()
    for request in (held, again):
        assert kinds(yard, request).count("ended") == 1, kinds(yard, request)
    assert yard.one("SELECT count(*) AS n FROM group_members WHERE source = 'access'") == 0
    # From a year before everything, too.
    jump(yard, clock, -365 * DAY)
    late = bo.ask(3)
    eventually(lambda: state(yard, late), lambda found: found == "delivered")
    yard.settle()
    doubled = yard.rows("SELECT request_id AS a, subject AS b, to_address AS c FROM mail GROUP BY request_id, subject, to_address HAVING count(*) > 1")
    line.note(rounds=6, acknowledged=4, found=yard.one("SELECT count(*) AS n FROM requests WHERE request_type = 'userAdd'"), doubled=len(doubled))
    line.note(log=yard.one("SELECT count(*) AS n FROM audit"), seed_or_remark="+15 d, back, +31 d, back, +31 d, -1 year")
    assert not doubled
    assert "sound" in yard.verify()


def test_killed_before_the_clock_went_back(either_yard, figures, clock, seed):
    """Leases were taken at a moment that is now far ahead; what they covered is done all the same, at once."""
    yard = either_yard(people=30, packages=40, environment=clock.environment)
    line = figures("clock back after kill", yard.engine)
    server = yard.start()
    jump(yard, clock, 5 * DAY)
    yard.know(yard.people + APPROVERS)
    ledger = Ledger(yard, seed)
    load = Load(yard, ledger, stamp(seed, "clock"))
    load.start()
    assert load.answered.wait(30)
    # The sealer looks twice a second.
    eventually(lambda: yard.rows("SELECT 1 AS a FROM leases"), bool)
    eventually(lambda: yard.rows("SELECT 1 AS a FROM jobs WHERE lease_until IS NOT NULL"), bool)
    server.kill()
    load.join()
    assert yard.one("SELECT count(*) AS n FROM leases") == 1, "the sealer has never been there"
    jump(yard, clock, 0)
    server.start_again()
    yard.settle(45)
    books = Books(yard)
    lost, doubled, strange = judged(ledger, books)
    acknowledged = sum(call.acknowledged for call in ledger.calls)
    line.note(rounds=1, acknowledged=acknowledged, found=acknowledged - len(lost), lost=len(lost), doubled=len(doubled))
    line.note(log=books.audit_entries, seed_or_remark=f"seed {seed}; back by 5 d")
    assert (lost, doubled, strange) == ([], [], [])
    assert "sound" in yard.verify()
