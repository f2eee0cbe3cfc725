"""What the addresses of CNCF's contributors are, and how much of what companies' people did reaches an account.

DATA/cncf holds `contacts`, `events` and the other files of the workspace `workspaces/cncf`, which is loaded anew into a
folder of its own. Names before the @ are hashes there, so mailboxes of robots and of whoever is on duty cannot be seen.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import duckdb

from mqa.identity.addresses import mailbox
from mqa.identity.domains import FREEMAIL, HOSTING, NO_REPLY, KeptOut, domain
from mqa.ledger.opening import open_ledger
from mqa.ledger.segments import live
from mqa.loads import load

WORKSPACE = Path(__file__).parents[1] / "workspaces" / "cncf"
TODAY = 9822
CORPORATE = "corporate"
SELLERS = KeptOut(dict.fromkeys(("linuxfoundation.org", "cncf.io"), "never an account"))
PLACED = """
    select
        count(*) filter (where a.account_id > 0),
        count(*) filter (where a.account_id in (select account_id from accounts where rule not like 'created from %')),
        count(*)
    from activities as a
    inner join (select distinct person_id, person_key from people) as p on p.person_id = a.person_id
    inner join classes as c on c.email = p.person_key
    where c.class = 'corporate' and not c.is_bot and a.times > 0
"""
SECTION = """## CNCF contacts

{people:,} addresses of contributors who are no bots, and their {acts:,} acts, by the class of the address. Names
before the @ are hashes in this list, so robots and role addresses cannot be seen here.

| class | people | | acts | |
|---|--:|--:|--:|--:|
{lines}

Of the acts from corporate addresses {reach:.2%} reach an account: {known:.2%} one of a company that the list of
companies names, {created:.2%} one that was created from the address. Of {accounts:,} accounts {wrong} are domains of
mail providers, hosting or machines.
"""


def section(folder: Path) -> tuple[str, list[str]]:
    """The figures as Markdown, and the promises that they break."""
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        workspace = Path(scratch) / "cncf"
        workspace.mkdir()
        shutil.copy(WORKSPACE / "mqa.yaml", workspace)
        os.environ["MQA_CNCF"] = str(folder.resolve())
        load(workspace, today=TODAY)
        open_ledger(workspace / ".mqa/ledger.sqlite3")
        for table in ("accounts", "people", "activities"):
            files = [str(workspace / ".mqa/warehouse" / file) for file in live(table)]
            connection.execute(f"create table {table} as select * from read_parquet({files})")
        counted = _counted(connection, folder)
        [(reach, known, corporate)] = connection.execute(PLACED).fetchall()
        domains = connection.execute("select distinct domain from accounts where account_id > 0").fetchall()
    wrong = sum(domain(name).rule in (FREEMAIL, HOSTING, NO_REPLY) for (name,) in domains)
    people, acts = (sum(one[nth] for one in counted) for nth in (1, 2))
    lines = [f"| {rule} | {n:,} | {n / people:.1%} | {m:,} | {m / acts:.1%} |" for rule, n, m in counted]
    text = SECTION.format(
        people=people,
        acts=acts,
        lines="\n".join(lines),
        reach=reach / corporate,
        known=known / corporate,
        created=(reach - known) / corporate,
        accounts=len(domains),
        wrong=wrong or "none",
    )
    return text, [f"{wrong} accounts are domains of mail providers, hosting or machines."] * bool(wrong)


def _counted(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[str, int, int]]:
    """Each class of addresses with its people and their acts, the largest first; makes `classes`."""
    contacts = connection.execute(f"select lower(email), is_bot from '{folder / 'contacts.parquet'}'").fetchall()
    connection.execute("create table classes (email varchar, is_bot boolean, class varchar)")
    rows = [(email, bool(bot), _class(email)) for email, bot in contacts]
    connection.execute(
        "insert into classes select unnest(?::varchar[]), unnest(?::boolean[]), unnest(?::varchar[])",
        [list(column) for column in zip(*rows, strict=True)],
    )
    return connection.execute(f"""
        select c.class, count(distinct c.email), count(e.email)
        from classes as c
        left join '{folder / "events.parquet"}' as e on lower(e.email) = c.email
        where not c.is_bot
        group by c.class
        order by count(distinct c.email) desc
    """).fetchall()


def _class(email: str) -> str:
    local, _, host = email.partition("@")
    return mailbox(local) or domain(host, SELLERS).rule or CORPORATE
