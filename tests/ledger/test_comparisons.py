"""Comparisons that somebody asked for, as the ledger keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.ledger import comparisons, definitions, leases
from mqa.ledger.comparisons import STOPPED, Asked
from mqa.ledger.models import Run
from mqa.terms.problems import Unavailable

NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kept():
    for version in ("v1", "v2", "v3"):
        definitions.keep("Halyard", version, f"text of {version}")


def asked(was: str = "v1", now: str = "v2", who: str = "mo@halyard.example") -> Asked:
    return comparisons.ask(was, now, who=who, at=NOW)[0]


def run() -> int:
    made = {"definition": "Halyard", "version": "v1", "kind": "live", "as_of": 9677, "known_at": 9677, "fold_from": 0}
    return int(Run.objects.create(**made, token=1).pk)


def done(now: str = "v2") -> Asked:
    one = asked(now=now)
    with leases.held() as token:
        comparisons.begin(one.number, run(), token=token)
        comparisons.finish(one.number, {"enter": 14})
    return comparisons.numbered(one.number)


def test_what_is_asked_for_waits_the_first_first():
    first, second = asked(now="v2"), asked(now="v3")
    assert [one.number for one in comparisons.waiting()] == [first.number, second.number]
    assert (first.state, first.definition, first.was, first.now, first.who) == (
        *("waiting", "Halyard", "v1", "v2", "mo@halyard.example"),
    )


def test_the_same_is_asked_for_once_until_it_has_ended():
    first, new = comparisons.ask("v1", "v2", who="mo@halyard.example", at=NOW)
    again, newer = comparisons.ask("v1", "v2", who="rita@halyard.example", at=NOW)
    assert (first, new, newer) == (again, True, False)
    comparisons.fail(first.number, "no memory")
    assert asked().number > first.number


def test_it_is_begun_beside_a_run_and_its_answer_is_kept():
    one = asked()
    with leases.held() as token:
        begun = comparisons.begin(one.number, run(), token=token)
        assert (begun.state, begun.as_of, comparisons.waiting()) == ("under way", 9677, [])
        comparisons.finish(one.number, {"enter": 14}, [{"domain": "acme.com"}])
    assert comparisons.numbered(one.number).state == "done"
    assert comparisons.result(one.number) == {"enter": 14}
    assert comparisons.accounts(one.number) == [{"domain": "acme.com"}]


def test_only_what_waits_is_begun_and_only_by_who_holds_the_lease():
    one = asked()
    with leases.held() as token:
        pass
    with pytest.raises(Unavailable, match="no comparison 99 that waits"), leases.held() as held:
        comparisons.begin(99, run(), token=held)
    with pytest.raises(Unavailable, match="has taken over"):
        comparisons.begin(one.number, run(), token=token)
    assert comparisons.numbered(one.number).state == "waiting"


def test_what_somebody_else_took_over_is_not_finished():
    one = asked()
    comparisons.begin(one.number, run(), token=leases.acquire(seconds=0))
    with leases.held(), pytest.raises(Unavailable):
        comparisons.finish(one.number, {})


def test_what_was_killed_has_failed_and_may_be_asked_for_again():
    one = asked()
    comparisons.begin(one.number, run(), token=leases.acquire(seconds=0))
    told = comparisons.numbered(one.number)
    assert (told.state, told.why) == ("failed", STOPPED)
    again = asked()
    assert (again.state, again.number > one.number) == ("waiting", True)
    assert comparisons.numbered(one.number).ended_at is not None


def test_what_has_ended_does_not_fail_any_more():
    one = done()
    comparisons.fail(one.number, "too late")
    assert comparisons.numbered(one.number) == one


def test_a_version_is_told_by_the_last_that_judged_it():
    first = done()
    again = asked()
    assert comparisons.latest("v2") == again
    assert comparisons.latest("v2", done=True) == first
    assert comparisons.latest("v3") is None
    assert comparisons.latest_of("Halyard", other_than=("v3",)) == first
    assert comparisons.latest_of("Halyard", other_than=("v2",)) is None


def test_they_are_listed_the_latest_first():
    numbers = [asked(now=now).number for now in ("v2", "v3")]
    found, in_all = comparisons.comparisons("Halyard", most=1)
    assert ([one.number for one in found], in_all) == (numbers[:0:-1], 2)
    assert comparisons.comparisons("Another", most=9) == ([], 0)
