"""`mqa aqls`: whom sales should contact at qualified accounts, as the accounts themselves tell it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.workspace import DAY, answer, done


@pytest.fixture(scope="module")
def qualified(harrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which some account is qualified; tests only read it."""
    folder = shutil.copytree(harrow, tmp_path_factory.mktemp("aqls") / "harrow")
    (file,) = (folder / "definitions").glob("*.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("people_at_least: 3", "people_at_least: 1"), encoding="utf-8")
    done(folder, "run", "--as-of", DAY)
    return folder


def test_an_account_tells_its_aqls_in_the_order_of_the_list(qualified):
    found = answer(qualified, "aqls", "--most", "1000", "--limit", "1000")["people"]
    domain = found[0]["domain"]
    listed = [(one["person"], one["rank"], one["points"]) for one in found if one["domain"] == domain]
    told = answer(qualified, "explain", domain)["contacts"]
    assert [(one["person"], one["rank"], one["points"]) for one in told] == listed
    assert all(one["aql"] for one in told)


def test_mqls_are_counted_beside(qualified):
    found = answer(qualified, "aqls", "--most", "1000", "--limit", "1000")
    assert found["mqls_among_them"] == sum(one["mql"] for one in found["people"])
    assert found["aqls"] == found["in_all"]
    assert found["mqls"] == sum(row["mql"] for row in answer(qualified, "export", "person_scores"))


def test_people_read_a_table(qualified):
    printed = done(qualified, "aqls")
    assert f"on {DAY}." in printed
    assert "by the old measure" not in printed  # the definition has none
    assert "Whom to contact first (AQLs)" in done(
        qualified, "explain", answer(qualified, "aqls")["people"][0]["domain"]
    )


def test_of_an_account_only_so_many_are_listed(qualified):
    assert {one["rank"] for one in answer(qualified, "aqls", "--most", "1")["people"]} == {1}
