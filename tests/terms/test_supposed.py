"""What a change takes, and what is smaller."""

from __future__ import annotations

from mqa.terms.supposed import Change, Deed, Doer, Doing, Learned

DEMO = Deed(2, "form.demo", "Demo", 1, 0, (), 9)
PRICES = Deed(1, "web.pricing", "Prices", 2, 0, (), 40)
EVA = Doer(0, 7, "eva@acme.com", "CFO", "Buyer", 1)
NEW = Doer(1, 0, "", "CFO", "Buyer", 20)
SIZE = Learned(0, "employees", "", 500_000, None, 12)


def test_a_change_takes_its_acts_its_new_people_and_its_facts():
    assert Change((Doing(EVA, DEMO),)).effort == 1
    assert Change((Doing(NEW, DEMO, people=2, days=2),)).effort == 4 + 2
    assert Change((SIZE, Doing(EVA, DEMO))).effort == 2


def test_new_people_of_one_role_come_once_whatever_they_do():
    both = Change((Doing(NEW, DEMO), Doing(NEW, PRICES, people=3)))
    assert (both.new_people, both.effort) == ({NEW: 3}, 1 + 3 + 3)


def test_smaller_is_everything_with_fewer_people_days_or_parts():
    change = Change((SIZE, Doing(NEW, PRICES, people=2, days=2)))
    found = set(change.smaller())
    assert len(found) == 2 * 5 - 1
    assert {Change(), Change((SIZE,)), Change((Doing(NEW, PRICES, 1, 2),))} <= found
    assert change not in found


def test_the_order_in_which_changes_are_put_together_means_nothing():
    one, other = Change((Doing(EVA, DEMO),)), Change((SIZE,))
    assert one.and_also(other) == other.and_also(one)


def test_facts_alone_happen_on_one_day():
    assert (Change().days, Change((SIZE,)).days, Change((Doing(EVA, DEMO, days=2),)).days) == (0, 1, 2)
