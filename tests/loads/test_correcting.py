"""What a person says of who is who moves what belongs to it, from that day on, and back when it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.ledger import audit, corrections, segments
from mqa.ledger.models import Correction as Row
from mqa.terms.keys import number_of
from mqa.terms.problems import Refused
from tests.loads.desk import ACME, OTHER, TODAY, Desk, standing
from tests.loads.mistaken import GERMAN, KEYS, LATER, copy_of, everything, say, undo


@pytest.fixture
def desk(mistaken: Path, tmp_path: Path) -> Desk:
    return copy_of(mistaken, tmp_path / "copy")


def test_a_merged_account_takes_all_that_was_told_of_it_along(desk: Desk) -> None:
    before = everything(desk, TODAY)
    say(desk, "merge", "acme.com", "other.com")
    now = everything(desk, LATER)
    assert now["accounts"] == {(OTHER, "other.com")}
    assert {account for name in KEYS for account, _ in now[name]} == {OTHER}
    assert {name: {key for _, key in now[name]} for name in KEYS if name != "accounts"} == {
        name: {key for _, key in before[name]} for name in KEYS if name != "accounts"
    }
    assert everything(desk, TODAY) == before


def test_a_domain_that_is_split_off_takes_its_people_acts_and_facts_along(desk: Desk) -> None:
    say(desk, "split", "acme.de", "acme.de")
    now = everything(desk, LATER)
    assert {(name, key) for name in KEYS for account, key in now[name] if account == GERMAN} == {
        ("accounts", "acme.de"),
        ("aliases", "acme.de"),
        ("people", "bo@acme.de"),
        ("activities", "Website:bo"),
        ("facts", "d"),
    }


def test_a_domain_without_anybody_is_split_off_as_an_account(desk: Desk) -> None:
    desk.write("accounts.csv", "Id,Website,Also,Name,Changed\n7,acme.com,acme.de;acme.fr,Acme,2026-06-01\n")
    desk.load()
    say(desk, "split", "acme.fr", "acme.fr")
    assert (number_of("acme.fr"), "acme.fr") in standing(desk, "accounts", "domain", LATER)


def test_a_domain_that_nobody_knew_is_an_account_of_its_own_name_of_which_its_company_may_tell(desk: Desk) -> None:
    say(desk, "split", "acme.com", "fresh.org")
    fresh = (number_of("fresh.org"), "fresh.org")
    assert standing(desk, "accounts", "domain", LATER) == {fresh, (OTHER, "other.com")}
    desk.write(
        "accounts.csv", "Id,Website,Also,Name,Changed\n9,late.com,,Late,2026-06-01\n10,,fresh.org,Fresh,2026-06-01\n"
    )
    desk.load(LATER)
    assert fresh in standing(desk, "accounts", "domain", LATER)


def test_a_further_domain_brings_whoever_acts_from_it(desk: Desk) -> None:
    desk.write("acts.csv", "id,at,kind,email\nzoe,2026-06-01,k,zoe@acme.se\n")
    desk.load()
    say(desk, "alias", "acme.se", "acme.com")
    now = everything(desk, LATER)
    assert (ACME, "Website:zoe") in now["activities"]
    assert (ACME, "acme.se") in now["aliases"]
    assert number_of("acme.se") not in {account for account, _ in now["accounts"]}


def test_who_is_never_an_account_is_nobodys(desk: Desk) -> None:
    say(desk, "never", "acme.com")
    now = everything(desk, LATER)
    assert {(OTHER, "other.com")} == now["accounts"] == now["aliases"]
    assert {(0, "Website:ann"), (0, "Website:bo")} <= now["activities"]
    assert {(0, "ann@acme.com"), (0, "bo@acme.de")} <= now["people"]


def test_what_is_never_an_account_is_as_it_was_once_it_is_split_again(desk: Desk) -> None:
    before = everything(desk, TODAY)
    say(desk, "never", "acme.com")
    say(desk, "split", "acme.com", "acme.com")
    assert everything(desk, LATER) == before


def test_a_mailbox_that_many_read_and_a_machine_can_have_no_role(desk: Desk) -> None:
    for address, rule in (("info@acme.com", "role address"), ("no-reply@acme.com", "no-reply")):
        with pytest.raises(Refused, match=rf"{address} is nobody's by name \({rule}\)"):
            say(desk, "role", address, "Champion")
    assert Row.objects.count() == 0


def test_a_mailbox_that_many_read_and_a_machine_are_no_visitor(desk: Desk) -> None:
    for address, rule in (("info@acme.com", "role address"), ("no-reply@acme.com", "no-reply")):
        with pytest.raises(Refused, match=rf"{address} is nobody's by name \({rule}\): it cannot be who a visitor is"):
            say(desk, "visitor", "Website:v", address)
    assert Row.objects.count() == 0


def test_what_is_taken_for_a_machine_is_a_person_once_somebody_said_whose_it_is(desk: Desk) -> None:
    say(desk, "assign", "build-bot@acme.com", "acme.com")
    assert say(desk, "visitor", "Website:v", "build-bot@acme.com").said.number == 2


def test_who_moved_is_counted_by_whether_they_have_a_name_and_a_role_moves_nobody(desk: Desk) -> None:
    desk.write("acts.csv", "id,at,kind,email\ninfo,2026-06-01,k,info@acme.com\n")
    desk.load()
    assert say(desk, "role", "ann@acme.com", "Champion").counts == {}
    moved = say(desk, "merge", "acme.com", "other.com").counts
    assert moved == {"people moved": 2, "visitors moved": 1, "acts moved": 3}
    assert say(desk, "assign", "ann@acme.com", "other.com").counts.get("people moved") is None


def test_a_person_is_moved_with_all_they_did_though_their_record_says_otherwise(desk: Desk) -> None:
    say(desk, "assign", "ann@acme.com", "other.com")
    now = everything(desk, LATER)
    assert ((OTHER, "ann@acme.com") in now["people"], (OTHER, "Website:ann") in now["activities"]) == (True, True)
    assert (ACME, "ann@acme.com") not in now["people"]
    say(desk, "assign", "ann@acme.com")
    assert (0, "Website:ann") in everything(desk, LATER)["activities"]


def test_a_person_is_moved_to_where_an_account_was_merged(desk: Desk) -> None:
    say(desk, "assign", "cy@other.com", "acme.com")
    say(desk, "merge", "acme.com", "other.com", LATER + 1)
    assert standing(desk, "activities", "activity_id", LATER) >= {(ACME, "Website:cy")}
    assert standing(desk, "activities", "activity_id", LATER + 1) >= {(OTHER, "Website:cy")}


def test_a_role_stands_at_the_persons_account_until_it_is_undone(desk: Desk) -> None:
    say(desk, "role", "ann@acme.com", "Champion")
    assert standing(desk, "people", "role", LATER) == {(ACME, ""), (OTHER, ""), (ACME, "Champion")}
    say(desk, "merge", "acme.com", "other.com", LATER + 1)
    assert standing(desk, "people", "role", LATER + 1) == {(OTHER, ""), (OTHER, "Champion")}
    undo(desk, 1, LATER + 2)
    assert standing(desk, "people", "role", LATER + 2) == {(OTHER, "")}


def test_accounts_that_lead_on_are_followed_to_the_end(desk: Desk) -> None:
    say(desk, "merge", "acme.com", "other.com")
    say(desk, "split", "acme.de", "acme.de")
    say(desk, "merge", "other.com", "acme.de")
    assert {account for name in KEYS for account, _ in everything(desk, LATER)[name]} == {GERMAN}


def test_what_would_lead_in_a_circle_is_refused(desk: Desk) -> None:
    say(desk, "merge", "acme.com", "other.com")
    with pytest.raises(Refused, match=r"in a circle: acme\.com → other\.com → acme\.com"):
        say(desk, "merge", "other.com", "acme.com")
    say(desk, "split", "acme.com", "acme.com")
    say(desk, "merge", "other.com", "acme.com")
    with pytest.raises(Refused, match="in a circle"):
        undo(desk, 2)


def test_a_correction_is_undone_once(desk: Desk) -> None:
    say(desk, "never", "acme.de")
    undo(desk, 1)
    for number, what in ((1, "undone already"), (2, "no correction 2"), (9, "no correction 9")):
        with pytest.raises(Refused, match=what):
            undo(desk, number)


def test_a_later_word_on_the_same_replaces_the_earlier_and_gives_way_when_undone(desk: Desk) -> None:
    say(desk, "assign", "ann@acme.com", "other.com")
    say(desk, "assign", "ann@acme.com")
    undo(desk, 2, LATER)
    assert (OTHER, "Website:ann") in standing(desk, "activities", "activity_id", LATER)


def test_a_correction_never_holds_from_before_an_earlier_one(desk: Desk) -> None:
    say(desk, "never", "acme.de", today=LATER + 5)
    assert say(desk, "never", "acme.com", today=LATER).said.day == LATER + 5


def test_it_is_noted_who_said_what_and_why(desk: Desk) -> None:
    say(desk, "merge", "acme.com", "other.com")
    undo(desk, 1)
    undone, merged = corrections.noted()
    assert (merged.said.by, merged.said.note, merged.undone_by) == ("ada@example.com", "why", 2)
    assert (undone.said.undoes, undone.said.subject) == (1, "acme.com")
    found, _ = audit.changes(audit.Wanted(about="acme.com"))
    assert [(one.who, one.what) for one in found] == [
        ("ada@example.com", "undid a correction"),
        ("ada@example.com", "corrected who is who"),
    ]


def test_a_correction_that_cannot_be_noted_moves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (desk.everything(), segments.last())

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("mqa.ledger.corrections.list_load", crash)
        with pytest.raises(KeyboardInterrupt):
            say(desk, "merge", "acme.com", "other.com")
    assert ((desk.everything(), segments.last()), Row.objects.count()) == (before, 0)


def test_what_is_loaded_after_a_correction_knows_of_it(desk: Desk) -> None:
    say(desk, "merge", "acme.com", "other.com")
    desk.write("acts.csv", "id,at,kind,email\nnew,2026-07-05,k,new@acme.com\nold,2026-06-05,k,old@acme.com\n")
    desk.write("facts.csv", "d,v,on\nacme.com,new,2026-07-05\nacme.com,old,2026-06-05\n")
    desk.load(LATER + 5)
    for table, old, new in (("activities", "Website:old", "Website:new"), ("facts", "old", "new")):
        assert standing(desk, table, KEYS[table], TODAY) >= {(ACME, old)}
        assert standing(desk, table, KEYS[table], LATER + 5) >= {(OTHER, old), (OTHER, new)}
    undo(desk, 1, LATER + 6)
    assert standing(desk, "activities", "activity_id", LATER + 6) >= {(ACME, "Website:old"), (ACME, "Website:new")}
    assert standing(desk, "facts", "value", LATER + 6) >= {(ACME, "old"), (ACME, "new")}


def test_an_account_to_which_somebody_was_moved_stays_one_whatever_a_source_says_later(desk: Desk) -> None:
    desk.write("acts.csv", "id,at,kind,email\nzoe,2026-06-01,k,zoe@acme.se\n")
    desk.load()
    say(desk, "assign", "cy@other.com", "acme.se")
    desk.write("accounts.csv", "Id,Website,Also,Name,Changed\n7,acme.com,acme.de;acme.se,Acme,2026-07-05\n")
    desk.load(LATER + 5)
    swedish = number_of("acme.se")
    now = everything(desk, LATER + 5)
    assert {(swedish, "Website:cy"), (swedish, "Website:zoe")} <= now["activities"]
    assert ((swedish, "acme.se") in now["accounts"], (swedish, "acme.se") in now["aliases"]) == (True, True)
    undo(desk, 1, LATER + 6)
    now = everything(desk, LATER + 6)
    assert {(OTHER, "Website:cy"), (ACME, "Website:zoe")} <= now["activities"]
    assert ((swedish, "acme.se") in now["accounts"], (ACME, "acme.se") in now["aliases"]) == (False, True)


def test_facts_of_what_is_never_an_account_come_back_when_that_is_undone(desk: Desk) -> None:
    say(desk, "never", "acme.com")
    desk.write("facts.csv", "d,v,on\nacme.com,new,2026-07-05\n")
    desk.load(LATER + 5)
    assert (ACME, "new") not in standing(desk, "facts", "value", LATER + 5)
    undo(desk, 1, LATER + 6)
    assert standing(desk, "facts", "value", LATER + 6) >= {(ACME, "a"), (ACME, "new")}
