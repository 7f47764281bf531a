"""Another process keeps the SQLite database locked for longer than anybody waits: all who wait are told so at the same time, reads go on,
and all is well as soon as the lock is gone."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from books import Books
from organisation import APPROVERS
from portico_server import eventually
from yard import EM

WAITING = 6
#: The server waits for 15 seconds.
PATIENCE = 15


@pytest.mark.slow
def test_a_locked_database(yard, figures):
    place = yard(people=WAITING, packages=10)
    line = figures("locked database", place.engine)
    place.start()
    place.know([*place.people, APPROVERS[0]])

    def ask(person, number=0):
        with place.caller(person) as http:
            began = time.monotonic()
            return http.post(f"{EM}/assignmentRequests", json=place.body(number)), time.monotonic() - began

    assert ask("p000")[0].status_code == 201
    place.settle()
    other = sqlite3.connect(place.folder / "data" / "portico.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(WAITING) as pool:
        asked = [pool.submit(ask, person, 2) for person in place.people]
        time.sleep(1)
        with place.caller("p000") as http:
            for path in ("/v1.0/me", f"{EM}/assignmentRequests/filterByCurrentUser(on='target')", "/readyz"):
                began = time.monotonic()
                assert http.get(path).status_code == 200, path
                assert time.monotonic() - began < 2, "a reader waits for the writer"
        answers = [one.result() for one in asked]
    for answer, seconds in answers:
        assert answer.status_code == 503, answer.text
        assert answer.json()["error"]["code"] == "ServiceUnavailable"
        assert int(answer.headers["Retry-After"]) > 0
        assert seconds < PATIENCE + 6, f"told after {seconds:.0f} s"
    other.execute("ROLLBACK")
    other.close()
    began = time.monotonic()
    eventually(lambda: ask("p001", 4)[0].status_code, lambda status: status == 201, 20)
    remark = f"{WAITING} told after {max(seconds for _, seconds in answers):.0f} s, well again after {time.monotonic() - began:.1f} s"
    place.settle()
    books = Books(place)
    line.note(rounds=1, acknowledged=2, found=len(books.requests), log=books.audit_entries, seed_or_remark=remark)
    assert len(books.requests) == 2, "a refused request is there"
    problems = books.problems()
    assert not problems, problems
    assert "sound" in place.verify()
