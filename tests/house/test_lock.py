"""The lock files hold what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [
    Requirement(words)
    for words in (
        *PROJECT["project"]["dependencies"],
        *(word for extra in PROJECT["project"]["optional-dependencies"].values() for word in extra),
        *PROJECT["dependency-groups"]["dev"],
    )
]
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


def locked(path: str) -> dict[str, str]:
    pins = PIN.finditer((ROOT / path).read_text(encoding="utf-8"))
    return {canonicalize_name(pin["name"]): pin["version"] for pin in pins}


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_lock_file_holds_what_is_asked_for(asked):
    version = locked("requirements.lock").get(canonicalize_name(asked.name))
    assert version, "not locked: run make lock"
    assert asked.specifier.contains(Version(version), prereleases=True), "locked otherwise: run make lock"


def test_every_locked_package_has_hashes():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(PIN.findall(text)) == len(re.findall(r"==[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}", text))


def test_the_lowest_duckdb_that_is_tested_is_the_lowest_that_is_supported():
    lowest = next(asked for asked in ASKED if asked.name == "duckdb")
    assert f">={locked('tests/engines/duckdb-lowest.lock')['duckdb']}" in str(lowest.specifier)
