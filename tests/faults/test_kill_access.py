"""SIGKILL at random moments while access is given, changed and taken: what was acknowledged is there, and nothing is half done."""

import random
import threading

import httpx

from access import KINDS, act, problems
from load import pause
from organisation import ADMINISTRATORS
from yard import setting, stamp

WORKERS = 6


class Acts:
    """Workers that act until they are told to stop or nobody answers any more, and the ids of what they were told was done."""

    def __init__(self, yard, abouts, seed):
        self.yard, self.abouts = yard, abouts
        self.over, self.answered = threading.Event(), threading.Event()
        self.done, self.strange = [], []
        self.threads = [threading.Thread(target=self._work, args=(random.Random(stamp(seed, n)), n)) for n in range(WORKERS)]
        for thread in self.threads:
            thread.start()

    def join(self):
        """Waits until everybody has heard or knows that they will not."""
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "a caller waits for ever"

    def _work(self, rng, seat):
        with httpx.Client(base_url=self.yard.servers[0].origin, timeout=40) as http:
            while not self.over.is_set():
                try:
                    answer = act(self.yard, http, rng.choice(KINDS), seat, rng.choice(self.abouts))
                except httpx.TransportError:
                    return
                except Exception as trouble:  # noqa: BLE001 (whatever it is, it is no act that was answered)
                    self.strange.append(repr(trouble))
                    return
                self.answered.set()
                if answer is not None and answer.status_code == 201:
                    self.done.append(answer.json()["id"])
                elif answer is not None and answer.status_code not in (400, 404, 409, 503):
                    self.strange.append(f"{answer.status_code} {answer.text}")


def test_killed_while_access_is_given_and_taken(either_yard, figures, seed):
    rounds = setting("KILLS", 5)
    yard = either_yard(people=4, packages=20)
    line = figures("kill -9, access", yard.engine)
    line.note(seed_or_remark=f"seed {seed}")
    server = yard.start()
    yard.know(yard.people + ADMINISTRATORS)
    objects = dict(yard.rows("SELECT import_key AS a, id AS b FROM users"))
    # Packages that nobody needs to approve; few, so that acts meet.
    numbers = yard.package_numbers[1::2]
    abouts = [(person, objects[person], number) for person in yard.people for number in numbers]
    rng = random.Random(stamp(seed, "kill access"))
    acknowledged = set()
    for number in range(rounds):
        acts = Acts(yard, abouts, stamp(seed, number))
        assert acts.answered.wait(30)
        pause(rng, 0.05, 1.5)
        server.kill()
        acts.join()
        server.start_again()
        yard.settle(mail=False)
        acknowledged |= set(acts.done)
        there = {row[0] for row in yard.rows("SELECT id AS a FROM requests")}
        found = len(acknowledged & there)
        line.note(rounds=number + 1, acknowledged=len(acknowledged), found=found, lost=len(acknowledged) - found)
        line.note(log=yard.one("SELECT count(*) AS n FROM audit"))
        assert (acknowledged - there, acts.strange, problems(yard)) == (set(), [], []), f"seed {seed}, round {number}"
    assert "sound" in yard.verify()
