"""A small world in which somebody may be wrong about who is who: two companies, and all that is told of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

from mqa.loads import correcting
from mqa.terms.keys import number_of
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, TODAY, Desk, standing

NOW = datetime(2026, 7, 3, tzinfo=UTC)
LATER = TODAY + 1
GERMAN = number_of("acme.de")
FACTS = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: on }
"""
RESEARCH = """
  Research:
    table: intent
    files: research.csv
    columns: { domain: d, topic: topic, week: week, strength: strength, known_on: week }
"""
OUTCOMES = """
  Opportunities:
    table: outcomes
    files: steps.csv
    columns: { id: id, account: account, kind: step, occurred_on: day, known_on: day }
"""
DATED = COMPANIES.replace("name: Name", "name: Name, known_on: Changed")


def written(folder: Path) -> Desk:
    """Acme (also acme.de) and Other: people, acts, facts, research and outcomes of both, not loaded yet."""
    desk = Desk(folder)
    desk.workspace(DATED, CONTACTS, ACTS, FACTS, RESEARCH, OUTCOMES)
    desk.write(
        "accounts.csv",
        """
        Id,Website,Also,Name,Changed
        7,acme.com,acme.de,Acme,2026-05-01
        8,other.com,,Other,2026-05-01
        """,
    )
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@acme.com,CFO,7,\nc2,eve@gmail.com,CEO,8,\n")
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        ann,2026-06-01,k,ann@acme.com
        bo,2026-06-01,k,bo@acme.de
        cy,2026-06-01,k,cy@other.com
        eve,2026-06-01,k,eve@gmail.com
        """,
    )
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-06-02\nacme.de,d,2026-06-02\nother.com,o,2026-06-02\n")
    desk.write("research.csv", "d,topic,week,strength\nacme.com,dora,2026-06-08,80\nother.com,dora,2026-06-08,90\n")
    desk.write("steps.csv", "id,account,step,day\nO1,7,opened,2026-06-01\nO2,8,opened,2026-06-01\n")
    return desk


def copy_of(folder: Path, to: Path) -> Desk:
    """The same workspace in another folder, its ledger open."""
    copytree(folder, to)
    copied = Desk(to)
    copied.rows("accounts", "*")
    return copied


def say(desk: Desk, kind: str, subject: str, to: str = "", today: int = LATER) -> correcting.Corrected:
    return correcting.say(desk.folder, kind, subject, to, by="ada@example.com", note="why", today=today, now=NOW)


def undo(desk: Desk, number: int, today: int = LATER + 1) -> correcting.Corrected:
    return correcting.undo(desk.folder, number, by="ada@example.com", today=today, now=NOW)


KEYS = {
    "accounts": "domain",
    "aliases": "domain",
    "people": "person_key",
    "activities": "activity_id",
    "facts": "value",
    "intent": "strength_milli",
    "outcomes": "outcome_id",
}


def everything(desk: Desk, known_at: int) -> dict[str, set[tuple[object, ...]]]:
    """What stands by a day, at which account."""
    return {name: standing(desk, name, key, known_at) for name, key in KEYS.items()}
