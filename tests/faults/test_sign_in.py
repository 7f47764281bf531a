"""Many people sign in at the same moment: everybody gets in, and nobody in anybody's way."""

import threading
import time
from collections import Counter

import httpx

from organisation import MAIL
from yard import setting

CALLERS = 16


def test_many_sign_in_at_once(either_yard, figures):
    each = setting("SIGN_INS", 20)
    yard = either_yard(people=CALLERS, packages=2)
    server = yard.start(mail=False)
    line = figures("16 sign in at once", yard.engine)
    statuses, longest = Counter(), []

    def sign_in(name):
        with httpx.Client(base_url=server.origin, timeout=60, headers={"X-Portico": "1"}) as http:
            for _ in range(each):
                began = time.monotonic()
                answer = http.post("/demo/sign-in", json={"userPrincipalName": f"{name}@{MAIL}"})
                longest.append(time.monotonic() - began)
                statuses[answer.status_code] += 1
                # As on another device: nobody is signed out by it.
                http.cookies.clear()

    threads = [threading.Thread(target=sign_in, args=(name,)) for name in yard.people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sessions = yard.one("SELECT count(*) AS n FROM sessions")
    line.note(rounds=each, acknowledged=statuses[200], found=sessions, seed_or_remark=f"longest {max(longest):.2f} s")
    assert statuses == {200: CALLERS * each}, statuses
    assert sessions == CALLERS * each
