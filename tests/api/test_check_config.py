"""`portico check-config` names every problem with its key and line, and its exit code says whether there was one."""

import os
import subprocess

from portico_server import binary

WRONG = """\
listen = "everywhere"
lissten = "127.0.0.1:1"
data = "here"
database = "postgres://portico:secret@db.example/portico"

[jobs]
paused = "no"
"""


def check(path, *arguments, **environment):
    """Runs the command with none of our own settings around it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTICO_")}
    command = [binary(), "check-config", path, *arguments]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=20, check=False)


def test_every_problem_is_told(tmp_path):
    path = tmp_path / "portico.toml"
    path.write_text(WRONG)
    done = check(path)
    assert done.returncode == 1
    told = [line.removeprefix(f"{path}: ") for line in done.stderr.splitlines()]
    begins = ["line 1: listen", "line 2: lissten", "line 3: data and database", "line 7: jobs.paused"]
    assert len(told) == len(begins), done.stderr
    assert all(line.startswith(begin) for line, begin in zip(told, begins, strict=True)), done.stderr
    assert "secret" not in done.stderr + done.stdout


def test_warnings_alone_are_no_failure(tmp_path):
    path = tmp_path / "portico.toml"
    path.write_text('data = "here"\ndrain_seconds = 0\n')
    done = check(path, PORTICO_DATA="elsewhere")
    assert done.returncode == 0, done.stderr
    assert f"{path}: warning: line 1: data is not used" in done.stderr
    assert f"{path}: warning: line 2: drain_seconds" in done.stderr
    assert "no problem" in done.stdout


def test_a_missing_file_is_a_problem(tmp_path):
    done = check(tmp_path / "nothing.toml")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr


def test_what_serve_needs_may_come_from_elsewhere(tmp_path):
    path = tmp_path / "portico.toml"
    path.write_text('listen = "127.0.0.1:8080"\n')
    assert check(path).returncode == 1
    assert check(path, "--data", "here").returncode == 0
    assert check(path, PORTICO_DATABASE="postgres://portico@db.example/portico").returncode == 0
