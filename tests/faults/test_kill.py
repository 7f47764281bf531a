"""SIGKILL at random moments under load: what was acknowledged is there, once; what was not is there wholly or not at all."""

import random

from books import Books
from load import Ledger, Load, judged, pause, retry_unknown
from organisation import APPROVERS
from yard import setting, stamp


#: Letters are sent in every round of so many, and in the last: a letter that was on its way waits for its lease of fifteen seconds.
MAIL_EVERY = 5


def test_killed_at_random_moments(either_yard, figures, seed):
    rounds = setting("KILLS", 5)
    # Each pair is asked for once, and a released server takes some two hundred of them a round.
    yard = either_yard(people=max(40, 4 * rounds), packages=80)
    line = figures("kill -9", yard.engine)
    line.note(seed_or_remark=f"seed {seed}")
    server = yard.start()
    yard.know(yard.people + APPROVERS)
    ledger = Ledger(yard, seed)
    rng = random.Random(stamp(seed, "kill"))
    unheard = 0
    for number in range(rounds):
        load = Load(yard, ledger, stamp(seed, number))
        load.start()
        assert load.answered.wait(30)
        pause(rng, 0.05, 1.5)
        server.kill()
        load.join()
        # The next to be killed sends letters or not; the last has all of them to send.
        sends = number % MAIL_EVERY == 0 or number + 1 == rounds
        server.config = yard.mail() if sends else ""
        server.start_again()
        yard.settle(mail=bool(server.config))
        books = Books(yard)
        lost, doubled, strange = judged(ledger, books)
        problems = books.problems()
        acknowledged = sum(call.acknowledged for call in ledger.calls)
        line.note(rounds=number + 1, acknowledged=acknowledged, found=acknowledged - len(lost))
        line.note(lost=len(lost), doubled=len(doubled), log=books.audit_entries)
        assert (lost, doubled, strange, problems) == ([], [], [], []), f"seed {seed}, round {number}"
        # Each letter is one file of its own, whatever was sent twice.
        files = {file.stem for file in yard.letters.glob("*.eml")}
        assert books.letters_sent <= files <= books.letter_ids
        assert books.letters_sent == books.letter_ids or not server.config
        assert "sound" in yard.verify()
        if number % 2:
            unheard += retry_unknown(yard, ledger, server)
    line.note(seed_or_remark=f"seed {seed}; {unheard} unheard calls sent again")
    assert acknowledged > rounds * 3, "there was hardly any load"
