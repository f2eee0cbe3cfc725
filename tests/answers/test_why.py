"""Why something is who it is: what is meant by a word that may be several things."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.answers import meant
from mqa.answers.why import why
from tests.loads.desk import COMPANIES, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.workspace(COMPANIES)
    made.write("accounts.csv", "Id,Website,Also,Name\nacme.com,acme.com,acme.de,Acme\n7.5,other.com,,Other\n")
    made.load()
    return made


@pytest.mark.parametrize(
    ("typed", "about"),
    [("acme.com", "account"), ("acme.de", "domain"), ("7.5", "record"), ("CRM accounts:acme.com", "record")],
)
def test_a_domain_that_is_also_an_id_is_meant_as_a_domain(desk: Desk, typed: str, about: str) -> None:
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        assert why(connection, typed).about == about
