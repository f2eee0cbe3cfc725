"""What every test may ask for: the engines, and the real data where it lies beside the project. Ledgers are copies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from tests.engines.duck import DuckDB
from tests.engines.postgres import PostgreSQL, programs, server
from tests.engines.steps import Engine
from tests.ledger.copied import copied
from tests.prepared import loaded_and_run, prepared

settings.register_profile("patient", parent=settings(), deadline=None)  # a busy machine breaks no law
settings.load_profile("patient")
REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_configure() -> None:
    """Refuses to run on another DuckDB than the one asked for: the tests would prove nothing.

    Output is as wide as without a terminal, whatever the width of the one the tests run in.
    """
    os.environ.pop("COLUMNS", None)
    wanted = os.environ.get("MQA_DUCKDB", duckdb.__version__)
    if wanted != duckdb.__version__:
        raise pytest.UsageError(f"DuckDB {wanted} was asked for, this is {duckdb.__version__}")


def pytest_report_header() -> str:
    return f"engines: DuckDB {duckdb.__version__}, PostgreSQL from {programs() or 'nowhere (not installed)'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask for an engine, and skips those on real data where there is none."""
    absent = pytest.mark.skip(reason="real: the folder shared/data beside the project is absent")
    for item in items:
        if "engine" in getattr(item, "fixturenames", ()):
            item.add_marker("engines")
        if item.get_closest_marker("real") and not REAL_DATA.is_dir():
            item.add_marker(absent)


@pytest.fixture(scope="session", autouse=True)
def _ledgers_are_copied() -> Iterator[None]:
    """A new ledger costs a hundredth of a second (what tests/ledger/test_opening.py claims is claimed without this)."""
    with copied():
        yield


@pytest.fixture(scope="session")
def harrow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first workspace, loaded, with a run of its last day; a test works on a copy."""
    return prepared("harrow", loaded_and_run, tmp_path_factory)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that use it are marked `real`."""
    return REAL_DATA


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server for this process, started when first asked for."""
    installed = programs()
    if installed is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with server(installed) as connection:
        yield PostgreSQL(connection)


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine that every step must give equal rows on."""
    if request.param == "duckdb":
        return DuckDB()
    found: Engine = request.getfixturevalue("postgresql")
    return found
