"""What is supposed to happen, in a rep's words."""

from __future__ import annotations

from datetime import date

from mqa.explain.would import Way, change_words, entered, falls_out
from mqa.terms.durations import day_number
from mqa.terms.supposed import Change, Deed, Doer, Doing, Learned, Surge

DEMO = Deed(0, "form.demo", "Demo request", 1, 0, (), 9)
PRICES = Deed(1, "web.pricing", "Pricing page visit", 2, 0, (), 40)
LONG_PAGE = Deed(2, "web.page", "Long visit", 3, 120, (), 30)
OURS = Deed(3, "governance.vote", "Votes", 4, 0, (), 5)
EVA = Doer(0, 7, "eva.smit@acme.com", "CFO", "Buyer", 1)
TOM = Doer(1, 8, "tom.abbink@acme.com", "", "", 1)
BUYER = Doer(0, 0, "", "VP Finance", "Buyer", 20)
ANYBODY = Doer(1, 0, "", "", "", 50)


def words(*parts: Doing | Learned | Surge) -> str:
    return change_words(Change(parts))


def test_somebody_known_is_named_with_title():
    assert words(Doing(EVA, DEMO)) == "Eva Smit (CFO) asked for a demo"


def test_people_who_do_the_same_are_named_together():
    assert words(Doing(EVA, DEMO), Doing(TOM, DEMO)) == "Eva Smit (CFO) and Tom Abbink asked for a demo"


def test_new_people_are_counted_by_their_role_with_a_usual_title():
    assert words(Doing(BUYER, PRICES, people=2)) == "2 new people as Buyer (such as “VP Finance”) looked at the prices"


def test_new_people_of_one_role_are_the_same_in_all_that_they_do():
    asked, read = Doing(BUYER, DEMO), Doing(BUYER, PRICES, people=3)
    said = "3 new people as Buyer (such as “VP Finance”) looked at the prices and 1 of them asked for a demo"
    assert words(read, asked) == said


def test_whoever_has_no_role_is_said_to_have_none():
    assert words(Doing(ANYBODY, PRICES, days=2)) == "1 new person without a role looked at the prices on 2 days"


def test_how_long_an_act_takes_is_said():
    assert words(Doing(TOM, LONG_PAGE)) == "Tom Abbink looked at the website (page) for 2 minutes"


def test_an_act_without_words_is_called_by_what_it_counts_for():
    assert words(Doing(TOM, OURS)) == "Tom Abbink did what counts as “Votes”"


def test_a_fact_is_told_as_people_write_it():
    assert words(Learned(0, "employees", "", 1_250_000, None, 3)) == "its employees became known (1,250)"
    assert words(Learned(0, "last_funding", "", None, day_number(date(2026, 5, 1)), 3)) == (
        "its last funding became known (2026-05-01)"
    )


def test_research_is_told_by_its_topic():
    assert words(Surge(0, "dora", 80_000, 3)) == "research on “dora” surged elsewhere"


def test_what_a_change_leads_to_has_its_day():
    assert entered(Way(Change(), "", "Qualified", day_number(date(2026, 7, 2)))) == "Qualified on 2026-07-02"


def test_the_day_of_falling_out_says_what_follows():
    day = day_number(date(2026, 7, 9))
    assert falls_out("Qualified", day, "Watch", rises=False, ahead=90) == (
        "Qualified ends on 2026-07-09; from then on Watch"
    )
    assert (
        falls_out("Qualified", day, "", rises=False, ahead=90) == "Qualified ends on 2026-07-09; from then on no level"
    )
    assert falls_out("Watch", day, "Qualified", rises=True, ahead=90) == "Qualified from 2026-07-09 on"
    assert falls_out("Watch", None, "", rises=False, ahead=90) == "Watch for 90 days or more"
