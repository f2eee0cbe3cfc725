"""What people said of who is who, as periods."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.corrections import assigned_rows, circle, in_force, lead_rows, periods, role_rows, way
from mqa.terms.corrections import Correction
from mqa.terms.keys import number_of

A, B, C = (number_of(key) for key in ("a.com", "b.com", "c.com"))
EVER, NO_END = -100, 1000


def said(*told: tuple[object, ...]) -> list[Correction]:
    """(kind, subject, object, day) or (undo, number, day), numbered from 1."""
    found = []
    for nth, one in enumerate(told, start=1):
        if one[0] == "undo":
            found.append(Correction(nth, "undo", "", "", int(str(one[2])), undoes=int(str(one[1]))))
        else:
            kind, subject, to, day = one
            found.append(Correction(nth, str(kind), str(subject), str(to), int(str(day))))
    return found


def leads(*told: tuple[object, ...], of: int = B) -> list[tuple[object, ...]]:
    """(account, leads to, since, until) of one account."""
    return [(row[0], *row[2:5]) for row in lead_rows(periods(said(*told), EVER, NO_END)) if row[0] == of]


def test_an_account_leads_to_another_from_the_day_it_was_merged() -> None:
    assert leads(("merge", "b.com", "a.com", 5)) == [(B, None, EVER, 5), (B, A, 5, NO_END)]


def test_undone_it_leads_nowhere_again() -> None:
    assert leads(("merge", "b.com", "a.com", 5), ("undo", 1, 9)) == [
        (B, None, EVER, 5),
        (B, A, 5, 9),
        (B, None, 9, NO_END),
    ]


def test_what_is_said_and_undone_on_one_day_held_on_none() -> None:
    assert leads(("merge", "b.com", "a.com", 5), ("undo", 1, 5)) == [(B, None, EVER, 5), (B, None, 5, NO_END)]


def test_the_later_word_holds_and_the_earlier_again_when_that_is_undone() -> None:
    told = (("merge", "b.com", "a.com", 5), ("never", "b.com", "", 7), ("undo", 2, 9))
    assert leads(*told) == [(B, None, EVER, 5), (B, A, 5, 7), (B, 0, 7, 9), (B, A, 9, NO_END)]


def test_an_earlier_word_undone_beneath_a_later_one_changes_nothing() -> None:
    told = (("merge", "b.com", "a.com", 5), ("never", "b.com", "", 7), ("undo", 1, 9))
    assert leads(*told)[2:] == [(B, 0, 7, 9), (B, 0, 9, NO_END)]


def test_accounts_lead_on_while_both_words_hold() -> None:
    told = (("merge", "b.com", "a.com", 5), ("merge", "a.com", "c.com", 7), ("undo", 2, 9))
    assert leads(*told) == [(B, None, EVER, 5), (B, A, 5, 7), (B, C, 7, 9), (B, A, 9, NO_END)]


def test_a_domain_that_is_split_off_leads_to_itself() -> None:
    assert leads(("split", "b.com", "b.com", 5))[1:] == [(B, B, 5, NO_END)]


def test_an_account_to_which_others_are_led_stands_by_itself_meanwhile() -> None:
    told = (("merge", "b.com", "a.com", 5), ("assign", "ann@b.com", "a.com", 6), ("undo", 1, 9), ("undo", 2, 12))
    assert leads(*told, of=A) == [
        (A, None, EVER, 5),
        (A, A, 5, 6),
        (A, A, 6, 9),
        (A, A, 9, 12),
        (A, None, 12, NO_END),
    ]


def test_what_is_said_of_an_account_to_which_others_are_led_holds() -> None:
    told = (("merge", "b.com", "a.com", 5), ("merge", "a.com", "c.com", 7), ("undo", 2, 9))
    assert leads(*told, of=A) == [(A, None, EVER, 5), (A, A, 5, 7), (A, C, 7, 9), (A, A, 9, NO_END)]


def test_an_account_known_by_an_id_has_no_domain() -> None:
    rows = lead_rows(periods(said(("merge", "CRM:7", "a.com", 5), ("never", "b.com", "", 5)), EVER, NO_END))
    assert {row[1] for row in rows} == {"", "a.com", "b.com"}


def test_a_person_goes_where_their_account_leads() -> None:
    told = said(("assign", "ann@b.com", "b.com", 3), ("merge", "b.com", "a.com", 5))
    ann = number_of("ann@b.com")
    assert assigned_rows(periods(told, EVER, NO_END)) == [
        (ann, None, EVER, 3),
        (ann, B, 3, 5),
        (ann, A, 5, NO_END),
    ]


def test_a_role_is_had_while_it_holds() -> None:
    told = said(("role", "ann@b.com", "Champion", 3), ("undo", 1, 8))
    assert role_rows(periods(told, EVER, NO_END)) == [(number_of("ann@b.com"), "Champion", 3, 8)]


def test_whose_a_person_is_and_their_role_are_two_things() -> None:
    told = said(("role", "ann@b.com", "Champion", 3), ("assign", "ann@b.com", "a.com", 4))
    assert set(in_force(told)) == {("role", "ann@b.com"), ("person", "ann@b.com")}


def test_a_circle_is_seen() -> None:
    told = said(("merge", "a.com", "b.com", 1), ("merge", "b.com", "c.com", 2), ("merge", "c.com", "a.com", 3))
    assert circle(told[:2]) == []
    assert circle(told) == ["a.com", "b.com", "c.com", "a.com"]
    assert circle([*told, Correction(4, "undo", "", "", 3, undoes=2)]) == []


def test_the_way_of_an_account_ends_with_nobody() -> None:
    told = in_force(said(("merge", "a.com", "b.com", 1), ("never", "b.com", "", 2)))
    assert way(told, "a.com") == ["a.com", "b.com", ""]


KEYS = st.sampled_from(("a.com", "b.com", "c.com", "d.com", ""))


@given(st.lists(st.tuples(KEYS.filter(bool), KEYS, st.integers(0, 3), st.booleans()), max_size=8))
def test_periods_follow_each_other_without_a_gap_and_end_where_the_way_ends(
    told: list[tuple[str, str, int, bool]],
) -> None:
    corrections: list[Correction] = []
    day = 0
    for subject, to, later, undone in told:
        day += later
        number = len(corrections) + 1
        one = Correction(number, "merge", subject, to, day)
        back = [number - 1] if undone and number > 1 and not corrections[-1].undoes else []
        one = Correction(number, "undo", "", "", day, undoes=back[0]) if back else one
        if not circle([*corrections, one]):
            corrections.append(one)
    found = lead_rows(periods(corrections, EVER, NO_END))
    held = in_force(corrections)
    for account in {row[0] for row in found}:
        its = [row for row in found if row[0] == account]
        assert [its[0][3], *(row[4] for row in its)] == [*(row[3] for row in its), NO_END]
        key = next(key for key in ("a.com", "b.com", "c.com", "d.com") if number_of(key) == account)
        end = way(held, key)[-1]
        meant = any(way(held, other)[-1] == key for about, other in held if other != key)
        itself = None if ("account", key) not in held and not meant else number_of(key)
        assert its[-1][2] == (itself if end == key else number_of(end) if end else 0)
