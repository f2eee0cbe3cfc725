"""Naming: which company is meant by a name that rows state, where they state nothing better.

A name is looked up among the names of accounts when a row states it first, and again when names that share a word with
it come, go or change, or are of another country or city. So what it means depends on what is known of names, not on the
order in which it came.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from mqa import pipeline
from mqa.loads.asking import NOBODY, ask_accounts, by_country, know_leads
from mqa.loads.making import count
from mqa.loads.staging import parts
from mqa.loads.storing import World
from mqa.sources.steps import made_sql
from mqa.terms.countries import country_code
from mqa.terms.stored import StoredFile

Stated = tuple[int, str, str, str]  # the number of a name, the name, its country and city

WORDS = """
    select name_id as {column}, word
    from name_words
    where kind = '{kind}' and {where}
    group by name_id, word
    having sum(times) > 0
"""
CHANGED_WORDS = "select name_id, word from words_read union select name_id, word from name_news"
LED_ANEW = """
    select account_id from (from leads except from earlier_leads)
    union
    select account_id from (from earlier_leads except from leads)
"""
LAST_PLACES = """
    select first_account as account_id, fact, arg_max(value, (observed_on, told_on, value))
    from {facts}
    where
        fact in ('country', 'city') and times > 0
        and first_account in (select first_account from new_facts where fact in ('country', 'city'))
    group by first_account, fact
"""
PLACED_ANEW = f"""
    select account_id
    from ({LAST_PLACES.format(facts="facts")} except {LAST_PLACES.format(facts="earlier_facts")})
"""  # the accounts of whose country or city the file tells another than was known before the load
WORDS_OF = "select name_id, word from name_words where kind = 'known' and name_id in ({accounts})"
STATED_AGAIN = """
    select distinct said, name, country, city
    from company_names
    where said in (select wanted_id from asked_again) and said not in (select account_id from without_domain)
"""
OWN_WANTED = "select said, name, country, city from own_names where wanted"
FIRST_OF_ITS_NAME = """
    update found
    set outcome = 'match', account_id = o.first_id, rule = 'same letters', confidence = 1000000
    from own_names as o
    where o.said = found.said and o.first_id <> o.said and found.outcome = 'none'
"""
NAMED_ALONE = "select count(*) from company_accounts where domain = '' and name <> ''"
WITHOUT_DOMAIN = """
    select first_account as account_id from accounts where times > 0 group by first_account having max(domain) = ''
"""
AMONG_DOMAINS = "name_id not in (select account_id from without_domain)"  # so that nobody's name leads in a circle
COMPARED = """
    with called as (
        select first_account as account_id, arg_max(name, (told_on, source, name)) as name
        from accounts
        where name <> '' and times > 0 and first_account in (select known_id from candidates)
        group by first_account
    )

    select
        c.account_id, c.name,
        coalesce(max(f.value) filter (where f.fact = 'country'), '') as country,
        coalesce(max(f.value) filter (where f.fact = 'city'), '') as city,
        coalesce(max(l.leads_to), c.account_id) as led
    from called as c
    left join account_periods as l on l.account_id = c.account_id and l.until = getvariable('no_end')
    left join (
        select first_account as account_id, fact, arg_max(value, (observed_on, told_on, value)) as value
        from facts
        where fact in ('country', 'city') and times > 0 and first_account in (select known_id from candidates)
        group by first_account, fact
    ) as f on f.account_id = c.account_id
    group by c.account_id, c.name
    order by c.account_id
