from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from mqa.ledger import definitions, opening
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.terms.problems import Busy, Unavailable
from tests.ledger.copied import copied, migrated


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of a new, open ledger that was migrated, as every ledger is outside of tests."""
    monkeypatch.setattr(opening, "_bring_up_to_date", migrated)
    path = tmp_path / "ledger.sqlite3"
    open_ledger(path)
    yield path
    connections.close_all()


def setting(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"pragma {name}").fetchone()[0]


def test_importing_the_package_does_not_import_django() -> None:
    subprocess.run([sys.executable, "-c", "import mqa, sys; assert 'django' not in sys.modules"], check=True)


def test_a_ledger_is_created_with_the_folders_above_it(tmp_path: Path) -> None:
    open_ledger(tmp_path / "deep" / "down" / "ledger.sqlite3")
    assert (tmp_path / "deep" / "down" / "ledger.sqlite3").is_file()


def test_a_ledger_keeps_its_identity(ledger: Path) -> None:
    first = workspace_identity()
    open_ledger(ledger)
    assert workspace_identity() == first


def test_one_process_may_turn_from_one_ledger_to_another_and_back(ledger: Path, tmp_path: Path) -> None:
    definitions.keep("Halyard", "v1", "text")
    open_ledger(tmp_path / "other.sqlite3")
    with pytest.raises(Unavailable):
        definitions.text_of("v1")
    open_ledger(ledger)
    assert definitions.text_of("v1") == "text"


def test_what_is_committed_survives_a_power_cut_and_readers_do_not_wait_for_writers() -> None:
    assert (setting("journal_mode"), setting("synchronous"), setting("foreign_keys")) == ("wal", 2, 1)


def test_whoever_writes_many_rows_has_more_room_until_they_are_written() -> None:
    before = setting("cache_size")
    with opening.roomy():
        assert setting("cache_size") == -opening.ROOM_KIBIBYTES
    assert setting("cache_size") == before


def test_another_thread_reads_the_same_ledger() -> None:
    def identity() -> str:
        try:
            return workspace_identity()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(identity).result() == workspace_identity()


def test_the_migrations_say_what_the_models_say() -> None:
    said = MigrationLoader(connection).project_state()
    assert MigrationAutodetector(said, ProjectState.from_apps(apps)).changes(graph=MigrationLoader(None).graph) == {}


def test_an_up_to_date_ledger_is_not_migrated(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_bring_up_to_date", lambda path: pytest.fail(f"{path} was migrated"))
    open_ledger(ledger)


def test_an_interrupted_creation_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "interrupted.sqlite3"
    with monkeypatch.context() as patched:
        patched.setattr(opening, "Workspace", None)
        with pytest.raises(AttributeError):
            open_ledger(path)
    assert connection.introspection.table_names() == []
    open_ledger(path)
    assert workspace_identity()


def test_processes_that_create_the_ledger_at_once_agree_on_it(tmp_path: Path) -> None:
    program = "import sys, pathlib; from mqa.ledger import opening; opening.open_ledger(pathlib.Path(sys.argv[1]));"
    command = [
        sys.executable,
        "-c",
        program + "print(opening.workspace_identity())",
        str(tmp_path / "new" / "l.sqlite3"),
    ]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0]
    assert len(set(said)) == 1


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, only a text that is long enough to look at" * 20)
    with pytest.raises(Unavailable, match=r"notes\.txt cannot be opened: file is not a database"):
        open_ledger(tmp_path / "notes.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be opened"):
        open_ledger(tmp_path)


def test_a_ledger_of_a_newer_version_is_refused(ledger: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('ledger', '9999_later', '2030-01-01')"
        )
    with pytest.raises(Unavailable, match=r"newer version of mqa \(it has 9999_later\)"):
        open_ledger(ledger)


def test_a_ledger_that_stays_locked_says_so(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(opening.OPTIONS, "timeout", 0.05)
    open_ledger(ledger)
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("begin immediate")
    try:
        with pytest.raises(Busy, match="The ledger did not answer: database is locked"):
            definitions.keep("Halyard", "v1", "text")
    finally:
        other.close()


def test_a_ledger_of_a_test_is_the_same_but_for_its_identity(ledger: Path, tmp_path: Path) -> None:
    def said() -> tuple[object, ...]:
        with connection.cursor() as cursor:
            schema = cursor.execute("select type, name, sql from sqlite_schema order by type, name").fetchall()
            return schema, cursor.execute("select app, name from django_migrations order by id").fetchall()

    with copied():
        open_ledger(tmp_path / "first of this process.sqlite3")
        open_ledger(tmp_path / "copied.sqlite3")
        copy, identity = said(), workspace_identity()
    assert [setting(name) for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]
    open_ledger(ledger)
    assert copy == said()
    assert identity != workspace_identity()
