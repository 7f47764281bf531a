"""One `portico serve --demo` process and the folder it keeps its data in.

Most tests count rows and letters, so they start with the demo's organisation and without its history; `history=True` is the whole demo.
"""

import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def binary():
    """The program under test: PORTICO_BINARY, else the newest build in a target folder."""
    if named := os.environ.get("PORTICO_BINARY"):
        return Path(named)
    folders = [ROOT / "target"]
    if other := os.environ.get("CARGO_TARGET_DIR"):
        folders.append(Path(other))
    built = [f / kind / "portico" for f in folders for kind in ("release", "debug")]
    built = [path for path in built if path.exists()]
    if not built:
        raise FileNotFoundError("no portico binary: run `cargo xtask build` or set PORTICO_BINARY")
    return max(built, key=lambda path: path.stat().st_mtime)


class PorticoServer:
    """Started on a free port; stopped, killed and started again on the same folder."""

    def __init__(
        self, data: Path, jobs_paused=False, config="", environment=None, history=False, place=None, organisation=None
    ):
        """`config` is more of the configuration file, kept over restarts like `environment` and `history`; `place` names another database
        than the folder `data`, and `organisation` another file than the demo's."""
        self.data = data
        self.place = place or ["--data", data]
        self.organisation = organisation or (None if history else ROOT / "demo/aldervik")
        self.config = config
        self.environment = environment or {}
        self.origin = ""
        self._tokens = {}
        self._start(jobs_paused)

    def _start(self, jobs_paused):
        organisation = ["--organisation", self.organisation] if self.organisation else []
        command = [binary(), "serve", "--demo", *organisation, *self.place, "--listen", "127.0.0.1:0"]
        paused = "[jobs]\npaused = true\n" if jobs_paused else ""
        # Tables come last in TOML, so what stands outside of them is first.
        settings = self.config + paused
        if settings:
            config = self.data.with_suffix(".toml")
            config.write_text(settings, encoding="utf-8")
            command += ["--config", config]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=os.environ | self.environment,
        )
        self.log = []
        self.origin = ""
        named = threading.Event()
        # Each process has a reader and an event of its own: the reader of a killed one may still be busy.
        threading.Thread(target=self._read_log, args=(self.process, self.log, named), daemon=True).start()
        if not named.wait(60) or not self.origin:
            self.kill()
            raise RuntimeError("the server named no address:\n" + "".join(self.log))

    def _read_log(self, process, log, named):
        for line in process.stdout:
            log.append(line)
            found = ADDRESS.search(line)
            if found and not named.is_set():
                self.origin = found.group()
                named.set()
        named.set()

    def kill(self):
        """SIGKILL: nothing of the process runs after this."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        """SIGTERM, as an operator would."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not end within 15 s of SIGTERM") from None
        return self.process.returncode

    def start_again(self, jobs_paused=False):
        """A new process on the same data."""
        assert self.process.poll() is not None, "the old process still runs"
        self._start(jobs_paused)

    def run(self, *arguments):
        """Another command of the program on the same data."""
        command = [binary(), *arguments, *self.place]
        env = os.environ | self.environment
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=env)

    def token(self, principal, *more):
        """A bearer token of a demo person."""
        if (principal, more) not in self._tokens:
            done = self.run("token", principal, *more)
            assert done.returncode == 0, done.stderr
            self._tokens[principal, more] = done.stdout.strip()
        return self._tokens[principal, more]

    def forget_tokens(self):
        """After the demo clock moved: a token's times follow it."""
        self._tokens.clear()

    @property
    def database(self):
        """The SQLite file."""
        (file,) = [f for f in self.data.iterdir() if f.suffix in (".sqlite", ".db", ".sqlite3")]
        return file

    def rows(self, query, *arguments):
        """Rows as committed, read beside the running server."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query, arguments).fetchall()
        finally:
            connection.close()

    def row_counts(self):
        """Rows of every table. Shadow tables of the full-text index and leases of the clockwork left out."""
        names = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names = [n for n in names if not n.startswith("sqlite_") and "search" not in n and n != "leases"]
        return {name: self.rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}

    def settled_row_counts(self):
        """Row counts once the clockwork has nothing left to do."""
        before = self.row_counts()
        for _ in range(50):
            time.sleep(0.3)
            now = self.row_counts()
            if now == before:
                return now
            before = now
        raise AssertionError(f"the database does not come to rest: {before}")


def eventually(read, done, seconds=15):
    """Reads until `done` holds; the last value otherwise fails the test."""
    deadline = time.monotonic() + seconds
    while True:
        value = read()
        if done(value):
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s, last: {value}"
        time.sleep(0.05)
