"""The server that the tests share, and fresh ones for tests that end it."""

import pytest

from caller import Caller
from portico_server import PorticoServer


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One demo server for tests that leave each other alone: each uses its own person and package."""
    portico = PorticoServer(tmp_path_factory.mktemp("shared") / "data")
    yield portico
    portico.kill()


@pytest.fixture
def fresh_server(tmp_path):
    """Starts servers of this test's own."""
    started = []

    def start(**options):
        started.append(PorticoServer(tmp_path / f"data{len(started)}", **options))
        return started[-1]

    yield start
    for portico in started:
        portico.kill()


@pytest.fixture(scope="session")
def as_person(server):
    """A caller on the shared server: `as_person("ines.duarte")`."""
    return lambda name: person(server, name)


def person(server, name):
    """A caller by the part before the @; guests by their whole address."""
    return Caller(server, name if "@" in name else f"{name}@aldervik.example")


def pytest_collection_modifyitems(items):
    """The contract test judges what the others saw, so it comes last."""
    items.sort(key=lambda item: item.path.name == "test_contract.py")
