"""Two administrators and the person themselves give, change and take the same access in the same moment: whatever order it happened in, it
happened in one. On PostgreSQL they sit at two servers."""

import threading
from collections import Counter

import httpx

from books import LIVE, OPEN
from organisation import ADMINISTRATORS
from seats import at_once
from yard import EM, setting

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
    answers = Counter()

    def sit(seat):
        with httpx.Client(base_url=servers[seat % len(servers)].origin, timeout=60) as http:
            for person, package in pairs:
                for act in ACTS:
                    gate.wait()
                    answer = do(yard, http, act[seat], seat, (person, objects[person], package))
                    if answer is not None:
                        answers[act[seat], answer.status_code] += 1
                        assert answer.status_code in (201, 400, 404), answer.text
                    gate.wait()

    at_once(gate, sit)
    yard.settle(120)
    done = sum(times for (_, status), times in answers.items() if status == 201)
    found = yard.one("SELECT count(*) AS n FROM requests")
    line.note(rounds=rounds * len(ACTS), acknowledged=done, found=found, log=yard.one("SELECT count(*) AS n FROM audit"))
    line.note(seed_or_remark=", ".join(f"{what} {status}: {times}" for (what, status), times in sorted(answers.items())))
    assert done == found
    assert problems(yard) == []
    assert "sound" in yard.verify()


def do(yard, http, what, seat, about):
    """One act of one seat; None when there is nothing to do it to."""
    person, target, number = about
    package, policy = yard.package(number)
    mine = what in ("ask", "leave")
    name = person if mine else ADMINISTRATORS[seat % len(ADMINISTRATORS)]
    headers = {"Authorization": f"Bearer {yard.token(name)}"}
    ids = {"accessPackageId": package, "assignmentPolicyId": policy, "targetId": target}
    body = {"requestType": {"give": "adminAdd", "ask": "userAdd"}.get(what), "assignment": ids, "justification": "Faults"}
    if what in ("change", "take", "leave"):
        held = yard.rows(
            f"SELECT a.id AS a FROM assignments a JOIN subjects s ON s.id = a.target_id WHERE s.object_id = '{target}' "
            f"AND a.package_id = '{package}' AND a.state IN ('delivering', 'partiallyDelivered', 'delivered')"
        )
        if not held:
            return None
        kind = {"change": "adminUpdate", "take": "adminRemove", "leave": "userRemove"}[what]
        body = {"requestType": kind, "assignment": {"id": held[0][0]}}
        if what == "change":
            body["schedule"] = {"expiration": {"type": "afterDuration", "duration": "P7D"}}
    return http.post(f"{EM}/assignmentRequests", json=body, headers=headers)


def problems(yard):
    """Whatever is half done, done twice, or given by nothing."""
    assignments = yard.rows(
        "SELECT a.id AS a, s.object_id AS b, a.package_id AS c, a.state AS d, k.import_key AS e FROM assignments a "
        "JOIN subjects s ON s.id = a.target_id JOIN packages k ON k.id = a.package_id"
    )
    live = Counter((person, "g" + key[1:]) for _, person, _, state, key in assignments if state in LIVE)
    found = [f"{times} live assignments for {pair}" for pair, times in live.items() if times > 1]
    members = set(
        yard.rows("SELECT m.member_id AS a, g.import_key AS b FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.source = 'access'")
    )
    found += [f"holds and is not in: {pair}" for pair in set(live) - members]
    found += [f"is in and holds nothing: {pair}" for pair in members - set(live)]
    opened = ", ".join(f"'{state}'" for state in OPEN)
    found += [f"left open: {row}" for row in yard.rows(f"SELECT id AS a, state AS b FROM requests WHERE state IN ({opened})")]
    found += [f"job given up: {row}" for row in yard.rows("SELECT kind AS a, last_error AS b FROM jobs WHERE state <> 'waiting'")]
    return found
