"""The steps from staged rows to world tables, in order; each is one `.sql` file beside this, named for what it makes.

They read `staged`, the world tables as they are so far, `hosts` (host, domain, rule, lent, network, domain_id),
`seen_ids` and `suspected` (ids of acts, see `mqa.loads.repeats`), `aliases_since`, `records_since` and
`company_names_since` (what came after a load, see `mqa.loads.choosing`), `country_words` (name, code; empty where
accounts are not parted by country), who is asked for (`asked_contacts`, `asked_visitors`, `asked_people`, `asked_ids`,
`asked_domains`, see `mqa.loads.asking`), `moving` (people of this load whose place changes with time),
`taught_domains`, `asked_kin` (whose other names are looked for, see `mqa.loads.moving`), `earlier_activities`,
`earlier_people`, `earlier_accounts`, `earlier_records` and `earlier_visitors` (as before this load), `learned_records`,
`learned_accounts`, `learned_company_names` and `learned_visitors` (what it added), what people said of who is who
(`leads`, `assigned`, `called`, `said_visitors` and `given_roles`, see `mqa.identity.corrections`; `corrected_accounts`,
`corrected_people`, `corrected_names` and `corrected_visitors`: of whom this load says it), what names mean (`found`,
`words_read`, see `mqa.loads.naming`), what is told of accounts, a table at a time (`told_of_accounts`, `all_places`,
`places`), and each other. They speak of the load by variables: `source`, `source_names`, `of_table`, `today`,
`create_accounts`, `account_rule`, `sure_rules`, `contact_source`, `most_people`, `account_column`, `domain_column`,
`company_column`, `names_are_new`, `kept_out` (rules of domains), `families` (how they are scored), `copied` (what a
copy at a family says of its account), `no_reply_pattern`, `robot_pattern`, `role_address_pattern`; `ever` and `no_end`
bound all days. `file` and `edition` are of a file of networks, `files` and `source_of_files` of one that is perhaps
read again; `addresses_written`, `located` and `network_owners` see `mqa.loads.locating`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from mqa.sources.agreed import Source
from mqa.sources.mapping import KEPT
from mqa.terms.keys import number_sql
from mqa.terms.quoting import text_sql

KEY_NUMBER_SQL = f"create or replace temp macro key_number(key) as {number_sql('key')}"

CONTACTS_ASKED = ("contacts_asked", "name_periods")
DOMAINS_ASKED = ("domains_asked", "alias_periods")
COUNTRIES_ASKED = ("said_countries", "person_countries")
IDS_ASKED = ("companies_asked", "company_periods", "names_asked", "company_name_periods")
FAMILIES = (  # see `mqa.loads.asking`
    "parent_periods",
    "circles",
    "family_periods",
    "family_members",
    "rolled_up",
    "unit_periods",
)
PERSONS_ASKED = ("stated_periods", "marked", "assigned_people")
COMPANIES = ("company_keys", "company_accounts", "company_aliases", "company_records")
RESOLVED = ("resolved", "settled")
ACTORS = ("actor_accounts", "actor_aliases")
CONTACTS = ("contact_people", "contact_records")
LOCATED = ("networks", "network_addresses", "staged_located")  # see `mqa.loads.locating`
VISITORS = ("new_visitors",)  # reads `shown_before`: what was shown under the file's ids, see `mqa.loads.placing`
VISITORS_ASKED = ("visitor_periods",)
DUPLICATES = ("already_loaded", "repeated_in_file", "duplicates")
ACTS = ("actor_people", "new_activities", "new_shapes")
PLACED = ("placed", "unplaced")
TAUGHT = ("taught_companies", "taught_visitors", "one_person")
KIN = ("shown_visitors", "one_visitor", "kin")
STANDING = ("name_parts", "standing_acts", "standing_people", "acts_told", "people_told")
MOVES = ("moved_people", "moved_activities")
LOOKED_UP = ("company_called", "own_names", "stated_names", "name_news", "names_looked_up")  # see `mqa.loads.naming`
SET = ("set_accounts", "set_aliases")
OF_ACCOUNTS = ("accounts", "facts", "intent", "outcomes")  # what is told of accounts, and moved with them

MADE = {  # the world table (or records) that a step's rows belong to
    "company_accounts": "accounts",
    "company_aliases": "aliases",
    "company_records": "records",
    "company_parents": "parents",
    "new_families": "families",
    "actor_accounts": "accounts",
    "actor_aliases": "aliases",
    "actor_people": "people",
    "contact_people": "people",
    "contact_records": "records",
    "new_activities": "activities",
    "new_visitors": "visitors",
    "new_networks": "network_ranges",
    "new_content": "content",
    "new_shapes": "shapes",
    "new_facts": "facts",
    "new_intent": "intent",
    "new_outcomes": "outcomes",
    "moved_people": "people",
    "moved_activities": "activities",
    "set_accounts": "accounts",
    "set_aliases": "aliases",
    "moved_aliases": "aliases",
}
VIEWS = frozenset({"new_activities", "one_person", "staged_located"})  # too many rows to keep twice


@cache
def step_sql(name: str) -> str:
    """The SELECT of a step."""
    return (files("mqa.sources") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def made_sql(name: str, step: str = "") -> str:
    """The statement that makes a step's table (or, under this name, that of another `step`)."""
    return f"create or replace temp {'view' if name in VIEWS else 'table'} {name} as\n{step_sql(step or name)}"


def company_facts_sql(source: Source) -> str:
    """told_facts of a source of companies: each of its fact columns, value by value."""
    selects = [
        f"""
select
    k.account_id, {text_sql(fact.lower())} as fact, u.value, s.fact{i}_number as number_milli, s.fact{i}_on as value_on,
    s.observed_on, cast(null as bigint) as ended_on, s.fact{i}_several as several,
    s.hindsight, getvariable('source') as source, s.known_on, cast(1 as bigint) as times,
    k.account_id as first_account, s.known_on as told_on, s.observed
from staged as s
inner join company_keys as k on k.row = s.row
cross join unnest(s.fact{i}_values) as u (value)
where s.fate = {KEPT} and k.account_id > 0"""
        for i, (fact, _) in enumerate(source.facts)
    ]
    return " union all ".join(selects)
