"""Companies that have a parent: known as a family, and rolled up to the topmost company where the workspace says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.terms.keys import number_of
from mqa.terms.problems import Refused
from tests.loads.desk import ACME, OTHER, TODAY, Desk, standing
from tests.loads.kin import ROWS, kin, policy
from tests.loads.mistaken import KEYS, LATER, everything, say, undo

GROUP = number_of("family:acme.com")
GERMAN, SHOP = number_of("acme.de"), number_of("shop.fr")
JUNE_5, JUNE_10, JUNE_20 = (TODAY - 27, TODAY - 22, TODAY - 12)
ALL_ACTS = {f"Website:{who}" for who in ("ann", "bo", "dee", "sue", "eve")}


def family(desk: Desk, known_at: int = TODAY) -> set[tuple[object, ...]]:
    """Each company that has a parent by a day, its parent, and the topmost company."""
    sums: dict[tuple[object, ...], int] = {}
    for known_on, times, *row in desk.rows("families", "known_on, times, account_id, parent_id, top_id, rule"):
        if int(str(known_on)) <= known_at:
            sums[tuple(row)] = sums.get(tuple(row), 0) + int(str(times))
    return {row for row, times in sums.items() if times}


def acts_of(desk: Desk, account_id: int, known_at: int = TODAY) -> set[object]:
    return {act for account, act in everything(desk, known_at)["activities"] if account == account_id}


def test_a_family_is_known_from_the_day_on_which_its_links_were_told(tmp_path: Path) -> None:
    desk = kin(tmp_path)
    desk.load()
    assert family(desk, JUNE_5) == set()
    assert family(desk, JUNE_10) == {(GERMAN, ACME, ACME, "parent")}
    assert family(desk, JUNE_20) == {(GERMAN, ACME, ACME, "parent"), (SHOP, GERMAN, ACME, "parent")}


def test_each_company_keeps_what_is_its_own(tmp_path: Path) -> None:
    desk = kin(tmp_path)
    desk.load()
    assert acts_of(desk, GERMAN) == {"Website:bo", "Website:dee", "Website:eve"}
    assert {account for account, _ in everything(desk, TODAY)["accounts"]} == {ACME, GERMAN, SHOP, OTHER}


def test_rolled_up_all_acts_people_research_and_outcomes_are_the_topmost_companys(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    now = everything(desk, TODAY)
    assert acts_of(desk, ACME) == ALL_ACTS
    assert now["accounts"] == {(ACME, "acme.com"), (OTHER, "other.com")}
    assert {account for name in KEYS if name != "facts" for account, _ in now[name]} == {ACME, OTHER}
    assert (ACME, "acme.de") in now["aliases"]


def test_rolled_up_a_past_day_knows_what_it_knew(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    assert acts_of(desk, ACME, JUNE_5) == {"Website:ann"}
    assert acts_of(desk, GERMAN, JUNE_5) == {"Website:bo", "Website:eve"}
    assert acts_of(desk, ACME, JUNE_10) == {"Website:ann", "Website:bo", "Website:eve"}


def test_facts_of_a_branch_stay_its_own(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    assert everything(desk, TODAY)["facts"] == {(ACME, "a"), (GERMAN, "d"), (SHOP, "s")}


def test_scored_both_ways_the_family_is_an_account_too_with_all_that_its_companies_have(tmp_path: Path) -> None:
    desk = kin(tmp_path, "both")
    desk.load()
    now = everything(desk, TODAY)
    for name in ("people", "activities", "intent", "outcomes"):
        of_members = {key for account, key in now[name] if account in (ACME, GERMAN, SHOP)}
        assert {key for account, key in now[name] if account == GROUP} == of_members
    assert acts_of(desk, GERMAN) == {"Website:bo", "Website:dee", "Website:eve"}
    assert {key for account, key in now["facts"] if account == GROUP} == {"a"}
    assert ("family:acme.com", "Acme (group)") in desk.rows("accounts", "domain, name")


def test_a_family_has_of_its_companies_what_they_had_while_they_were_of_it(tmp_path: Path) -> None:
    desk = kin(tmp_path, "both", (*ROWS, "9,shop.fr,Shop,,2026-06-28"))
    desk.load()
    assert acts_of(desk, GROUP, JUNE_5) == set()
    assert acts_of(desk, GROUP, JUNE_10) == {"Website:ann", "Website:bo", "Website:eve"}
    assert acts_of(desk, GROUP, TODAY - 5) == ALL_ACTS
    assert acts_of(desk, GROUP) == ALL_ACTS - {"Website:sue"}


def test_what_a_later_load_adds_and_a_word_moves_stands_at_the_family_too(tmp_path: Path) -> None:
    desk = kin(tmp_path, "both")
    desk.load()
    desk.write("acts.csv", "id,at,kind,email\nnew,2026-07-03,k,new@shop.fr\n")
    desk.load(LATER)
    assert acts_of(desk, GROUP, LATER) == ALL_ACTS | {"Website:new"}
    say(desk, "assign", "cy@other.com", "acme.de")
    assert acts_of(desk, GROUP, LATER) == ALL_ACTS | {"Website:new", "Website:cy"}
    undo(desk, 1, LATER)
    assert acts_of(desk, GROUP, LATER) == ALL_ACTS | {"Website:new"}


def test_a_family_itself_is_not_corrected(tmp_path: Path) -> None:
    desk = kin(tmp_path, "both")
    desk.load()
    with pytest.raises(Refused, match="is a whole family"):
        say(desk, "merge", "other.com", "family:acme.com")


def test_a_link_that_is_loaded_after_the_acts_moves_them(tmp_path: Path) -> None:
    desk = kin(tmp_path / "later", "roll up", ("7,acme.com,Acme,,2026-05-01", "8,acme.de,Acme GmbH,,2026-05-01"))
    desk.load()
    assert acts_of(desk, GERMAN) == {"Website:bo", "Website:dee", "Website:eve"}
    desk.write("accounts.csv", "\n".join(["Id,Website,Name,Parent,Changed", *ROWS, ""]))
    desk.load(LATER)
    at_once = kin(tmp_path / "at once", "roll up")
    at_once.load()
    for day in (JUNE_5, JUNE_10, JUNE_20, LATER):
        assert everything(desk, day) == everything(at_once, day)


def test_a_company_that_has_no_parent_any_more_takes_back_what_is_its_own(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up", (*ROWS, "8,acme.de,Acme GmbH,,2026-06-28"))
    desk.load()
    assert acts_of(desk, ACME) == {"Website:ann"}
    assert acts_of(desk, GERMAN) == {"Website:bo", "Website:dee", "Website:eve", "Website:sue"}
    assert acts_of(desk, ACME, JUNE_20) == ALL_ACTS - {"Website:sue"}


def test_a_parent_may_be_told_of_by_its_domain_alone(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up", ("8,acme.de,Acme GmbH,www.acme.com,2026-05-01",))
    text = (desk.folder / "mqa.yaml").read_text("utf-8")
    (desk.folder / "mqa.yaml").write_text(text.replace("parent: Parent", "parent_domain: Parent"), "utf-8")
    desk.load()
    assert family(desk) == {(GERMAN, ACME, ACME, "parent")}
    assert acts_of(desk, ACME) == ALL_ACTS - {"Website:sue"}
    assert ("acme.com", "domain of the parent") in desk.rows("accounts", "domain, rule")
    assert desk.load(LATER).total("loaded") == 0


def test_a_link_that_closes_a_circle_says_nothing_and_is_kept_with_its_reason(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up", (*ROWS, "7,acme.com,Acme,9,2026-06-28"))
    desk.load()
    assert (ACME, SHOP, ACME, "closes a circle") in family(desk)
    assert acts_of(desk, ACME) == ALL_ACTS


def test_a_person_takes_a_company_out_of_its_family_and_back(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    before = everything(desk, TODAY)
    say(desk, "split", "acme.de", "acme.de")
    assert acts_of(desk, ACME, LATER) == {"Website:ann"}
    assert acts_of(desk, GERMAN, LATER) == ALL_ACTS - {"Website:ann"}
    assert family(desk, LATER) == {(SHOP, GERMAN, GERMAN, "parent")}
    undo(desk, 1)
    assert everything(desk, LATER + 1) == before
    assert everything(desk, TODAY) == before


def test_a_company_that_people_merged_goes_where_the_other_belongs(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    say(desk, "merge", "other.com", "shop.fr")
    assert acts_of(desk, ACME, LATER) == ALL_ACTS | {"Website:cy"}
    assert {account for account, _ in everything(desk, LATER)["facts"]} == {ACME, GERMAN, SHOP}


def test_whom_somebody_assigned_to_a_branch_is_the_topmost_companys(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    say(desk, "assign", "cy@other.com", "shop.fr")
    assert "Website:cy" in acts_of(desk, ACME, LATER)


@pytest.mark.parametrize(("one", "other"), [("each", "roll up"), ("roll up", "both"), ("both", "each")])
def test_another_policy_places_anew_what_is_loaded(tmp_path: Path, one: str, other: str) -> None:
    desk = kin(tmp_path / "changed", one)
    desk.load()
    policy(desk, other)
    desk.load(LATER)
    fresh = kin(tmp_path / "fresh", other)
    fresh.load()
    assert everything(desk, LATER) == everything(fresh, LATER)
    assert everything(desk, JUNE_10) == everything(fresh, JUNE_10)


def test_loading_again_finds_nothing_new(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    before = desk.everything()
    desk.write("accounts.csv", "\n".join(["Id,Website,Name,Parent,Changed", *ROWS, ""]) + "\n")
    desk.load(LATER)
    assert desk.everything() == before


def test_a_person_is_where_the_act_says_whatever_the_family(tmp_path: Path) -> None:
    desk = kin(tmp_path, "roll up")
    desk.load()
    assert (ACME, "dee@acme.de") in standing(desk, "people", "person_key", TODAY)
