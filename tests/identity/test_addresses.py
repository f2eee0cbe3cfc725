"""Whose the part of an address before the @ is: a person's, a machine's, or that of whoever is on duty."""

from __future__ import annotations

import csv
from importlib.resources import files

import duckdb
import pytest

from mqa.identity.addresses import mailbox, patterns
from mqa.terms.quoting import text_sql


@pytest.mark.parametrize(
    "local", ["noreply", "no-reply", "no_reply", "donotreply", "jira.noreply", "bounce+12", "mailer-daemon", "root"]
)
def test_machines_that_send_are_known_by_their_names(local: str) -> None:
    assert mailbox(local) == "no-reply"


@pytest.mark.parametrize("local", ["build-bot", "dependabot", "github.actions", "nagios2", "scan-to-mail", "crawler"])
def test_robots_are_known_by_their_names(local: str) -> None:
    assert mailbox(local) == "robot"


@pytest.mark.parametrize(
    "local",
    [
        "info",
        "sales",
        "contact",
        "kontakt",
        "bewerbung",
        "accueil",
        "vendite",
        "ventas",
        "vendas",
        "verkoop",
        "salg",
        "firmapost",
        "kundtjanst",
        "myynti",
        "biuro",
        "customer-service",
        "customerservice",
        "info2",
        "info.de",
        "support-emea",
        "sales+web",
        "ufficio.acquisti",
        "rrhh",
        "it",
        "hr",
    ],
)
def test_mailboxes_of_whoever_is_on_duty_are_known_in_twelve_languages(local: str) -> None:
    assert mailbox(local) == "role address"


@pytest.mark.parametrize(
    "local",
    [
        "ann",
        "ann.support",
        "sales.ann",
        "nora.replyton",
        "rooter",
        "nobodys.fool.x",
        "talbot",
        "abbot",
        "infanta",
        "joby",
        "erik.bot",
        "carl.jenkins",
        "joe.root",
    ],
)
def test_people_are_not_taken_for_mailboxes(local: str) -> None:
    assert mailbox(local) == ""


def test_the_engine_reads_the_patterns_as_we_do() -> None:
    locals_ = ["no-reply", "x.noreply+1", "build-bot", "info", "info.de", "customer_service-uk+7", "ann", "talbot"]
    case = " ".join(
        f"when regexp_full_match(local, {text_sql(sql)}) then {text_sql(rule)}" for rule, sql in patterns().items()
    )
    with duckdb.connect() as connection:
        found = connection.execute(f"select case {case} else '' end from unnest(?) as t (local)", [locals_]).fetchall()
    assert [rule for (rule,) in found] == [mailbox(local) for local in locals_]


def test_every_row_of_the_table_is_known_once_and_says_something_that_is_understood() -> None:
    with (files("mqa.identity") / "addresses.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    words = [row["words"] for row in rows]
    assert len(words) == len({*words})
    for row in [row for row in rows if row["says"] != "student"]:
        assert mailbox(row["words"].replace("* ", "x-").replace(" ", "-")) == row["says"]
    assert {row["language"] for row in rows if row["says"] == "role address"} == {
        "da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "sv"
    }  # fmt: skip
