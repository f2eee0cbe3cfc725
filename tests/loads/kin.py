"""A family that is small enough to be read: Acme, its German branch, a shop of the branch, and Other, who is no kin."""

from __future__ import annotations

from pathlib import Path

from tests.loads.desk import ACTS, Desk
from tests.loads.mistaken import FACTS, OUTCOMES, RESEARCH

COMPANIES = """
  CRM accounts:
    table: companies
    files: accounts.csv
    columns: { id: Id, domain: Website, name: Name, parent: Parent, known_on: Changed }
"""
CONTACTS = """
  CRM contacts:
    table: people
    files: contacts.csv
    columns: { id: Id, email: Email, title: Title, account: Account, known_on: Changed }
"""
ROWS = (
    "7,acme.com,Acme,,2026-05-01",
    "8,acme.de,Acme GmbH,7,2026-06-10",
    "9,shop.fr,Shop,8,2026-06-20",
    "10,other.com,Other,,2026-05-01",
)


def kin(folder: Path, families: str = "each", rows: tuple[str, ...] = ROWS) -> Desk:
    """All that is told of them, not loaded yet. The branch is known from 10 June, the shop from 20 June."""
    desk = Desk(folder)
    desk.workspace(COMPANIES, CONTACTS, ACTS, FACTS, RESEARCH, OUTCOMES)
    policy(desk, families)
    desk.write("accounts.csv", "\n".join(["Id,Website,Name,Parent,Changed", *rows, ""]))
    desk.write("contacts.csv", "Id,Email,Title,Account,Changed\nc1,eve@gmail.com,CEO,8,2026-06-01\n")
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        ann,2026-06-01,k,ann@acme.com
        bo,2026-06-01,k,bo@acme.de
        dee,2026-06-15,k,dee@acme.de
        sue,2026-06-25,k,sue@shop.fr
        eve,2026-06-01,k,eve@gmail.com
        cy,2026-06-01,k,cy@other.com
        """,
    )
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-06-02\nacme.de,d,2026-06-02\nshop.fr,s,2026-06-02\n")
    desk.write("research.csv", "d,topic,week,strength\nacme.de,dora,2026-06-08,80\nother.com,dora,2026-06-08,90\n")
    desk.write("steps.csv", "id,account,step,day\nO1,8,opened,2026-06-01\nO2,10,opened,2026-06-01\n")
    return desk


def policy(desk: Desk, families: str) -> None:
    """Write how families are scored into the workspace."""
    path = desk.folder / "mqa.yaml"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = f"identity: {{ create_accounts: true, families: {families} }}"
    path.write_text("\n".join([*lines, ""]), "utf-8")
