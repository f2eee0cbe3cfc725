"""Families: which companies belong together by their parents, and what moves because they do."""

from __future__ import annotations

from mqa.loads.storing import World
from mqa.sources.steps import made_sql
from mqa.terms.stored import StoredFile

COPIED = -2  # what a row says of its account where it is a copy at the account of a family
OF_TOP = "and m.account_id = m.top_id"  # what is true of the topmost company alone
COPIES = {  # what is told of companies, what a copy has of its own, and of which companies
    "accounts": (
        "m.family_key as domain, case when r.name <> '' then r.name || ' (group)' else '' end as name, "
        "'family' as rule, m.family_id as first_account",
        OF_TOP,
    ),
    "people": (f"{COPIED}::bigint as said", ""),
    "activities": (f"{COPIED}::bigint as said", ""),
    "facts": ("0::bigint as first_account", OF_TOP),
    "intent": ("0::bigint as first_account", ""),
    "outcomes": ("0::bigint as first_account", ""),
}


def learn_families(world: World) -> list[StoredFile]:
    """Store what is new of families, and take note of the accounts whose rows belong elsewhere because of it."""
    if not world.count("parents") and not world.count("families"):
        return []
    world.connection.execute(made_sql("new_families"))
    world.connection.execute(
        "insert into corrected_accounts select account_id from new_families where unit_id = top_id"
    )
    world.connection.execute(  # and whom people lead there
        "insert into corrected_accounts select account_id from leads where leads_to in (from corrected_accounts)"
    )
    world.connection.execute(
        "insert into changed_families select distinct unit_id from new_families where unit_id not in (0, top_id)"
    )
    return world.keep("families", "from new_families")


def copy_families(world: World) -> list[StoredFile]:
    """Store what stands at the accounts of families too: all that was told of their companies, as signed rows.

    A row holds at the family while its account is of it. Of a family that is as it was only what this load added is
    new; of one that changed all is compared with what it ought to be.
    """
    [(wanted,)] = world.connection.execute(
        "select (select count(*) from family_members) + (select count(*) from changed_families)"
    ).fetchall()
    return [file for table in COPIES if wanted for file in world.keep(table, _copied_sql(world, table))]


def _copied_sql(world: World, table: str) -> str:
    world.tell_learned(table)
    return f"""
        select * exclude (times), cast(sum(times) as bigint) as times
        from (
            {_at_families(table, f"learned_{table}", "not in")}
            union all by name
            {_at_families(table, table, "in")}
            union all by name
            select * replace (-times as times) from {table} where account_id in (from changed_families)
        )
        group by all
        having sum(times) <> 0
    """


def _at_families(table: str, told: str, changed: str) -> str:
    """Rows of companies as they come to the account of their family, and go when the company leaves it."""
    replaced, only = COPIES[table]
    joined = f"""
        from {told} as r
        inner join family_members as m on m.account_id = r.account_id and m.until > r.known_on
        where m.family_id {changed} (from changed_families) {only}
    """
    at = f"m.family_id as account_id, {replaced}"
    return f"""
        select r.* replace ({at}, greatest(r.known_on, m.since) as known_on) {joined}
        union all by name
        select r.* replace ({at}, m.until as known_on, -r.times as times) {joined} and m.until < getvariable('no_end')
    """
