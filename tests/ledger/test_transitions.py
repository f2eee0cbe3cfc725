from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from mqa.ledger import followed, transitions
from mqa.ledger.models import Run, Transition
from tests.ledger.accounts import DEFINITION, run_with

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)


def entered(text: str, as_of: int = 100, **renamed: str) -> list[tuple[object, ...]]:
    """The changes that a run of these accounts finds: account, day, stages, levels, cause."""
    run = run_with(text, as_of)
    count = transitions.enter(DEFINITION, run, as_of, NOW, renamed=renamed)
    columns = ("account_id", "day", "from_stage", "to_stage", "from_level", "to_level", "cause")
    found = list(Transition.objects.filter(run=run).order_by("id").values_list(*columns))
    assert len(found) == count
    return found


QUALIFIED = """
    account_id  level      since  stage
    1           Qualified  95     MQA
"""


def test_the_first_change_of_an_account_comes_from_nowhere() -> None:
    assert entered(QUALIFIED) == [(1, 95, "", "MQA", "", "Qualified", "scores")]


def test_suspects_are_not_written_down() -> None:
    assert entered("account_id  stage\n1  suspect") == []


def test_an_account_that_stands_where_it_stood_changes_nothing() -> None:
    entered(QUALIFIED)
    assert entered(QUALIFIED, 101) == []


def test_a_level_is_entered_on_its_day_though_the_run_is_later() -> None:
    entered("account_id  stage\n1  prospect", 90)
    assert entered(QUALIFIED, 100) == [(1, 95, "prospect", "MQA", "", "Qualified", "scores")]


def test_no_change_is_dated_before_the_last_one() -> None:
    entered("account_id  stage\n1  prospect", 97)
    assert entered(QUALIFIED, 100)[0][1] == 97


def test_a_level_that_is_left_is_left_on_the_day_of_the_run() -> None:
    entered(QUALIFIED)
    recycled = "account_id  stage  cause\n1  recycled  expired"
    assert entered(recycled, 101) == [(1, 101, "MQA", "recycled", "Qualified", "", "expired")]


def test_what_sales_did_is_the_cause_of_a_stage() -> None:
    entered(QUALIFIED)
    accepted = """
        account_id  level      since  stage  cause
        1           Qualified  95     SAA    accepted
    """
    assert entered(accepted, 101) == [(1, 101, "MQA", "SAA", "Qualified", "Qualified", "accepted")]


def test_scores_are_the_cause_where_only_the_level_changes() -> None:
    accepted = """
        account_id  level      since  stage  cause
        1           Qualified  95     SAA    accepted
    """
    risen = """
        account_id  level     since  stage  cause
        1           Priority  101    SAA    accepted
    """
    entered(accepted)
    assert entered(risen, 101) == [(1, 101, "SAA", "SAA", "Qualified", "Priority", "scores")]


def test_a_level_that_is_called_otherwise_now_was_renamed() -> None:
    entered(QUALIFIED)
    found = entered(QUALIFIED.replace("Qualified", "Call     "), 101, Qualified="Call", Other="Watch")
    assert found == [(1, 101, "MQA", "MQA", "Qualified", "Call", "renamed")]
    assert entered(QUALIFIED.replace("Qualified", "Call     "), 102, Qualified="Call") == []


def test_who_left_a_renamed_level_left_it_by_their_scores() -> None:
    entered(QUALIFIED)
    watched = """
        account_id  level  since  stage
        1           Watch  101    MQA
    """
    assert entered(watched, 101, Qualified="Call") == [(1, 101, "MQA", "MQA", "Qualified", "Watch", "scores")]


def test_an_account_that_is_gone_is_a_suspect_again() -> None:
    entered(QUALIFIED)
    other = "account_id  stage\n2  suspect"
    assert entered(other, 101) == [(1, 101, "MQA", "suspect", "Qualified", "", "scores")]
    assert entered(other, 102) == []


def test_a_run_enters_its_changes_once() -> None:
    run = run_with(QUALIFIED)
    assert [transitions.enter(DEFINITION, run, 100, NOW) for _ in range(2)] == [1, 0]


def test_definitions_do_not_see_each_others_changes() -> None:
    entered(QUALIFIED)
    run = run_with(QUALIFIED, 101)
    assert transitions.enter("Another", run, 101, NOW) == 1


def test_changes_of_level_are_told_with_name_and_owner() -> None:
    run = run_with("""
        account_id  level      since  stage     name  owner
        1           Qualified  95     MQA       Acme  Ann
        2           ''         -      prospect  Beta  Ben
    """)
    transitions.enter(DEFINITION, run, 100, NOW)
    (moved,) = transitions.moved(run)
    assert (moved.account_id, moved.name, moved.owner, moved.from_level, moved.to_level, moved.day) == (
        *(1, "Acme", "Ann", "", "Qualified", 95),
    )


def test_transitions_are_only_ever_added() -> None:
    entered(QUALIFIED)
    for change in (lambda: Transition.objects.all().delete(), lambda: Transition.objects.update(cause="no")):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()


# --- which run is to be followed -----------------------------------------------------------------------------


def to_follow() -> int | None:
    found = followed.to_follow(DEFINITION)
    return found.run_id if found else None


def test_the_latest_published_run_is_to_be_followed_once() -> None:
    run_with(QUALIFIED, 100)
    run = run_with(QUALIFIED, 101)
    assert to_follow() == run
    followed.mark(DEFINITION, NOW)
    assert to_follow() is None


def test_marking_concerns_the_runs_that_were_overtaken_too() -> None:
    run_with(QUALIFIED, 100)
    run_with(QUALIFIED, 101)
    followed.mark(DEFINITION, NOW)
    assert set(Run.objects.values_list("followed_at", flat=True)) == {NOW}


def test_a_run_in_anothers_place_is_to_be_followed() -> None:
    run_with(QUALIFIED, 100)
    followed.mark(DEFINITION, NOW)
    again = run_with(QUALIFIED, 100)
    assert to_follow() == again


def test_a_run_that_knew_less_than_its_day_is_not_followed() -> None:
    run_with(QUALIFIED, 100, known_at=99)
    assert to_follow() is None


def test_a_run_of_an_earlier_day_is_not_followed() -> None:
    run_with(QUALIFIED, 100)
    followed.mark(DEFINITION, NOW)
    run_with(QUALIFIED, 99)
    assert to_follow() is None


def test_a_run_without_a_serving_copy_is_not_followed() -> None:
    run_with("account_id  stage", 100)
    assert to_follow() is None


def test_a_change_keeps_how_many_people_were_engaged() -> None:
    entered("account_id  level      since  stage  engaged\n1  Qualified  95  MQA  3")
    assert Transition.objects.get(account_id=1).engaged == 3
