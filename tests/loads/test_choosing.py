"""Which files are read again because rows of them had no account: those that name what is known since."""

from __future__ import annotations

import pytest

from tests.loads.desk import ACTS, COMPANIES, TODAY, Desk
from tests.loads.mistaken import say

INTENT = """
  Vendor:
    table: intent
    files: intent.csv
    columns: { domain: host, topic: topic, week: week, strength: strength }
"""
OF_IDS = INTENT.replace("domain: host", "account: host")
OF_NAMES = INTENT.replace("domain: host", "company: host")


def weeks(desk: Desk, *hosts: str) -> None:
    """A vendor's file with a week of research by each of these."""
    desk.write("intent.csv", "host,topic,week,strength\n" + "".join(f"{one},ci,2026-06-29,70\n" for one in hosts))


def read(desk: Desk) -> tuple[int, int]:
    """How many files of the vendor a load reads, and how many it leaves alone."""
    vendor = desk.load().sources[-1]
    return vendor.files, vendor.already_loaded


def test_a_file_is_not_read_again_for_a_company_that_it_does_not_name(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS, INTENT)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,web.pricing,ann@acme.com\n")
    weeks(desk, "acme.com", "nobody.com")
    desk.load()
    desk.write("acts.csv", "id,at,kind,email\n2,2026-07-01,web.pricing,bob@other.com\n")
    assert read(desk) == (0, 1)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,third.com,,Third\n")
    assert read(desk) == (0, 1)
    assert len(desk.rows("intent", "topic")) == 1


@pytest.mark.parametrize("host", ["other.com", "eu.Other.com"])
def test_a_file_is_read_again_once_an_act_makes_its_account_known(desk: Desk, host: str) -> None:
    desk.workspace(COMPANIES, ACTS, INTENT)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,web.pricing,ann@acme.com\n")
    weeks(desk, host)
    desk.load()
    desk.write("acts.csv", "id,at,kind,email\n2,2026-07-01,web.pricing,bob@other.com\n")
    assert (read(desk), len(desk.rows("intent", "topic"))) == ((1, 0), 1)
    assert read(desk) == (0, 1)


@pytest.mark.parametrize(("source", "named"), [(OF_IDS, "8"), (OF_NAMES, "Other"), (INTENT, "also.com")])
def test_a_file_is_read_again_once_its_company_is_known(desk: Desk, source: str, named: str) -> None:
    desk.workspace(COMPANIES, source)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    weeks(desk, named, "nobody")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,also.com,Other\n")
    assert (read(desk), len(desk.rows("intent", "topic"))) == ((1, 0), 1)
    assert read(desk) == (0, 1)


def test_what_was_learned_while_a_file_was_left_out_counts_too(desk: Desk) -> None:
    desk.workspace(COMPANIES, INTENT)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    weeks(desk, "other.com")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    desk.load(sources=["CRM accounts"])
    assert (read(desk), len(desk.rows("intent", "topic"))) == ((1, 0), 1)


def test_a_file_that_was_renamed_is_still_read_again(desk: Desk) -> None:
    desk.workspace(COMPANIES, INTENT.replace("intent.csv", "intent*.csv"))
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    weeks(desk, "other.com")
    desk.load()
    (desk.folder / "intent.csv").rename(desk.folder / "intent-june.csv")
    assert read(desk) == (0, 1)
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    assert read(desk) == (1, 0)


def test_a_file_is_read_again_once_a_person_said_whose_a_name_is(desk: Desk) -> None:
    desk.workspace(COMPANIES, OF_NAMES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    weeks(desk, "The A Team")
    desk.load()
    say(desk, "name", "the a team", "acme.com", today=TODAY)
    assert (read(desk), len(desk.rows("intent", "topic"))) == ((1, 0), 1)
    assert read(desk) == (0, 1)
