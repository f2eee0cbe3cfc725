"""Which corrections concern an account: those of itself, its domains and its people, as they stood on a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.answers import corrected
from mqa.ledger.corrections import Noted
from mqa.terms.corrections import Correction
from mqa.terms.keys import number_of

ACME = number_of("acme.com")
NOW = datetime(2026, 7, 3, tzinfo=UTC)
SAID = (
    Correction(1, "role", "ann@acme.com", "Champion", 10, "ada@example.com", "she told us"),
    Correction(2, "alias", "acme.se", "acme.com", 10),
    Correction(3, "merge", "other.com", "third.com", 10),
    Correction(4, "assign", "ann@acme.com", "other.com", 11),
    Correction(5, "assign", "ann@acme.com", "acme.com", 12),
    Correction(6, "undo", "acme.se", "acme.com", 20, undoes=2),
    Correction(7, "merge", "elsewhere.com", "acme.se", 21),
)


@pytest.fixture(autouse=True)
def _noted(monkeypatch: pytest.MonkeyPatch) -> None:
    undone = {2: 6}
    noted = [Noted(one, NOW, undone.get(one.number, 0)) for one in reversed(SAID)]
    monkeypatch.setattr("mqa.ledger.corrections.noted", lambda: noted)


def told(known_at: int, domains: tuple[str, ...] = ("acme.com",)) -> list[tuple[int, str]]:
    """Number and words of each correction that concerns acme.com."""
    return [
        (one["number"], corrected.told(one))
        for one in corrected.of_account(ACME, domains, {"ann@acme.com", "bo@acme.com"}, known_at)
    ]


def test_what_is_said_of_itself_its_domains_and_its_people_concerns_an_account():
    assert told(12) == [
        (5, "ann@acme.com is of acme.com"),
        (4, "ann@acme.com is of other.com (5 holds instead)"),
        (2, "acme.se leads to acme.com"),
        (1, "ann@acme.com is Champion"),
    ]


def test_a_day_knows_nothing_of_what_was_said_or_undone_later():
    assert told(11)[0] == (4, "ann@acme.com is of other.com")
    assert (2, "acme.se leads to acme.com (undone by 6)") in told(20)
    assert told(9) == []


def test_what_leads_on_to_the_account_concerns_it_too():
    assert told(21, ("acme.com", "acme.se"))[0][0] == 7
    assert 7 not in [number for number, _ in told(21)]


def test_author_and_note_are_kept():
    *_, one = corrected.of_account(ACME, (), ("ann@acme.com",), 12)
    assert (one["by"], one["note"], one["in_force"]) == ("ada@example.com", "she told us", True)