"""


def learn_companies(world: World, *, facts: bool) -> list[StoredFile]:
    """Learn the names of accounts that are new or another, and (of `facts`) their places; as long as no row states a
    name, and no account is known by its name alone, nothing is done."""
    if not count(world.connection, NAMED_ALONE) and not world.count("company_names"):
        return []
    return _learn_known(world, PLACED_ANEW if facts else NOBODY)


def learn_places(world: World) -> list[StoredFile]:
    """Look up again the names that share words with those of accounts whose country or city the staged facts tell."""
    connection = world.connection
    if not world.count("company_names"):
        return []
    connection.execute(f"create or replace temp table changed_words as {WORDS_OF.format(accounts=PLACED_ANEW)}")
    if not count(connection, "select count(*) from changed_words"):
        return []
    connection.execute("create or replace temp table company_called (account_id bigint, name varchar)")
    connection.execute(f"create or replace temp table without_domain as {WITHOUT_DOMAIN}")
    return _look_again(world)


def learn_led(world: World) -> list[StoredFile]:
    """Look up again the names that share words with those of accounts of which somebody said anew where they lead."""
    return _learn_known(world) if world.count("company_names") else []


def learn_stated(world: World) -> list[StoredFile]:
    """Look up the names that the staged rows state and no row stated before, and store what they mean."""
    connection = world.connection
    connection.execute(made_sql("stated_names"))
    if not count(connection, "select count(*) from stated_names"):
        return []
    stored = [] if world.count("company_names") else _learn_known(world)  # else they were, with their companies
    connection.execute("create or replace temp table wanted as from stated_names")
    _read_words(connection, "select said, name from wanted")
    stored += world.keep("name_words", "select 'wanted' as kind, name_id, word, 1 as times from words_read")
    return [*stored, *_looked_up(world)]


def _learn_known(world: World, placed: str = NOBODY) -> list[StoredFile]:
    """Store the words of names of accounts that are new, take back those of names that are gone, and look up again the
    names that share some of them, or of those of accounts that a query gives."""
    connection = world.connection
    connection.execute(f"set variable names_are_new = {world.count('company_names') == 0}")
    world.tell_learned("accounts")
    connection.execute(f"create or replace temp table without_domain as {WITHOUT_DOMAIN}")
    connection.execute(made_sql("company_called"))
    _read_words(connection, "from company_called")
    connection.execute(made_sql("name_news"))
    stored = world.keep("name_words", "from name_news")
    connection.execute(
        f"create or replace temp table changed_words as {CHANGED_WORDS} union {WORDS_OF.format(accounts=placed)}"
    )
    return [*stored, *_look_again(world)]


def _look_again(world: World) -> list[StoredFile]:
    """Look up again the names that share some of `changed_words`: first those of accounts without a domain, which may
    lead elsewhere then, and then those that rows state."""
    connection = world.connection
    connection.execute("create or replace temp table asked_again (wanted_id bigint)")
    if world.count("company_names") and count(connection, "select count(*) from changed_words"):
        _ask_again(connection)
    connection.execute(made_sql("own_names"))
    connection.execute(f"create or replace temp table wanted as {OWN_WANTED}")
    stored = _looked_up(world, own=True)
    know_leads(world)
    if count(connection, f"insert into changed_words {WORDS_OF.format(accounts=LED_ANEW)}"):
        _ask_again(connection)
    connection.execute(f"create or replace temp table wanted as {STATED_AGAIN}")
    return [*stored, *_looked_up(world)]


def _ask_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `asked_again`: the names whose candidates may be others since `changed_words`."""
    _words(connection, "wanted", "wanted_words", "word in (select word from changed_words)")
    _words(connection, "known", "known_words", "word in (select word from changed_words)")
    _identity_step(connection, "asked_again")


def _read_words(connection: duckdb.DuckDBPyConnection, names: str) -> None:
    """Make `words_read` (name_id, word: its number) of a query that gives names as number, name."""
    from mqa.identity.candidates import word_rows  # arrays take a while to import
    from mqa.identity.names import name_forms

    connection.execute(f"create or replace temp table names_to_read as {names}")
    connection.execute("create or replace temp table words_read (name_id bigint, word bigint)")
    for part in parts(connection, "names_to_read"):
        ids, texts = zip(*part, strict=True)
        connection.register("part_read", word_rows([*map(name_forms, texts)], ids, "name_id"))
        connection.execute("insert into words_read select name_id, key_number(word) from part_read")
        connection.unregister("part_read")


