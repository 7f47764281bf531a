"""People who ask, decide and take back, all at once, and a ledger of what they asked and what they were told."""

import random
import threading
import time
import uuid

import httpx

from organisation import APPROVERS, needs_approval
from yard import EM, stamp

#: Refusals that are the right answer when somebody else was faster.
OVERTAKEN = {
    "submit": (400, 409),
    "decide": (403, 404, 409),
    "cancel": (400, 409),
}


class Call:
    """One command: what was sent, and the status that came back; None when nothing did."""

    def __init__(self, kind, who, number, request=None, verdict=None):
        self.kind, self.who, self.number, self.verdict = kind, who, number, verdict
        self.request = request
        self.key = str(uuid.uuid4())
        self.status = None
        self.text = ""

    @property
    def acknowledged(self):
        return self.status is not None and self.status < 300


class Ledger:
    """Every call of every round."""

    def __init__(self, yard, seed):
        self.calls = []
        self.guard = threading.Lock()
        self.free = [(person, number) for person in yard.people for number in range(len(yard.package_numbers))]
        random.Random(seed).shuffle(self.free)
        self.waiting = []

    def pair(self):
        """A person and a package that were not together yet."""
        with self.guard:
            return self.free.pop()

    def some_request(self, rng):
        """A request that waited for a decision when it was last heard of; several callers may get the same."""
        with self.guard:
            return rng.choice(self.waiting[-12:]) if self.waiting else None

    def note(self, call):
        with self.guard:
            self.calls.append(call)
            if call.kind == "submit" and call.acknowledged and needs_approval(call.number):
                self.waiting.append(call)


class Load:
    """Workers that call until they are told to stop or nobody answers any more."""

    def __init__(self, yard, ledger, seed, workers=8):
        self.yard, self.ledger = yard, ledger
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._work, args=(random.Random(stamp(seed, n)), n)) for n in range(workers)]
        self.answered = threading.Event()
        self.troubles = []

    def start(self):
        for thread in self.threads:
            thread.start()

    def join(self):
        """Waits until everybody has heard or knows that they will not."""
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "a caller waits for ever"
        assert not self.troubles, self.troubles

    def _work(self, rng, number):
        try:
            self._call_on(rng, number)
        except Exception as trouble:  # noqa: BLE001 (whatever it is, it is no call that was answered)
            self.troubles.append(trouble)

    def _call_on(self, rng, number):
        server = self.yard.servers[number % len(self.yard.servers)]
        with httpx.Client(base_url=server.origin, timeout=40) as http:
            while not self.over.is_set():
                call = self._choose(rng)
                try:
                    send(self.yard, http, call)
                except httpx.TransportError:
                    self.over.set()
                self.answered.set()
                self.ledger.note(call)

    def _choose(self, rng):
        draw = rng.random()
        asked = self.ledger.some_request(rng) if draw > 0.5 else None
        if asked is None:
            return Call("submit", *self.ledger.pair())
        if draw > 0.85:
            return Call("cancel", asked.who, asked.number, asked.request)
        return Call("decide", rng.choice(APPROVERS), asked.number, asked.request, rng.choice(["Approve", "Deny"]))


def send(yard, http, call):
    """Sends a call and notes the answer in it."""
    headers = {"Authorization": f"Bearer {yard.token(call.who)}", "client-request-id": call.key}
    if call.kind == "submit":
        answer = http.post(f"{EM}/assignmentRequests", json=yard.body(call.number), headers=headers)
    elif call.kind == "cancel":
        answer = http.post(f"{EM}/assignmentRequests/{call.request}/cancel", headers=headers)
    else:
        stage = stage_of(yard, http, call)
        if stage is None:
            return None
        address = f"{EM}/accessPackageAssignmentApprovals/{call.request}/stages/{stage}"
        body = {"reviewResult": call.verdict, "justification": f"{call.verdict}, says {call.who}"}
        answer = http.patch(address, json=body, headers=headers)
    call.text = answer.text
    if call.kind == "submit" and answer.status_code == 201:
        call.request = answer.json()["id"]
    call.status = answer.status_code
    return answer


def stage_of(yard, http, call):
    """The id of the one stage of a request; without one the call has its answer already."""
    if call.request not in yard.stages:
        headers = {"Authorization": f"Bearer {yard.token(call.who)}"}
        answer = http.get(f"{EM}/accessPackageAssignmentApprovals/{call.request}/stages", headers=headers)
        call.status, call.text = answer.status_code, answer.text
        if answer.status_code != 200:
            return None
        call.status = None
        yard.stages[call.request] = answer.json()["value"][0]["id"]
    return yard.stages[call.request]


def judged(ledger, books):
    """What of the ledger is not in the books as it should be: (lost, doubled, answers that nobody should get)."""
    lost, doubled, strange = [], [], []
    submitted = {}
    for call in ledger.calls:
        allowed = OVERTAKEN[call.kind]
        if call.status is not None and not call.acknowledged and call.status not in allowed and call.status != 503:
            strange.append(f"{call.kind} was answered {call.status}: {call.text}")
        if call.kind == "submit":
            submitted[call.who, call.number] = call
        if not call.acknowledged:
            continue
        if call.request not in books.requests:
            lost.append(f"{call.kind} of {call.request}")
        elif call.kind == "cancel" and books.requests[call.request][0] != "canceled":
            lost.append(f"cancel of {call.request}: it is {books.requests[call.request][0]}")
        elif call.kind == "decide":
            result, name = books.deciders[call.request]
            wanted = {"Approve": "Approved", "Deny": "Denied"}[call.verdict]
            if (result, name) != (wanted, call.who.title()):
                lost.append(f"{call.verdict} of {call.request} by {call.who}: it says {result} by {name}")
    # Each pair is asked for once, so a second request is one that was made twice.
    found = {}
    for request, (_, person, _, _, key) in books.requests.items():
        found.setdefault((person, key), []).append(request)
    doubled += [f"{pair}: {requests}" for pair, requests in found.items() if len(requests) > 1]
    return lost, doubled, strange


def retry_unknown(yard, ledger, server):
    """Callers who never heard send the same call again: the server knows it by its key, or does it now."""
    unknown = [call for call in ledger.calls if call.kind == "submit" and (call.status is None or call.status == 503)]
    with httpx.Client(base_url=server.origin, timeout=40) as http:
        for call in unknown:
            answer = send(yard, http, call)
            assert answer.status_code == 201, f"the retry of a lost answer: {answer.status_code} {answer.text}"
            ledger.waiting += [call] if needs_approval(call.number) else []
    return len(unknown)


def pause(rng, shortest, longest):
    """Waits for a random while, in seconds."""
    time.sleep(rng.uniform(shortest, longest))
