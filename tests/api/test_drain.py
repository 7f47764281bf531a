"""SIGTERM: whoever was promised an answer gets it, nobody new is sent, and the end comes within bounds."""

import json
import re
import signal
import socket
import time

import httpx

from caller import EM
from conftest import person
from portico_server import eventually

ANA = "amara.nwosu"


class SlowCall:
    """A request for access whose body is sent in two halves."""

    def __init__(self, server):
        caller = person(server, ANA)
        package = caller.package("Simulation Cluster")["id"]
        body = json.dumps({"requestType": "userAdd", "assignment": {"accessPackageId": package}, "answers": []}).encode()
        head = (
            f"POST {EM}/assignmentRequests HTTP/1.1\r\nHost: {server.origin.removeprefix('http://')}\r\n"
            f"Authorization: Bearer {server.token(caller.principal)}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        caller.http.close()
        self.rest = body[20:]
        self.socket = socket.create_connection(address(server), timeout=20)
        self.socket.sendall(head.encode() + body[:20])
        # Not observable from outside: the head has arrived and the call is being answered.
        time.sleep(0.3)

    def finish(self):
        """Sends the rest and reads the answer's first line."""
        self.socket.sendall(self.rest)
        return self.socket.makefile("rb").readline().decode().strip()


def address(server):
    """Host and port for a socket."""
    host, port = server.origin.removeprefix("http://").split(":")
    return host, int(port)


def readiness(server):
    """The status of `/readyz`, over a connection of its own."""
    return httpx.get(f"{server.origin}/readyz").status_code


def logged(server, words):
    """Waits until the log holds the words."""
    return eventually(lambda: "".join(server.log), lambda log: words in re.sub(r"\x1b\[[0-9;]*m", "", log))


def test_a_slow_call_is_answered(fresh_server):
    server = fresh_server()
    assert readiness(server) == 200
    call = SlowCall(server)
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: readiness(server), lambda status: status == 503)
    assert httpx.get(f"{server.origin}/healthz").status_code == 200, "it still answers"
    assert server.process.poll() is None
    assert call.finish() == "HTTP/1.1 201 Created"
    assert server.process.wait(10) == 0
    assert server.rows("SELECT count(*) FROM requests") == [(1,)]
    assert server.rows("SELECT count(*) FROM audit WHERE seq IS NULL") == [(0,)], "the log is linked to its end"

    # What it left undone is done by the next.
    server.start_again()
    caller = person(server, ANA)
    held = "assignments/filterByCurrentUser(on='target')"
    eventually(lambda: caller.get(held)["value"], lambda found: [a["state"] for a in found] == ["delivered"])


def test_idle_connections_hold_nothing_up(fresh_server):
    server = fresh_server()
    with httpx.Client(base_url=server.origin) as kept, socket.create_connection(address(server)):
        assert kept.get("/healthz").status_code == 200
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 5


def test_the_end_does_not_wait_forever(fresh_server):
    server = fresh_server(config="drain_seconds = 2\n")
    call = SlowCall(server)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(12) == 1
    assert 1.5 < time.monotonic() - began < 10
    logged(server, "not finished in time")
    call.socket.close()
    assert server.rows("SELECT count(*) FROM requests") == [(0,)]


def test_a_second_signal_ends_it_at_once(fresh_server):
    server = fresh_server()
    call = SlowCall(server)
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: readiness(server), lambda status: status == 503)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(5) == 1
    assert time.monotonic() - began < 5
    logged(server, "told to stop again")
    call.socket.close()