def _looked_up(world: World, *, own: bool = False) -> list[StoredFile]:
    """Look up the names of `wanted` among those of accounts, and store what is news of them. The own names of accounts
    without a domain are looked up among accounts that have one; else the first of one name is meant."""
    stored = []
    for part in parts(world.connection, "wanted"):
        _match(world.connection, part, AMONG_DOMAINS if own else "true")
        if own:
            world.connection.execute(FIRST_OF_ITS_NAME)
        world.connection.execute(made_sql("names_looked_up"))
        stored += world.keep("company_names", "from names_looked_up")
    return stored


def _match(connection: duckdb.DuckDBPyConnection, wanted: Sequence[Stated], among: str) -> None:
    """Make `found`: what each of these names means, among the names of accounts that share words with it."""
    import numpy as np  # arrays take a while to import
    import pyarrow as pa

    from mqa.identity.matching import matches
    from mqa.identity.name_arrays import Lexicon, Names, names_as_arrays
    from mqa.identity.names import name_forms

    lexicon = Lexicon()
    code_of = country_code if by_country(connection) else _two_letters

    def arrays(some: Sequence[Stated]) -> Names:
        ids, names, countries, cities = zip(*some, strict=True) if some else ((), (), (), ())
        codes = [code_of(country) for country in countries]  # others are not comparable
        return names_as_arrays(ids, [*map(name_forms, names)], lexicon, countries=codes, cities=cities)

    said, names, countries, cities = zip(*wanted, strict=True)
    connection.register("asked", pa.table({"said": said}))
    _words(connection, "wanted", "wanted_words", "name_id in (select said from asked)")
    _words(connection, "known", "known_words", f"word in (select word from wanted_words) and {among}")
    _identity_step(connection, "words_known")
    _identity_step(connection, "candidates")
    pairs = connection.sql("select wanted_id, known_id from candidates").to_arrow_table()
    ask_accounts(connection, "select known_id from candidates")
    compared = connection.execute(COMPARED).fetchall()
    known, led = arrays([row[:4] for row in compared]), np.array([row[4] for row in compared], dtype=np.int64)
    result = matches(arrays(wanted), known, pairs, lexicon, led)
    stated = pa.table({"said": said, "name": names, "country": countries, "city": cities})
    connection.register("stated", stated)
    connection.register("matched", result)
    connection.execute(
        "create or replace temp table found as "
        "select s.said, s.name, s.country, s.city, m.outcome, coalesce(m.known_id, 0) as account_id, m.rule, "
        "m.confidence, coalesce(m.rival_id, 0) as rival_id, m.rival_confidence "
        "from stated as s inner join matched as m on m.wanted_id = s.said"
    )
    for name in ("asked", "stated", "matched"):
        connection.unregister(name)


def _two_letters(country: str) -> str:
    return country if len(country) == 2 else ""


def _words(connection: duckdb.DuckDBPyConnection, kind: str, table: str, where: str) -> None:
    """Make a table of the words of names, as the steps of identity read it."""
    query = WORDS.format(kind=kind, column=f"{kind}_id", where=where)
    connection.execute(f"create or replace temp table {table} as {query}")


def _identity_step(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    """Make the table of a step that finds names by their words."""
    from mqa.identity.candidates import STEPS, Bounds, rarity_rows

    connection.execute("create or replace temp table rarities (names bigint, rarity bigint)")
    connection.executemany("insert into rarities values (?, ?)", rarity_rows(Bounds()))
    connection.execute("create or replace temp table bounds (names bigint, candidates bigint, parts bigint)")
    connection.execute("insert into bounds values (?, ?, ?)", list(Bounds()))
    connection.execute(f"create or replace temp table {step} as {pipeline.sql(STEPS[step])}")
