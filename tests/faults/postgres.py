"""A PostgreSQL server of the test's own: started, killed, copied and promoted. It listens on loopback only and is gone afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
port = {port}
shared_buffers = 64MB
max_connections = 120
wal_level = replica
max_wal_senders = 4
hot_standby = on
log_min_messages = warning
"""


def programs():
    """The folder of PostgreSQL's programs; None when the machine has none."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(":")]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    needed = ("initdb", "postgres", "psql", "pg_basebackup")
    return next((folder for folder in folders if all((folder / name).is_file() for name in needed)), None)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Postgres:
    """One server; `copy` makes a standby of it."""

    def __init__(self, folder=None, port=None):
        self.port = port or free_port()
        self.folder = folder or Path(tempfile.mkdtemp(prefix="portico-faults-pg-"))
        self.data = self.folder / "data"
        self.process = None

    @classmethod
    def new(cls):
        """A fresh server, started."""
        it = cls()
        it._own()
        it._run("initdb", "-D", it.data, "-U", "portico", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        it._configure()
        it.start()
        return it

    def _own(self):
        # PostgreSQL refuses to run as root, so root lets its user do it.
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.folder.chmod(0o755)

    def _as_user(self, *command):
        words = [str(word) for word in command]
        return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words

    def _run(self, program, *arguments):
        command = self._as_user(programs() / program, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _configure(self, more=""):
        text = SETTINGS.format(folder=self.folder, port=self.port) + more
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(text)

    def start(self):
        """Starts it and waits until it answers."""
        log = open(self.folder / "log", "ab")  # noqa: SIM115 (it stays open as long as the server)
        command = self._as_user(programs() / "postgres", "-D", self.data)
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        deadline = time.monotonic() + 60
        while self.ask("postgres", "SELECT 1", check=False).strip() != "1":
            assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.05)

    @property
    def _pid(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def stop(self, how=signal.SIGINT):
        """SIGINT ends it as an administrator does, SIGQUIT as a power cut would: nothing is said to anybody, nothing is written."""
        if self.process and self.process.poll() is None:
            os.kill(self._pid, how)
            self.process.wait(60)

    def remove(self):
        """The end."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, database, sql, check=True):
        """What `psql` prints."""
        command = [programs() / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "portico", "-d", database, "-qtAXc", sql]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0 or not check, f"{sql}: {done.stderr}"
        return done.stdout

    def rows(self, database, query):
        """Rows as lists."""
        text = self.ask(database, f"SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM ({query}) t")
        return [tuple(row.values()) for row in json.loads(text)]

    def database(self, name):
        """A new database; its address."""
        self.ask("postgres", f'CREATE DATABASE "{name}"')
        return self.address(name)

    def address(self, name, port=None):
        """Where a database is; another port when something stands between."""
        return f"postgres://portico@127.0.0.1:{port or self.port}/{name}?sslmode=disable"

    def copy(self):
        """A standby that follows this server, started."""
        other = Postgres()
        other._own()
        other._run("pg_basebackup", "-h", "127.0.0.1", "-p", self.port, "-U", "portico", "-D", other.data, "-R", "-X", "stream", "-c", "fast")
        other._configure("primary_conninfo = 'host=127.0.0.1 port=%d user=portico application_name=standby'\n" % self.port)
        other.start()
        return other

    def wait_for_standby(self):
        """From now on a commit is answered when it is on the standby's disk too."""
        self.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        self.ask("postgres", "SELECT pg_reload_conf()")
        deadline = time.monotonic() + 30
        while self.ask("postgres", "SELECT sync_state FROM pg_stat_replication").strip() != "sync":
            assert time.monotonic() < deadline, "the standby does not follow"
            time.sleep(0.05)

    def promote(self):
        """The standby takes over."""
        assert self.ask("postgres", "SELECT pg_promote(true, 60)").strip() == "t"
