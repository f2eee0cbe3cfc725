"""Corrections are counted as what they are, lead out of every dead end, and say why they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.workspace import answer, done, mqa

CALDERON, TIDEWATER = "calderon-example.com", "tidewater-example.com"
EVA = "eva.smit@brightport-example.com"


def refusal(folder: Path, *words: str) -> str:
    """What is said of a correction that cannot be, in one line."""
    result = mqa(folder, "identity", *words)
    assert result.exit_code == 2, result.output
    return " ".join(result.output.split())


def test_a_later_word_on_the_same_takes_the_place_of_the_earlier_in_the_list(mine):
    for account in (CALDERON, TIDEWATER):
        done(mine, "identity", "assign", EVA, account)
    assert [one["number"] for one in answer(mine, "identity", "corrections")["corrections"]] == [2]
    assert "1 correction in force." in done(mine, "identity", "corrections")
    _, first = answer(mine, "identity", "corrections", "--all")["corrections"]
    assert (first["in_force"], first["replaced_by"], first["undone_by"]) == (False, 2, None)
    said = " ".join(done(mine, "identity", "corrections", "--all").split())
    assert "holds instead)" in said
    assert "1 correction in force." in said
    done(mine, "identity", "undo", "2")
    assert [one["number"] for one in answer(mine, "identity", "corrections")["corrections"]] == [1]


def test_what_is_never_an_account_is_told_apart_from_what_nobody_knows(mine):
    done(mine, "identity", "never", TIDEWATER)
    for words in (("assign", EVA, TIDEWATER), ("merge", CALDERON, "Tidewater Wholesale")):
        said = refusal(mine, *words)
        assert f"{TIDEWATER} is never an account, by correction 1. To make it one again: mqa identity undo 1" in said
    assert f"{TIDEWATER} is never an account already, by correction 1." in refusal(mine, "never", TIDEWATER)


def test_what_is_never_an_account_is_made_one_again_or_part_of_another_as_the_hint_says(mine):
    done(mine, "identity", "never", TIDEWATER)
    said = refusal(mine, "alias", TIDEWATER, CALDERON)
    assert said.endswith(f"To make both one: mqa identity merge {TIDEWATER} {CALDERON}")
    done(mine, "identity", "merge", TIDEWATER, CALDERON)
    assert answer(mine, "identity", "why", TIDEWATER)["account"] == CALDERON
    done(mine, "identity", "undo", "2")
    done(mine, "identity", "split", "Tidewater Wholesale")
    assert answer(mine, "identity", "why", TIDEWATER)["account"] == TIDEWATER
    assert f"{TIDEWATER} is an account of its own already." in refusal(mine, "split", TIDEWATER)


CUSTOMERS = """
  Customers:
    table: companies
    files: customers.csv
    columns: { id: number, name: customer }
"""


@pytest.mark.parametrize("typed", ["D-7", "Customers:D-7", "Ostrava Steel"])
def test_a_company_without_a_domain_is_named_by_its_id_or_its_name_on_either_side(mine, typed):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + CUSTOMERS)
    (mine / "customers.csv").write_text("number,customer\nD-7,Ostrava Steel\n")
    done(mine, "load")
    assert "From today ostrava.cz leads to Customers:D-7" in done(mine, "identity", "alias", "ostrava.cz", typed)
    assert "is an account of its own already" in refusal(mine, "split", typed)
    done(mine, "identity", "never", typed)
    assert "From today Customers:D-7 is an account of its own" in done(mine, "identity", "split", typed)


def test_a_role_moves_nobody_and_is_refused_to_a_mailbox_that_many_read(mine):
    assert "Nothing moved." in done(mine, "identity", "role", EVA, "Head of planning")
    agreed = mine / "mqa.yaml"
    source = "\n  Sign-ups:\n    table: people\n    files: signups.csv\n    columns: { email: email }\n"
    agreed.write_text(agreed.read_text().rstrip("\n") + source)
    (mine / "signups.csv").write_text(f"email\ninfo@{CALDERON}\n")
    done(mine, "load")
    said = refusal(mine, "role", f"info@{CALDERON}", "Head of planning")
    assert f"info@{CALDERON} is nobody's by name (role address)" in said
    assert "by an address of their own or their contact's id." in said
    said = refusal(mine, "assign", f"info@{CALDERON}", CALDERON)
    assert f"info@{CALDERON} is a mailbox that many read (role address): nobody's by name, and of {CALDERON}" in said
    assert len(answer(mine, "identity", "corrections", "--all")["corrections"]) == 1
    done(mine, "identity", "assign", f"info@{CALDERON}", TIDEWATER)


def test_people_and_nameless_visitors_that_moved_are_counted_apart(mine):
    said = done(mine, "identity", "merge", "brightport-example.com", CALDERON)
    assert "4 people, 1 nameless visitor and " in said
