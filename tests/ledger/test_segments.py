from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from mqa.ledger.files import Ranged, listed, ranged
from mqa.ledger.leases import acquire, held
from mqa.ledger.models import Load, LoadCount, Segment, ToldOn
from mqa.ledger.segments import (
    Before,
    last_told,
    list_load,
    list_rollup,
    live,
    live_rollups,
    loaded_before,
    loaded_later,
    narrowed,
)
from mqa.terms.problems import Unavailable
from mqa.terms.stored import Seen
from tests.ledger.files import loads, stored


@pytest.fixture
def token() -> Iterator[int]:
    with held() as token:
        yield token


def test_segments_are_live_in_the_order_of_loading(token: int) -> None:
    list_load("Website", "b.csv", "h1", "m", {}, [stored(file="z"), stored("people", "p")], token=token)
    list_load("Website", "a.csv", "h2", "m", {}, [stored(file="a")], token=token)
    assert live("activities") == ["z", "a"]


def test_segments_are_chosen_by_the_accounts_they_may_hold(token: int) -> None:
    low, high = (
        stored(file="low", first_account=1, last_account=9),
        stored(file="high", first_account=10, last_account=20),
    )
    list_load("Website", "a.csv", "h", "m", {}, [low, high, stored(file="any")], token=token)
    assert live("activities", first_account=10, last_account=12) == ["high", "any"]
    assert live("activities", last_account=9) == ["low", "any"]


def test_a_file_may_hold_the_accounts_of_its_range_or_any_where_none_is_known(token: int) -> None:
    list_load(
        "Website",
        "a.csv",
        "h",
        "m",
        {},
        [stored(file="z"), stored(file="a", first_account=2, last_account=4)],
        token=token,
    )
    found = ranged(["z", "a"])
    assert found == [Ranged("z"), Ranged("a", 2, 4)]
    assert [[one.file for one in found if one.may_hold(account)] for account in (1, 2, 4, 5)] == [
        ["z"],
        ["z", "a"],
        ["z", "a"],
        ["z"],
    ]


def test_a_content_is_known_by_source_content_and_mapping(token: int) -> None:
    load = list_load("Website", "a.csv", "h", "m", {}, [], token=token)
    asked = [("Website", "h"), ("Shop", "h"), ("Website", "x")]
    found = [loaded_before(source, [content]) for source, content in asked]
    assert found == [{"h": [Before(load, "a.csv", "m")]}, {}, {}]


def test_the_same_content_is_never_listed_twice(token: int) -> None:
    list_load("Website", "a.csv", "h", "m", {}, [stored(file="first")], token=token)
    with pytest.raises(IntegrityError):
        list_load("Website", "copy of a.csv", "h", "m", {}, [stored(file="second")], token=token)
    assert live("activities") == ["first"]


def test_a_load_is_listed_with_all_its_segments_or_not_at_all(token: int) -> None:
    with pytest.raises(IntegrityError):
        list_load("Website", "a.csv", "h", "m", {"read": 3}, [stored(file="same"), stored(file="same")], token=token)
    assert (live("activities"), loads(), listed()) == ([], [], frozenset())


def test_a_writer_who_lost_the_lease_lists_nothing() -> None:
    lost = acquire(seconds=0)
    acquire()
    with pytest.raises(Unavailable, match="has taken over"):
        list_load("Website", "a.csv", "h", "m", {}, [stored()], token=lost)
    assert live("activities") == []


def test_loads_are_shown_with_their_counts_the_latest_first(token: int) -> None:
    list_load("Website", "a.csv", "h1", "m", {"read": 5, "rejected": 2}, [], token=token)
    list_load("CRM", "b.csv", "h2", "m", {}, [], token=token)
    assert loads() == [
        ("CRM", "b.csv", {}),
        ("Website", "a.csv", {"read": 5, "rejected": 2}),
    ]


def test_rollups_belong_to_their_patterns(token: int) -> None:
    list_load("Website", "a.csv", "h", "m", {}, [stored(file="acts1"), stored(file="acts2")], token=token)
    list_rollup("old", "acts1", stored("activity_days", "days1"))
    list_rollup("new", "acts2", stored("activity_days", "days2"))
    assert live_rollups("old") == {"acts1": "days1"}


def test_a_segment_without_matching_acts_is_rolled_up_to_nothing(token: int) -> None:
    list_load("Website", "a.csv", "h", "m", {}, [stored(file="acts")], token=token)
    list_rollup("key", "acts", None)
    assert live_rollups("key") == {"acts": None}


def test_a_second_rollup_of_a_segment_is_left_unlisted(token: int) -> None:
    list_load("Website", "a.csv", "h", "m", {}, [stored(file="acts")], token=token)
    list_rollup("key", "acts", stored("activity_days", "first"))
    list_rollup("key", "acts", stored("activity_days", "second"))
    assert (live_rollups("key"), listed()) == ({"acts": "first"}, {"acts", "first"})


def test_the_last_day_a_source_told_something_is_that_of_all_its_loads(token: int) -> None:
    list_load("Website", "a.csv", "h1", "m", {}, [], token=token, told_on=[10, 12])
    list_load("Website", "b.csv", "h2", "m", {}, [], token=token, told_on=[11])
    list_load("CRM", "c.csv", "h3", "m", {}, [], token=token)
    assert last_told(99) == {"Website": 12}
    assert last_told(11) == {"Website": 11}


@pytest.mark.parametrize("model", [Load, LoadCount, Segment, ToldOn])
def test_what_was_loaded_is_never_rewritten(token: int, model: type[Load | LoadCount | Segment | ToldOn]) -> None:
    list_load("Website", "a.csv", "h", "m", {"read": 5}, [stored()], token=token, told_on=[10])
    with pytest.raises(IntegrityError, match="only ever added"):
        model.objects.update(id=7)
    with pytest.raises(IntegrityError, match="only ever added"):
        model.objects.all()._raw_delete("default")


def test_a_run_saw_less_than_is_stored_of_the_tables_that_were_loaded_since(token: int) -> None:
    first = list_load("CRM", "a.csv", "a", "m", {}, [stored("facts"), stored("activities")], token=token)
    assert narrowed(Seen(first, 0)) is None
    list_load("CRM", "b.csv", "b", "m", {}, [stored("facts", "late")], token=token)
    found = narrowed(Seen(first, 0))
    assert found
    assert [found.condition(table) for table in ("facts", "activities")] == [f"after_load < {first}", ""]
    assert (loaded_later("facts", first), loaded_later("activities", first)) == (["late"], [])


def test_of_answers_a_run_saw_those_up_to_the_last_it_could_read() -> None:
    assert Seen(7, 3, frozenset({"dispositions"})).condition("dispositions") == "disposition_id <= 3"
