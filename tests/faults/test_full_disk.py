"""The disk under the database is full: writes are refused in words, reads go on, nothing is half there, and all is well as soon as there
is room again."""

import os
import subprocess
import time

import pytest

from books import Books
from organisation import APPROVERS
from portico_server import eventually
from yard import EM

ROOM = "8m"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few megabytes; where a test may not make one, it says so."""
    folder = tmp_path / "yard0" / "data"
    folder.mkdir(parents=True)
    made = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=False).returncode == 0
    if not made:
        pytest.skip("a full disk needs a small file system, and this user may not mount one")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder):
    """Takes all the room there is."""
    filler = folder / "filler"
    with open(filler, "ab", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def test_a_full_disk(small_disk, yard, figures):
    place = yard(people=30, packages=40)
    line = figures("full disk", place.engine)
    server = place.start()
    place.know([*place.people, APPROVERS[0]])
    acknowledged, refused = [], 0

    def ask(person, number):
        with place.caller(person) as http:
            answer = http.post(f"{EM}/assignmentRequests", json=place.body(number))
        if answer.status_code == 201:
            acknowledged.append(answer.json()["id"])
        return answer

    assert ask("p000", 0).status_code == 201
    place.settle()
    for turn in (1, 2):
        filler = fill(small_disk)
        # The log beside the database was made longer before and is written over first, so the first few may still fit.
        in_a_row = 0
        for number in range(1, 40):
            answer = ask(f"p{turn:03}", number)
            if answer.status_code == 201:
                in_a_row = 0
                continue
            assert answer.status_code == 503, (answer.text, time.sleep(1), server.log[-4:])
            assert answer.json()["error"]["code"] == "ServiceUnavailable"
            assert int(answer.headers["Retry-After"]) > 0
            in_a_row += 1
            refused += 1
            with place.caller("p000") as http:
                reads = [http.get(f"{EM}/assignmentRequests/{acknowledged[0]}"), http.get("/v1.0/me"), http.get("/healthz"), http.get("/readyz")]
            assert [read.status_code for read in reads] == [200] * 4
            if in_a_row == 8:
                break
        assert in_a_row == 8, "the disk was never full"
        if turn == 2:
            # And a power cut on top of it.
            server.kill()
        filler.unlink()
        if turn == 2:
            server.start_again()
        began = time.monotonic()
        eventually(lambda turn=turn: ask(f"p{turn + 10:03}", 0).status_code, lambda status: status == 201, 20)
        line.note(seed_or_remark=f"{refused} refused, well again after {time.monotonic() - began:.1f} s")
    place.settle()
    books = Books(place)
    lost = [request for request in acknowledged if request not in books.requests]
    line.note(rounds=2, acknowledged=len(acknowledged), found=len(acknowledged) - len(lost), lost=len(lost), log=books.audit_entries)
    assert not lost
    assert len(books.requests) == len(acknowledged), "a refused request is there"
    problems = books.problems()
    assert not problems, problems
    assert "sound" in place.verify()
