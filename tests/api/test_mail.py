"""Letters leave the house: to a real mail server on this machine, and into a folder."""

import email.utils
import sqlite3
import subprocess
import time

import pytest

from conftest import person
from mail_sink import PASSWORD, USER, Authority, MailSink, free_port, parsed
from portico_server import binary, eventually

PACKAGE = "Gripper Lab Bench"
ASKS = "jonas.lund"
DECIDES = "priya.raman@aldervik.example"
ANOTHER = "ines.duarte@aldervik.example"
# Longer than the postman waits between two looks.
A_LOOK = 2.5
ROWS = "SELECT state, attempts, last_error FROM mail WHERE to_address = ?"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def smtp(port, **more):
    """The section of a mail server on this machine."""
    said = {"transport": "smtp", "from": "Portico <access@aldervik.example>", "host": "localhost", "port": port}
    said |= {"encryption": "none", "timeout": 2} | more
    return section(said)


def section(said):
    lines = [f"{key} = {value}" if isinstance(value, int) else f"{key} = '{value}'" for key, value in said.items()]
    return "\n".join(["[mail]", *lines, ""])


def row_of_the_approver(server, done):
    """State, attempts and last refusal of her letter, once they are as wanted."""
    # The postman rests when a mail server is away, and a dead process's lease must run out.
    rows = eventually(lambda: server.rows(ROWS, DECIDES), lambda rows: len(rows) == 1 and done(*rows[0]), seconds=30)
    return rows[0]


def refused(server):
    """State and last refusal of the letter that was tried first."""
    query = "SELECT state, last_error FROM mail WHERE last_error IS NOT NULL"
    return eventually(lambda: server.rows(query), bool)[0]


def waits_are_over(server):
    """As if an hour had passed: letters that were put off are due. Their wait is on the machine's clock, which no test moves."""
    with sqlite3.connect(server.database, timeout=10) as database:
        database.execute("UPDATE mail SET due_at = '' WHERE state = 'waiting'")


def leave_another_letter(server):
    """A letter written beside the server. Letters go in order, so when it has arrived, what was due before it is done."""
    with sqlite3.connect(server.database, timeout=10) as database:
        database.execute(
            "INSERT INTO mail (id, dedupe_key, to_address, subject, body_text, body_html, state, created_at) "
            "VALUES ('another', 'another', ?, 'Another', 't', 'h', 'waiting', '2026-11-24T08:00:00Z')",
            (ANOTHER,),
        )


def another_has_arrived(sink):
    eventually(lambda: [letter["Subject"] for letter in sink.to(ANOTHER)], lambda subjects: "Another" in subjects)


def test_the_approver_gets_a_letter_over_starttls(fresh_server, authority):
    with MailSink(starttls=authority.context, account=True) as sink:
        mail = smtp(sink.port, encryption="starttls", username=USER, ca_file=authority.ca)
        server = fresh_server(config=mail, environment={"PORTICO_SMTP_PASSWORD": PASSWORD})
        asked = person(server, ASKS).ask(PACKAGE)
        (letter,) = eventually(lambda: sink.to(DECIDES), bool)
        row_of_the_approver(server, lambda state, *_: state == "sent")
        ((ident, sent_at),) = server.rows("SELECT id, sent_at FROM mail WHERE to_address = ?", DECIDES)

    assert all(sink.encrypted)
    assert letter["From"] == "Portico <access@aldervik.example>"
    assert [(a.addr_spec, a.display_name) for a in letter["To"].addresses] == [(DECIDES, "Priya Raman")]
    assert letter["Subject"] == f"Please decide: {PACKAGE} for Jonas Lund"
    assert letter["Message-ID"] == f"<{ident}@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert abs(email.utils.parsedate_to_datetime(letter["Date"]).timestamp() - time.time()) < 300
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    link = f"{server.origin}/approvals/{asked['id']}"
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert f"Decide: {link}" in plain and "Needed for the release of the R4 arm." in plain
    assert f'<a href="{link.replace("/", "&#x2f;")}">' in html or f'<a href="{link}">' in html

    # The demo's mailbox still shows it.
    shown = person(server, ASKS).http.get("/demo/mail", headers={"accept": "application/json"}).json()
    assert [m["sentDateTime"] for m in shown if m["to"] == DECIDES] == [sent_at]


# aiosmtpd looks for STARTTLS only, and takes TLS from the first byte for none.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_tls_from_the_first_byte_and_a_password_in_a_file(fresh_server, authority, tmp_path):
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    with MailSink(tls=authority.context, account=True) as sink:
        mail = smtp(sink.port, encryption="tls", username=USER, password_file=secret, ca_file=authority.ca)
        server = fresh_server(config=mail)
        person(server, ASKS).ask(PACKAGE)
        eventually(lambda: sink.to(DECIDES), bool)


def test_a_server_that_proves_nothing_gets_nothing(fresh_server, authority):
    """A CA nobody named, a server without TLS, a wrong password: the letter waits, and nothing of it was told."""
    password = {"PORTICO_SMTP_PASSWORD": "wrong"}
    for options, more, environment, why in [
        ({"starttls": authority.context}, {"encryption": "starttls"}, {}, "certificate"),
        ({}, {"encryption": "starttls"}, {}, "STARTTLS"),
        (
            {"starttls": authority.context, "account": True},
            {"encryption": "starttls", "username": USER, "ca_file": authority.ca},
            password,
            "535",
        ),
    ]:
        with MailSink(**options) as sink:
            server = fresh_server(config=smtp(sink.port, **more), environment=environment)
            person(server, ASKS).ask(PACKAGE)
            state, told = refused(server)
            assert state == "waiting" and why.lower() in told.lower(), told
            assert not sink.attempts and not sink.letters
        server.kill()
        assert "wrong" not in "".join(server.log)


