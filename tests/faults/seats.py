"""Several callers who begin at the same time."""

import threading


def at_once(gate, sit):
    """Runs `sit(seat)` for every seat at a barrier, each on a thread of its own. What went wrong at any of them fails the test."""
    troubles = []

    def guarded(seat):
        try:
            sit(seat)
        except Exception as trouble:  # noqa: BLE001 (whatever it is, the others must not wait for it)
            troubles.append(trouble)
            gate.abort()

    threads = [threading.Thread(target=guarded, args=(seat,)) for seat in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    troubles = [trouble for trouble in troubles if not isinstance(trouble, threading.BrokenBarrierError)]
    assert not troubles, troubles
