"""All approvers of a stage decide at once, in two ways, and in every second round the requestor takes the request back in the same
moment: one of them wins, and all others are told who. On PostgreSQL they sit at two servers."""

import threading
from collections import Counter

import httpx

from books import Books
from organisation import APPROVERS
from seats import at_once
from yard import EM, setting

SEATS = len(APPROVERS) + 1


class Race:
    """One request, and what everybody was answered."""

    def __init__(self, yard, number):
        # Only packages with an approval; each pair once.
        packages = yard.package_numbers[::2]
        self.person = yard.people[number // len(packages)]
        self.package = packages[number % len(packages)]
        self.cancels = number % 2 == 1
        self.turn = number
        self.request = self.stage = None
        self.answers = {}

    def verdict(self, seat):
        return "Approve" if (seat + self.turn) % 2 else "Deny"



def test_one_decider_wins(either_yard, figures):
    rounds = setting("RACES", 50)
    yard = either_yard(people=max(2, -(-rounds // 40)), packages=80)
    line = figures("racing deciders", yard.engine)
    servers = [yard.start() for _ in range(2 if yard.cluster else 1)]
    yard.know(yard.people + APPROVERS)
    races = [Race(yard, number) for number in range(rounds)]
    gate = threading.Barrier(SEATS)

    def sit(seat):
        with httpx.Client(base_url=servers[seat % len(servers)].origin, timeout=60) as http:
            for race in races:
                if seat == SEATS - 1:
                    ask(yard, http, race)
                gate.wait(60)
                act(yard, http, race, seat)

    at_once(gate, sit)
    yard.settle(120)
    books = Books(yard)
    winners = Counter(judge(race, books) for race in races)
    line.note(rounds=rounds, acknowledged=rounds, found=sum(winners.values()), log=books.audit_entries)
    line.note(seed_or_remark=", ".join(f"{who} {times}" for who, times in sorted(winners.items())))
    problems = books.problems()
    assert not problems, problems
    assert "sound" in yard.verify()


def headers(yard, name):
    return {"Authorization": f"Bearer {yard.token(name)}"}


def ask(yard, http, race):
    asked = http.post(f"{EM}/assignmentRequests", json=yard.body(race.package), headers=headers(yard, race.person))
    assert asked.status_code == 201, asked.text
    race.request = asked.json()["id"]
    stages = http.get(f"{EM}/accessPackageAssignmentApprovals/{race.request}/stages", headers=headers(yard, APPROVERS[0]))
    race.stage = stages.json()["value"][0]["id"]


def act(yard, http, race, seat):
    """A verdict, or taking it back."""
    if seat < len(APPROVERS):
        name = APPROVERS[seat]
        body = {"reviewResult": race.verdict(seat), "justification": f"says {name}"}
        address = f"{EM}/accessPackageAssignmentApprovals/{race.request}/stages/{race.stage}"
        race.answers[name] = http.patch(address, json=body, headers=headers(yard, name))
    elif race.cancels:
        address = f"{EM}/assignmentRequests/{race.request}/cancel"
        race.answers["cancel"] = http.post(address, headers=headers(yard, race.person))


def judge(race, books):
    """Who won; everybody else must have been told."""
    won = [who for who, answer in race.answers.items() if answer.status_code < 300]
    told = {who: (answer.status_code, answer.text) for who, answer in race.answers.items()}
    assert len(won) == 1, told
    (winner,) = won
    state = books.requests[race.request][0]
    result, name = books.deciders[race.request]
    if winner == "cancel":
        assert (state, result) == ("canceled", "NotReviewed"), (state, result)
    else:
        approved = race.verdict(APPROVERS.index(winner)) == "Approve"
        assert (state, result, name) == (
            ("delivered", "Approved", winner.title()) if approved else ("denied", "Denied", winner.title())
        ), (state, result, name)
    for who, answer in race.answers.items():
        if who == winner:
            continue
        if who == "cancel":
            assert answer.status_code in (400, 409), told
            continue
        assert answer.status_code == 409, told
        error = answer.json()["error"]
        said = " ".join(detail["message"] for detail in error.get("details", []))
        # A request taken back has nobody to name: the message says what became of it.
        assert winner == "cancel" or winner.title() in said, error
    return "taken back" if winner == "cancel" else "approved" if state == "delivered" else "refused"
