"""Databases to break, and the table of figures at the end."""

import random
import time

import pytest

from postgres import Postgres, programs
from yard import Yard, setting

ROWS = []
HEAD = ("fault", "database", "rounds", "acknowledged", "found", "doubled", "lost", "log", "seconds", "seed or remark")


class Figures:
    """One line of the table."""

    def __init__(self, fault, engine):
        self.cells = {"fault": fault, "database": engine, "doubled": 0, "lost": 0}

    def note(self, **cells):
        self.cells |= {name.replace("_", " "): value for name, value in cells.items()}


@pytest.fixture
def figures():
    """Makes a line of the table; its time is the test's."""

    def line(fault, engine):
        made = Figures(fault, engine)
        ROWS.append(made.cells)
        return made

    return line


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call():
    before, began = len(ROWS), time.monotonic()
    outcome = yield
    for cells in ROWS[before:]:
        cells["seconds"] = f"{time.monotonic() - began:.0f}"
        if outcome.excinfo:
            cells["fault"] += " FAILED"


def pytest_terminal_summary(terminalreporter):
    """The table, whatever pytest captured."""
    if not ROWS:
        return
    lines = [HEAD] + [tuple(str(cells.get(name, "")) for name in HEAD) for cells in ROWS]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    terminalreporter.write_line("")
    for line in lines:
        terminalreporter.write_line("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
        if line is HEAD:
            terminalreporter.write_line("| " + " | ".join("-" * width for width in widths) + " |")


@pytest.fixture(scope="session")
def seed():
    """PORTICO_FAULTS_SEED, else another one each time; it stands in the table."""
    return setting("SEED", random.SystemRandom().randrange(1_000_000))


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL server shared by tests that do it no harm."""
    if programs() is None:
        pytest.skip("no PostgreSQL on this machine")
    server = Postgres.new()
    yield server
    server.remove()


@pytest.fixture
def yard(tmp_path):
    """Makes yards that are gone after the test."""
    made = []

    def make(**options):
        made.append(Yard(tmp_path / f"yard{len(made)}", **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def either_yard(request, yard):
    """A yard on each engine."""

    def make(**options):
        if request.param == "PostgreSQL":
            options |= {"cluster": request.getfixturevalue("cluster"), "name": f"d{random.SystemRandom().randrange(10**9)}"}
        return yard(**options)

    return make


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes its time by its nature; left to the full form")
