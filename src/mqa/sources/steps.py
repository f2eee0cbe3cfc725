"""The steps from staged rows to world tables, in order; each is one `.sql` file beside this, named for what it makes.

They read `staged`, the world tables as they are so far, `hosts` (host, domain, rule) and each other, and speak
of the load by variables: `source`, `source_names`, `of_table`, `today`, `create_accounts`, `account_rule`,
`contact_source`, `no_reply`, `account_column`, `domain_column`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from mqa.sources.agreed import Source
from mqa.sources.mapping import KEPT
from mqa.terms.keys import number_sql
from mqa.terms.quoting import text_sql

KEY_NUMBER_SQL = f"create or replace temp macro key_number(key) as {number_sql('key')}"

KNOWN = ("alias_state", "company_ids", "contact_ids", "person_accounts")
COMPANIES = ("company_keys", "company_accounts", "company_aliases", "company_records")
NAMED_ACTORS = ("actors", "named_actors")
ACTORS = ("resolved", "actor_accounts", "actor_aliases")
CONTACTS = ("contact_people", "contact_records")
DUPLICATES = ("already_loaded", "repeated_in_file", "duplicates")
ACTS = ("actor_people", "new_activities", "new_shapes")
PLACED = ("placed", "unplaced")
MOVES = ("moves", "moved_people", "moved_activities")

MADE = {  # the world table (or records) that a step's rows belong to
    "company_accounts": "accounts",
    "company_aliases": "aliases",
    "company_records": "records",
    "actor_accounts": "accounts",
    "actor_aliases": "aliases",
    "actor_people": "people",
    "contact_people": "people",
    "contact_records": "records",
    "new_activities": "activities",
    "new_shapes": "shapes",
    "new_facts": "facts",
    "new_intent": "intent",
    "new_outcomes": "outcomes",
    "moved_people": "people",
    "moved_activities": "activities",
}
VIEWS = frozenset({"new_activities", "moved_activities"})  # too many rows to keep twice: read once, while storing


@cache
def step_sql(name: str) -> str:
    """The SELECT of a step."""
    return (files("mqa.sources") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def made_sql(name: str) -> str:
    """The statement that makes a step's table."""
    return f"create or replace temp {'view' if name in VIEWS else 'table'} {name} as\n{step_sql(name)}"


def company_facts_sql(source: Source) -> str:
    """told_facts of a source of companies: each of its fact columns, value by value."""
    selects = [
        f"""
select
    k.account_id, {text_sql(fact.lower())} as fact, u.value, s.fact{i}_number as number_milli, s.fact{i}_on as value_on,
    s.observed_on, cast(null as bigint) as ended_on, s.fact{i}_several as several,
    s.hindsight, getvariable('source') as source, s.known_on
from staged as s
inner join company_keys as k on k.row = s.row
cross join unnest(s.fact{i}_values) as u (value)
where s.fate = {KEPT} and k.account_id > 0"""
        for i, (fact, _) in enumerate(source.facts)
    ]
    return " union all ".join(selects)
