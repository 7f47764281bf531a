"""Many people sign in at the same moment: everybody gets in, and nobody in anybody's way."""

import threading
import time
from collections import Counter

import httpx

from organisation import MAIL
from seats import at_once
from yard import setting

CALLERS = 16


def test_many_sign_in_at_once(either_yard, figures):
    each = setting("SIGN_INS", 20)
    yard = either_yard(people=CALLERS, packages=2)
    server = yard.start(mail=False)
    line = figures("16 sign in at once", yard.engine)
    # A list, for the callers write to it at the same time: adding up in place would lose some.
    heard = []

    def sign_in(seat):
        with httpx.Client(base_url=server.origin, timeout=60, headers={"X-Portico": "1"}) as http:
            for _ in range(each):
                began = time.monotonic()
                answer = http.post("/demo/sign-in", json={"userPrincipalName": f"{yard.people[seat]}@{MAIL}"})
                heard.append((answer.status_code, time.monotonic() - began))
                # As on another device: nobody is signed out by it.
                http.cookies.clear()

    at_once(threading.Barrier(CALLERS), sign_in)
    statuses, longest = Counter(status for status, _ in heard), max(seconds for _, seconds in heard)
    sessions = yard.one("SELECT count(*) AS n FROM sessions")
    line.note(rounds=each, acknowledged=statuses[200], found=sessions, seed_or_remark=f"longest {longest:.2f} s")
    assert statuses == {200: CALLERS * each}, statuses
    assert sessions == CALLERS * each
