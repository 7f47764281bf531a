"""Two administrators and the person themselves give, change and take the same access in the same moment: whatever order it happened in, it
happened in one. On PostgreSQL they sit at two servers."""

import threading
from collections import Counter

import httpx

from access import act, problems
from organisation import ADMINISTRATORS
from seats import at_once
from yard import setting

SEATS = 3
#: What each seat does in each act; an act begins when all are ready and what the last one left to do is done.
ACTS = (("give", "give", "ask"), ("change", "take", "ask"), ("give", "leave", "take"), ("take", "take", "leave"))


def test_access_is_given_and_taken_in_one_order(either_yard, figures):
    rounds = setting("RACES", 50) // 5
    yard = either_yard(people=max(2, -(-rounds // 20)), packages=40)
    line = figures("racing administrators", yard.engine)
    servers = [yard.start() for _ in range(2 if yard.cluster else 1)]
    yard.know(yard.people + ADMINISTRATORS)
    # Packages that nobody needs to approve.
    packages = yard.package_numbers[1::2]
    pairs = [(yard.people[n // len(packages)], packages[n % len(packages)]) for n in range(rounds)]
    objects = dict(yard.rows("SELECT import_key AS a, id AS b FROM users"))
    gate = threading.Barrier(SEATS, timeout=90)
    # A list, for the seats write to it at the same time: adding up in place would lose some.
    heard = []

    def sit(seat):
        with httpx.Client(base_url=servers[seat % len(servers)].origin, timeout=60) as http:
            for person, package in pairs:
                for kinds in ACTS:
                    gate.wait()
                    answer = act(yard, http, kinds[seat], seat, (person, objects[person], package))
                    if answer is not None:
                        heard.append((kinds[seat], answer.status_code))
                        assert answer.status_code in (201, 400, 404), answer.text
                    gate.wait()

    at_once(gate, sit)
    yard.settle(120)
    answers = Counter(heard)
    done = sum(times for (_, status), times in answers.items() if status == 201)
    found = yard.one("SELECT count(*) AS n FROM requests")
    line.note(rounds=rounds * len(ACTS), acknowledged=done, found=found, log=yard.one("SELECT count(*) AS n FROM audit"))
    line.note(seed_or_remark=", ".join(f"{what} {status}: {times}" for (what, status), times in sorted(answers.items())))
    assert done == found
    assert problems(yard) == []
    assert "sound" in yard.verify()
