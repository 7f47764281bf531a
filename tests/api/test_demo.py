"""The demo as people first meet it: with the history that it replays when it starts for the first time."""

import sqlite3
import subprocess
import time

from conftest import person
from portico_server import PorticoServer, binary, eventually

# What does not depend on the minute of the start, as letters and entries of the log do.
TABLES = ["users", "packages", "requests", "request_stages", "assignments", "deliveries"]


def counts(server):
    """Rows of what a replay writes."""
    return {table: server.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def people_known(data):
    """How many people the database holds; `None`: there is no table of them yet."""
    file = data / "portico.sqlite"
    if not file.exists():
        return None
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        if not connection.execute("SELECT 1 FROM meta WHERE name = 'demoKey'").fetchone():
            return None
        return connection.execute("SELECT count(*) FROM users").fetchone()[0]
    except sqlite3.OperationalError:
        return None
    finally:
        connection.close()


def test_killed_while_it_replays(fresh_server, tmp_path):
    """Whatever the moment: the next start begins again, and nothing is there twice."""
    whole = fresh_server(history=True)
    wanted = counts(whole)
    assert wanted["users"] == 40 and wanted["requests"] > 100

    data = tmp_path / "killed"
    command = [binary(), "serve", "--demo", "--data", data, "--listen", "127.0.0.1:0"]
    interrupted = 0
    for pause in [0, 0.05, 0.1, 0.15, 0.2]:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The demo's key is the last thing that is written before the organisation and its history.
        eventually(lambda: people_known(data), lambda known: known is not None)
        time.sleep(pause)
        process.kill()
        process.wait(10)
        interrupted += people_known(data) == 0
    assert interrupted > 0, "no kill came in time"

    server = PorticoServer(data, history=True)
    try:
        assert counts(server) == wanted
        eventually(lambda: server.rows("SELECT count(*) FROM audit WHERE seq IS NULL"), lambda rows: rows == [(0,)])
        assert server.stop() == 0
        verified = server.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
    finally:
        server.kill()


def test_the_past_is_told_once(fresh_server):
    server = fresh_server(history=True)
    eventually(lambda: "".join(server.log), lambda log: "requests since" in log and "/demo/mail" in log)
    before = counts(server)
    assert server.stop() == 0
    server.start_again()
    log = eventually(lambda: "".join(server.log), lambda log: "/demo/mail" in log)
    assert "requests since" not in log
    assert counts(server) == before


def test_deadlines_of_the_past_still_hold(fresh_server):
    """What waits when the demo starts ends as anything else does."""
    server = fresh_server(history=True)
    tomasz = person(server, "tomasz.wieczorek")
    mine = "assignmentRequests/filterByCurrentUser(on='target')"

    def states(caller):
        found = caller.get(mine, params={"$expand": "accessPackage"})["value"]
        return {request["accessPackage"]["displayName"]: request["status"] for request in found}

    assert states(tomasz)["Arm Firmware Signing"] == "PendingApproval"
    tomasz.post("/demo/clock", {"advance": "P1D"}, status=200)
    server.forget_tokens()
    assert states(person(server, "tomasz.wieczorek"))["Arm Firmware Signing"] == "Expired"


def test_letters_of_the_past_stay_where_they_are(fresh_server, tmp_path):
    """With a way out configured, only what is written from now on leaves."""
    folder = tmp_path / "letters"
    mail = f"[mail]\ntransport = 'folder'\nfrom = 'access@aldervik.example'\nfolder = '{folder}'\n"
    server = fresh_server(history=True, config=mail)
    before = server.rows("SELECT count(*) FROM mail WHERE state = 'sent'")[0][0]
    assert before > 100
    person(server, "amara.nwosu").ask("Gripper Lab Bench")

    def written():
        return [file.read_text() for file in folder.glob("*.eml")]

    eventually(written, lambda letters: sum("Amara" in letter for letter in letters) == 2)
    # A deadline of the past may have come meanwhile; the past itself has not.
    assert len(written()) < 10
    assert server.rows("SELECT count(*) FROM mail WHERE sent_at IS NULL") == [(0,)]