def test_a_busy_server_is_asked_again_and_the_letter_comes_once(fresh_server):
    with MailSink() as sink:
        sink.refuse[DECIDES] = ["451 busy", "451 still busy"]
        server = fresh_server(config=smtp(sink.port))
        person(server, ASKS).ask(PACKAGE)
        for attempt, wait, word in [(1, 60, "451): busy"), (2, 120, "451): still busy")]:
            row = row_of_the_approver(server, lambda _state, _attempts, error: error is not None and word in error)
            assert row[:2] == ("waiting", attempt)
            ((due,),) = server.rows("SELECT unixepoch(due_at) FROM mail WHERE to_address = ?", DECIDES)
            assert wait - 15 <= due - time.time() <= wait + 1
            assert sink.attempts.count(DECIDES) == attempt
            waits_are_over(server)
        row_of_the_approver(server, lambda state, attempts, error: (state, attempts, error) == ("sent", 3, None))
        leave_another_letter(server)
        another_has_arrived(sink)
        assert len(sink.to(DECIDES)) == 1


def test_a_reader_who_does_not_exist_is_not_tried_again(fresh_server):
    with MailSink() as sink:
        sink.refuse[DECIDES] = ["550 no such user"]
        server = fresh_server(config=smtp(sink.port))
        person(server, ASKS).ask(PACKAGE)
        state, attempts, told = row_of_the_approver(server, lambda state, *_: state != "waiting")
        assert (state, attempts) == ("failed", 1)
        assert "no such user" in told
        leave_another_letter(server)
        another_has_arrived(sink)
        assert sink.attempts.count(DECIDES) == 1
        # Reported, without saying who it was for.
        log = eventually(lambda: "".join(server.log), lambda log: "given up" in log)
        assert DECIDES not in log


def test_a_mail_server_that_is_down_comes_back(fresh_server):
    port = free_port()
    server = fresh_server(config=smtp(port))
    person(server, ASKS).ask(PACKAGE)
    assert refused(server)[0] == "waiting"
    with MailSink(port=port) as sink:
        waits_are_over(server)
        row_of_the_approver(server, lambda state, *_: state == "sent")
        assert len(sink.to(DECIDES)) == 1


def test_killed_with_a_letter_on_its_way(fresh_server):
    with MailSink() as sink:
        sink.hold(DECIDES)
        server = fresh_server(config=smtp(sink.port))
        person(server, ASKS).ask(PACKAGE)
        assert sink.holds.wait(15)
        server.kill()
        sink.release()
        server.start_again()
        # As long as the dead process's lease lasts, nobody takes the letter.
        row = row_of_the_approver(server, lambda state, *_: state == "sent")
        assert row == ("sent", 2, None)
        # The mail server may have taken it the first time all the same; then it is there twice, and can be told by its id.
        letters = sink.to(DECIDES)
        assert letters and len({letter["Message-ID"] for letter in letters}) == 1


def test_paused_work_sends_nothing(fresh_server):
    with MailSink() as sink:
        server = fresh_server(jobs_paused=True, config=smtp(sink.port))
        leave_another_letter(server)
        time.sleep(A_LOOK)
        assert not sink.attempts
        server.stop()
        server.start_again()
        another_has_arrived(sink)


def test_letters_as_files(fresh_server, tmp_path):
    folder = tmp_path / "out" / "letters"
    said = {"transport": "folder", "from": "access@aldervik.example", "folder": folder}
    server = fresh_server(config=section(said))
    person(server, ASKS).ask(PACKAGE)
    row_of_the_approver(server, lambda state, *_: state == "sent")
    ((ident,),) = server.rows("SELECT id FROM mail WHERE to_address = ?", DECIDES)
    letter = parsed((folder / f"{ident}.eml").read_bytes())
    assert letter["Subject"].startswith("Please decide")
    assert letter.get_body(("html",)) is not None
    assert {path.suffix for path in folder.iterdir()} == {".eml"}


def test_without_a_section_letters_wait(fresh_server):
    server = fresh_server()
    person(server, ASKS).ask(PACKAGE)
    row_of_the_approver(server, lambda state, *_: state == "waiting")
    time.sleep(A_LOOK)
    assert row_of_the_approver(server, lambda *_: True) == ("waiting", 0, None)
    assert "mail stays at /demo/mail" in "".join(server.log)


def test_every_mistake_is_told_at_once(tmp_path):
    config = tmp_path / "portico.toml"
    config.write_text("data = 'd'\n" + smtp(0, host="mail.harbour.example", username="x", folder="y"))
    done = subprocess.run([binary(), "check-config", config], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    for key in ["port", "encryption", "username", "folder"]:
        assert f"[mail] {key} " in done.stderr, done.stderr
    config.write_text("data = 'd'\n[mail]\npassword = 'x'\n")
    done = subprocess.run([binary(), "check-config", config], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "password" in done.stderr
