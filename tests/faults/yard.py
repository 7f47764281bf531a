"""One database, any number of server processes on it, and people who call them."""

import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

import organisation
from portico_server import PorticoServer, eventually

EM = "/v1.0/identityGovernance/entitlementManagement"
MAIL = """[mail]
transport = "folder"
from = "Portico <portico@faults.example>"
folder = "{folder}"
"""


class Yard:
    """`address` is a PostgreSQL database (with `server`, who answers questions about it); without one it is a SQLite folder."""

    def __init__(self, folder, cluster=None, name=None, address=None, people=24, packages=60, environment=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.cluster = cluster
        self.name = name
        self.file = organisation.write(folder / "organisation.json", people, packages)
        self.place = ["--database", address or cluster.database(name)] if cluster else None
        self.letters = folder / "letters"
        self.environment = {"PORTICO_LOG": "warn"} | (environment or {})
        self.servers = []
        self.people = [f"p{n:03}" for n in range(people)]
        self.package_numbers = range(packages)
        self._tokens = {}
        self._ids = {}
        self.stages = {}

    @property
    def engine(self):
        return "PostgreSQL" if self.cluster else "SQLite"

    def mail(self):
        """Settings under which letters become files."""
        return MAIL.format(folder=self.letters)

    def start(self, config="", mail=True):
        """One more server process."""
        config += self.mail() if mail else ""
        server = PorticoServer(
            self.folder / ("data" if not self.cluster else f"server{len(self.servers)}"),
            config=config,
            environment=self.environment,
            place=self.place,
            organisation=self.file,
        )
        self.servers.append(server)
        return server

    def close(self):
        """Nothing of it runs afterwards."""
        for server in self.servers:
            server.kill()

    def token(self, name):
        if name not in self._tokens:
            done = self.servers[0].run("token", f"{name}@{organisation.MAIL}")
            assert done.returncode == 0, done.stderr
            self._tokens[name] = done.stdout.strip()
        return self._tokens[name]

    def know(self, names):
        """Fetches tokens and ids ahead, while the database is well."""
        self.package(0)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.token, names))

    def forget_tokens(self):
        """After the clock moved: a token's times follow it."""
        self._tokens.clear()

    def caller(self, name, server=None, timeout=40):
        """A client that calls as this person."""
        server = server or self.servers[0]
        headers = {"Authorization": f"Bearer {self.token(name)}"}
        return httpx.Client(base_url=server.origin, headers=headers, timeout=timeout)

    def rows(self, query):
        """Rows as committed, read beside the servers."""
        if self.cluster:
            return self.cluster.rows(self.name, query)
        connection = sqlite3.connect(f"file:{self.folder}/data/portico.sqlite?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def one(self, query):
        """The one value of the one row."""
        ((value,),) = self.rows(query)
        return value

    def package(self, number):
        """Ids of a package and its policy."""
        if not self._ids:
            query = "SELECT k.import_key AS a, k.id AS b, q.id AS c FROM packages k JOIN policies q ON q.package_id = k.id"
            self._ids = {key: (package, policy) for key, package, policy in self.rows(query)}
        return self._ids[f"k{number:03}"]

    def body(self, number):
        """What asks for a package."""
        package, policy = self.package(number)
        return {"requestType": "userAdd", "assignment": {"accessPackageId": package, "assignmentPolicyId": policy}, "justification": "Faults"}

    def settle(self, seconds=60, mail=True):
        """Waits until nothing due is left, every letter is out (when the server sends any) and the log is linked."""
        # The clocks of the servers and of the tests agree unless a test says otherwise; nothing that is due later is waited for.
        query = (
            "SELECT (SELECT count(*) FROM jobs WHERE state = 'waiting' AND kind IN ('deliver', 'withdraw', 'notify')) AS a, "
            f"(SELECT count(*) FROM mail WHERE state = 'waiting' AND {int(mail)} = 1) AS b, "
            "(SELECT count(*) FROM audit WHERE seq IS NULL) AS c"
        )
        eventually(lambda: self.rows(query), lambda found: found == [(0, 0, 0)], seconds)

    def verify(self):
        """`portico audit verify`; what it says."""
        done = self.servers[0].run("audit", "verify")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


def stamp(seed, *more):
    """A seed of its own for each thread of each round."""
    return "-".join(str(part) for part in (seed, *more))


def setting(name, usual):
    """A number that `cargo xtask faults` hands over."""
    return int(os.environ.get(f"PORTICO_FAULTS_{name}", usual))
