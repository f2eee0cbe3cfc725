"""No file names a machine of ours, an address of packages, or a secret."""

from __future__ import annotations

import re

import pytest

from tests.house.files import ROOT, project_files

# Written in pieces, so that this file does not name them itself.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/" + r"(?:work|root|home|Users)/\w"),
    "a temporary folder": re.compile(r"(?<![\w.])/" + r"tmp/\w"),
    "an index of packages": re.compile("|".join(("pypi" + r"\.org", "files.python" + "hosted", "--index" + "-url"))),
    "a private key": re.compile("BEGIN [A-Z ]*PRIVATE" + " KEY"),
}
ALLOWED = {"scripts/lock.py": "an index of packages"}  # it says that no index is to be written


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    found = [
        f"{name}:{number}"
        for file in project_files()
        if ALLOWED.get(name := str(file.relative_to(ROOT))) != what
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/ro" + "ot/x", "in '/wo" + "rk/main'", "/ho" + "me/me"])
def test_a_path_of_one_machine_is_noticed(path):
    assert FORBIDDEN["a path of one machine"].search(path)
