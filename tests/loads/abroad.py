"""Companies of several countries, small enough to be read, in a workspace that parts accounts by country."""

from __future__ import annotations

from pathlib import Path

from mqa.terms.keys import number_of
from tests.loads.desk import Desk, standing
from tests.loads.mistaken import FACTS, OUTCOMES, RESEARCH

COMPANIES = """
  CRM accounts:
    table: companies
    files: accounts.csv
    columns: { id: Id, domain: Website, domains: { column: Also, split: ";" }, name: Name, known_on: Changed }
    facts: { country: Country }
"""
CONTACTS = """
  CRM contacts:
    table: people
    files: contacts.csv
    columns: { id: Id, email: Email, account: Account, country: Country, known_on: Changed }
"""
ACTS = """
  Website:
    table: activities
    files: acts.csv
    columns:
      { id: id, occurred_at: at, known_on: at, kind: kind, email: email, person: who, visitor: cookie, domain: host,
        country: country }
"""
ACCOUNTS = ("Id,Website,Also,Name,Country,Changed",)
PEOPLE = ("Id,Email,Account,Country,Changed",)
VISITS = ("id,at,kind,email,who,cookie,host,country",)
WHOLE = "1,sie.com,,Sie,,2026-05-01"
GERMAN = "2,sie.com,,Sie,Germany,2026-05-01"
FRENCH = "3,sie.com,,Sie,FR,2026-05-01"


def abroad(
    folder: Path,
    accounts: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
    acts: tuple[str, ...] = (),
    *,
    create: bool = False,
) -> Desk:
    """A workspace whose accounts are parted by country, not loaded yet."""
    desk = Desk(folder)
    facts = FACTS.replace("domain: d,", "domain: d, country: c,")
    research = RESEARCH.replace("domain: d,", "domain: d, country: c,")
    desk.workspace(COMPANIES, CONTACTS, ACTS, facts, research, OUTCOMES)
    part(desk, create=create)
    for name, header, rows in (
        ("accounts", ACCOUNTS, accounts),
        ("contacts", PEOPLE, people),
        ("acts", VISITS, acts),
        ("facts", ("d,c,v,on",), ()),
        ("research", ("d,c,topic,week,strength",), ()),
        ("steps", ("id,account,step,day",), ()),
    ):
        write(desk, name, *header, *rows)
    return desk


def part(desk: Desk, accounts: str = "by country", *, create: bool = False) -> None:
    """Write what an account is into the workspace."""
    path = desk.folder / "mqa.yaml"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = f"identity: {{ create_accounts: {str(create).lower()}, accounts: {accounts} }}"
    path.write_text("\n".join([*lines, ""]), "utf-8")


def write(desk: Desk, name: str, *rows: str) -> None:
    (desk.folder / f"{name}.csv").write_text("\n".join([*rows, ""]), "utf-8")


def where(desk: Desk, name: str, key: str, known_at: int) -> dict[object, object]:
    """The account, by its key, of what stands by a day."""
    called = {number_of(str(domain)): domain for (domain,) in desk.rows("accounts", "domain")} | {0: "nobody"}
    return {what: called[account] for account, what in standing(desk, name, key, known_at)}
