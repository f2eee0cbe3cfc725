"""What a person got wrong: all of it at once, with place, reason and mend, exit code 2, and nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.workspace import DAY, done, mqa

DEFINITION, WORKSPACE, FORMS = "definitions/harrow.yaml", "mqa.yaml", "data/forms.csv"


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    """A fault: one text of a file replaced."""

    def spoil(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return spoil


def parquet_of_wrong_types(folder: Path) -> None:
    replaced(WORKSPACE, "files: data/forms.csv", "files: data/forms.parquet")(folder)
    table = {"Submission ID": [1], "Submitted at": [[1, 2]], "Form": [b"x"], "Asset": [True], "Email": [{"a": 1}]}
    pq.write_table(pa.table(table), folder / "data/forms.parquet")


def problems(folder: Path, *words: str) -> list[dict[str, object]]:
    """The problems that a command refuses with, as a program reads them."""
    said = mqa(folder, *words, "--json")
    assert said.exit_code == 2, said.output
    found: list[dict[str, object]] = json.loads(said.stdout)["problems"]
    assert all(problem["what"] and problem["mend"] for problem in found), found
    return found


IN_A_DEFINITION = {
    "an unknown key": (replaced(DEFINITION, "recency_half_life:", "recency_halflife:"), "recency_halflife"),
    "a duplicate key": (replaced(DEFINITION, "  Warm:     ", "  Good fit: "), "Good fit"),
    "a dangling condition": (replaced(DEFINITION, "[Acceptable fit, Warm]", "[Acceptable fit, Worm]"), "Worm"),
    "an impossible threshold": (replaced(DEFINITION, "engagement_at_least: 55", "engagement_at_least: 550"), "550"),
    "control characters": (replaced(DEFINITION, "Harrow new business", "Harrow\x07"), "control"),
}


@pytest.mark.parametrize("fault", IN_A_DEFINITION)
def test_a_fault_of_the_definition_is_told_with_its_line(workspace, fault):
    spoil, word = IN_A_DEFINITION[fault]
    spoil(workspace)
    found = problems(workspace, "check")
    assert any(p["file"] == DEFINITION and p["line"] and word in f"{p['what']}{p['mend']}" for p in found), found


@pytest.mark.parametrize("command", [("load",), ("run", "--as-of", DAY), ("accounts",), ("explain", "x"), ("status",)])
def test_a_fault_of_the_definition_stops_every_command_before_it_changes_anything(workspace, command):
    IN_A_DEFINITION["a dangling condition"][0](workspace)
    assert problems(workspace, *command)
    assert not (workspace / ".mqa").exists()


def test_all_faults_of_all_files_come_at_once(workspace):
    for spoil, _ in list(IN_A_DEFINITION.values())[:4]:
        spoil(workspace)
    assert len({p["line"] for p in problems(workspace, "check")}) >= 4


IN_THE_WORKSPACE_FILE = {
    "an unknown key": (replaced(WORKSPACE, "  time_zone:", "  timezone:"), "timezone"),
    "a duplicate key": (replaced(WORKSPACE, "  Forms:", "  Website:"), "Website"),
    "no such definition": (replaced(WORKSPACE, "definitions/harrow.yaml", "definitions/harow.yaml"), "harow"),
    "an empty file": (lambda folder: (folder / WORKSPACE).write_text(""), "empty"),
    "not UTF-8": (lambda folder: (folder / WORKSPACE).write_bytes(b"workspace:\n  name: \xff\n"), "UTF-8"),
}


@pytest.mark.parametrize("fault", IN_THE_WORKSPACE_FILE)
def test_a_fault_of_the_workspace_file_is_placed_in_it(workspace, fault):
    spoil, word = IN_THE_WORKSPACE_FILE[fault]
    spoil(workspace)
    found = problems(workspace, "check")
    assert any(p["file"] == WORKSPACE and word in f"{p['what']}{p['mend']}" for p in found), found
    assert not (workspace / ".mqa").exists()


IN_THE_DATA = {
    "an empty file": (lambda folder: (folder / FORMS).write_text(""), "empty"),
    "a missing column": (replaced(FORMS, "Submitted at", "Submitted"), "Submitted at"),
    "a broken quote": (replaced(FORMS, "F-2,2026", 'F-2,"2026'), ""),
    "a Parquet of the wrong types": (parquet_of_wrong_types, ""),
}


@pytest.mark.parametrize("fault", IN_THE_DATA)
def test_a_file_that_cannot_be_read_loads_nothing_at_all(workspace, fault):
    spoil, word = IN_THE_DATA[fault]
    spoil(workspace)
    found = problems(workspace, "load")
    assert any(word in f"{p['what']}{p['mend']}" for p in found), found
    assert {source["loads"] for source in json.loads(done(workspace, "status", "--json"))["sources"]} == {0}


@pytest.mark.parametrize("fault", ["an empty file", "a missing column"])
def test_check_sees_faults_of_data_files_without_loading_them(workspace, fault):
    IN_THE_DATA[fault][0](workspace)
    problems(workspace, "check")
    assert not (workspace / ".mqa").exists()


def test_faults_of_several_sources_come_at_once(workspace):
    IN_THE_DATA["an empty file"][0](workspace)
    (workspace / "data/contacts.csv").unlink()
    assert len(problems(workspace, "load")) >= 2


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        ("\\x07" * 300, "F-9,2026-06-20T10:00:00,\x07" + "\x01" * 299 + ",,ann@calderon-example.com\n"),
        ("20223", "F-9,20223-06-20T10:00:00,demo,,ann@calderon-example.com\n"),
    ],
    ids=["300 control characters", "the year 20223"],
)
def test_a_row_that_cannot_be_used_is_rejected_and_the_others_are_loaded(workspace, cell, row):
    del cell
    forms = workspace / FORMS
    forms.write_text(forms.read_text() + row)
    loaded = json.loads(done(workspace, "load", "--json"))
    counts = next(one["counts"] for one in loaded["sources"] if one["source"] == "Forms")
    assert (counts["loaded"], counts["rejected"]) == (7, 1)
    (reject,) = loaded["rejects"]
    assert (reject["file"], reject["line"], bool(reject["reason"]), bool(reject["mend"])) == (FORMS, 9, True, True)


def test_nothing_that_is_printed_can_move_the_cursor(workspace):
    forms = workspace / FORMS
    forms.write_text(forms.read_text() + "F-9,\x1b[2Jnever,demo,,ann@calderon-example.com\n")
    assert "\x1b" not in done(workspace, "load")


def test_problems_are_printed_by_file_with_their_count(workspace):
    IN_A_DEFINITION["a dangling condition"][0](workspace)
    IN_A_DEFINITION["an unknown key"][0](workspace)
    said = mqa(workspace, "run").stderr
    assert said.startswith("definitions/harrow.yaml, 2 problems\n\n  line 57: ")
    assert "Did you mean “Warm” (line 79)?" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "--as-of", "20223-01-01"), 2),
        (("run", "--as-of", "yesterday"), 2),
        (("accounts", "--limit", "0"), 2),
        (("export", "scors"), 2),
        (("export", "scores", "--format", "xml"), 2),
        (("load", "No such source"), 2),
        (("accounts", "--memory", "much"), 2),
        (("run", "--definition", "nobody's"), 2),
        (("acounts",), 2),
    ],
)
def test_what_cannot_be_asked_is_refused_in_json_too(workspace, words, code):
    said = mqa(workspace, *words, "--json")
    assert said.exit_code == code
    assert json.loads(said.stdout)["problems"]


def test_no_workspace_is_something_missing_outside(tmp_path):
    said = mqa(tmp_path, "status", "--json")
    assert said.exit_code == 3
    assert "mqa init" in json.loads(said.stdout)["problems"][0]["what"]


def test_something_unforeseen_is_said_in_a_sentence(workspace, monkeypatch):
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("mqa.workspaces.opened", fails)
    said = mqa(workspace, "status")
    assert said.exit_code == 70
    assert "Traceback" not in said.stderr
    assert "--debug" in said.stderr


def test_debug_shows_where_it_came_from(workspace, monkeypatch):
    monkeypatch.setattr("mqa.workspaces.opened", lambda *_: 1 / 0)
    assert "Traceback" in mqa(workspace, "status", "--debug").stderr
