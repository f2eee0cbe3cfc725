"""The workspace file, read and checked: all of its problems at once, each with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from mqa.sources.agreed import Column, Database, Source, Workspace
from mqa.sources.columns import column, fact_column
from mqa.sources.fields import FIELDS, NEEDED, ONE_OF, TABLES
from mqa.terms.blanks import Form, asks, exactly_one, form_of, pattern_of
from mqa.terms.documents import Node, Text, did_you_mean, document, quoted
from mqa.terms.durations import WRITTEN, days_in
from mqa.terms.entries import Entries, Problems, entries, time_zone, value, word, words
from mqa.terms.freshness import Expected
from mqa.terms.problems import Place, Problem

# agreement is read by mqa.definition; sales, schedule and deliveries by mqa.handoff
SECTIONS = ("workspace", "stores", "identity", "sources", "runs", "agreement", "sales", "schedule", "deliveries")
IDENTITY_KEYS = ("create_accounts", "never_accounts", "ours", "competitors", "students", "families", "accounts")
FAMILIES = ("each", "roll up", "both")  # what becomes of companies that have a parent
ACCOUNTS = ("by domain", "by country")  # what one account is: a domain, or a domain in one country
STUDENTS = ("by address", "never")  # who is kept out as a student: whose address says so; all of universities
CHECKS = ("tell", "hold")  # what becomes of a run that looks wrong
RUN_KEYS = ("when_stale", "when_levels_jump")
SOURCE_KEYS = (
    *("table", "files", "database", "columns", "facts", "observed_on", "skip", "nobody", "delimiter"),
    "freshness",
)
FRESHNESS_KEYS = ("partial_after", "stale_after")
LONGEST_AGE = 3650  # days
DATABASE_URL = re.compile(r"sqlite:///.+|postgres(ql)?://.+|\$\{.+")
ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}


def workspace(text: str, file: str) -> tuple[Workspace | None, tuple[Problem, ...]]:
    """The workspace that a `mqa.yaml` describes (None where it has problems), and everything wrong with it."""
    node, found = document(text, file)
    problems: Problems = list(found)
    if node is None:
        return None, tuple(sorted(problems))
    read = _workspace(node, file, problems)
    refused = any(problem.weight == "problem" for problem in problems)
    return None if refused else read, tuple(sorted(problems))


def form() -> Form:
    """What a workspace file may say, as JSON Schema; the sections that others read may say anything here."""
    return form_of(lambda blank: _workspace(blank, "", []))


def _workspace(node: Node, file: str, problems: Problems) -> Workspace:
    whole = entries(node, "the workspace file", SECTIONS, problems)
    about = _section(whole, "workspace", ("name", "time_zone", "definitions", "stories", "address"), problems)
    stores = _section(whole, "stores", ("warehouse", "ledger"), problems)
    identity = _section(whole, "identity", IDENTITY_KEYS, problems)
    checks = _section(whole, "runs", RUN_KEYS, problems)
    return Workspace(
        name=word(value(about, "name"), "The name", problems, default="Workspace"),
        time_zone=_time_zone(value(about, "time_zone"), file, problems),
        definitions=words(value(about, "definitions"), "definitions", problems),
        warehouse=word(value(stores, "warehouse"), "The warehouse", problems, default=".mqa/warehouse"),
        ledger=word(value(stores, "ledger"), "The ledger", problems, default=".mqa/ledger.sqlite3"),
        create_accounts=_yes_or_no(value(identity, "create_accounts"), problems),
        never_accounts=words(value(identity, "never_accounts"), "never_accounts", problems),
        ours=words(value(identity, "ours"), "ours", problems),
        competitors=words(value(identity, "competitors"), "competitors", problems),
        students=_one_of(value(identity, "students"), "students", STUDENTS, problems),
        families=_one_of(value(identity, "families"), "families", FAMILIES, problems),
        accounts=_one_of(value(identity, "accounts"), "accounts", ACCOUNTS, problems),
        when_stale=_one_of(value(checks, "when_stale"), "when_stale", CHECKS, problems),
        when_levels_jump=_one_of(value(checks, "when_levels_jump"), "when_levels_jump", CHECKS, problems),
        sources=_sources(value(whole, "sources"), problems),
        address=_address(value(about, "address"), problems),
        stories=word(value(about, "stories"), "The folder of stories", problems, default="stories"),
    )


def _section(whole: Entries, name: str, keys: Collection[str], problems: Problems) -> Entries:
    return entries(whole[name][1], f"“{name}”", keys, problems) if name in whole else {}


def _time_zone(node: Node | None, file: str, problems: Problems) -> str:
    if node is None or not word(node, "The time zone", problems, default=""):
        mend = "Write for example “time_zone: Europe/Amsterdam” under “workspace”: days begin at midnight there."
        problems.append(Problem(node.place if node else Place(file), "The workspace has no time zone.", mend))
        return "UTC"
    return time_zone(node, problems, default="UTC")


def _address(node: Node | None, problems: Problems) -> str:
    """Where people open the pages; empty where nothing is said."""
    written = word(node, "The address", problems, default="")
    asks(node, pattern=pattern_of(ADDRESS.pattern))
    if node and written and not ADDRESS.fullmatch(written):
        what = f"{quoted(written)} is not an address that links can begin with."
        problems.append(Problem(node.place, what, "Write it as in https://mqa.example.com."))
    return written


def _one_of(node: Node | None, key: str, choices: Sequence[str], problems: Problems) -> str:
    """What is chosen, or the first of the choices."""
    written = word(node, f"“{key}”", problems, default=choices[0]).lower()
    asks(node, enum=[*choices])
    if written not in choices and node is not None:
        mend = did_you_mean(written, choices) or f"Write one of {', '.join(choices)}."
        problems.append(Problem(node.place, f"{quoted(written)} is nothing that “{key}” may say.", mend))
        return choices[0]
    return written


def _yes_or_no(node: Node | None, problems: Problems) -> bool:
    written = word(node, "“create_accounts”", problems, default="false").lower()
    asks(node, enum=[True, False, *YES_OR_NO])
    if written not in YES_OR_NO and node is not None:
        problems.append(Problem(node.place, f"{quoted(written)} is neither true nor false.", "Write true or false."))
    return YES_OR_NO.get(written, False)


def _sources(node: Node | None, problems: Problems) -> tuple[Source, ...]:
    if node is None:
        return ()
    return tuple(_source(key, given, problems) for key, given in entries(node, "“sources”", None, problems).values())


def _source(key: Text, node: Node, problems: Problems) -> Source:
    section = entries(node, f"the source {quoted(key.value)}", SOURCE_KEYS, problems)
    table = _table(value(section, "table"), key, problems)
    asks(node, type="object", required=["table"], oneOf=exactly_one(("files", "database")))
    source = Source(
        name=key.value,
        table=table,
        files=word(value(section, "files"), "“files”", problems, default=""),
        database=_database(value(section, "database"), problems),
        columns=_columns(value(section, "columns"), FIELDS.get(table), column, problems),
        facts=_columns(value(section, "facts"), None, fact_column, problems),
        observed_on=_observed_on(value(section, "observed_on"), problems),
        skip=_rows_where(value(section, "skip"), "“skip”", problems),
        nobody=_rows_where(value(section, "nobody"), "“nobody”", problems),
        delimiter=word(value(section, "delimiter"), "The delimiter", problems, default=","),
        freshness=_freshness(value(section, "freshness"), problems),
        place=key.place,
    )
    problems.extend(_source_problems(source))
    return source


def _freshness(node: Node | None, problems: Problems) -> Expected:
    """How old a source may become before scores are partial, or stale."""
    if node is None:
        return Expected()
    section = entries(node, "“freshness”", FRESHNESS_KEYS, problems)
    partial, stale = (_age(value(section, key), key, problems) for key in FRESHNESS_KEYS)
    if partial is not None and stale is not None and partial >= stale:
        what = f"A source cannot be partial after {partial} days and stale after {stale} already."
        problems.append(Problem(node.place, what, "Write a longer time after “stale_after”."))
    return Expected(partial, stale)


def _age(node: Node | None, key: str, problems: Problems) -> int | None:
    """A duration in days; None where nothing is said."""
    asks(node, type="string", pattern=pattern_of(WRITTEN.pattern))
    if node is None:
        return None
    days = days_in(word(node, f"“{key}”", problems, default=""))
    if days is None or not 1 <= days <= LONGEST_AGE:
        mend = f"Write a duration of 1 to {LONGEST_AGE:,} days, such as “{key}: 2 days”."
        problems.append(Problem(node.place, f"“{key}” is no duration.", mend))
        return None
    return days


def _table(node: Node | None, key: Text, problems: Problems) -> str:
    name = word(node, "The table", problems, default="")
    asks(node, enum=[*TABLES])
    if name not in FIELDS:
        what = f"{quoted(name)} is not a table." if name else f"The source {quoted(key.value)} names no table."
        mend = did_you_mean(name, TABLES) or f"Write “table:” and one of {', '.join(TABLES)}."
        problems.append(Problem(node.place if node else key.place, what, mend))
    return name


def _database(node: Node | None, problems: Problems) -> Database | None:
    if node is None:
        return None
    section = entries(node, "“database”", ("url", "sql"), problems)
    url, sql = (
        word(value(section, name), f"The {name} of the database", problems, default="") for name in ("url", "sql")
    )
    if not DATABASE_URL.fullmatch(url):
        mend = "Write “sqlite:///data/crm.db” or “postgresql://user@host/name”."
        problems.append(Problem(node.place, f"{quoted(url)} is not the address of a database.", mend))
    if not sql:
        problems.append(Problem(node.place, "The database has no sql.", "Write the select that gives its rows."))
    return Database(url, sql)


def _columns(
    node: Node | None,
    known: Collection[str] | None,
    reader: Callable[[str, Node, Problems], Column],
    problems: Problems,
) -> tuple[tuple[str, Column], ...]:
    if node is None:
        return ()
    section = entries(node, "“columns”", known, problems)
    return tuple((name, reader(name, given, problems)) for name, (_, given) in section.items())


def _observed_on(node: Node | None, problems: Problems) -> Column | None:
    return None if node is None else column("observed_on", node, problems)


def _rows_where(node: Node | None, what: str, problems: Problems) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if node is None:
        return ()
    return tuple(
        (name, words(given, what, problems)) for name, (_, given) in entries(node, what, None, problems).items()
    )


def _source_problems(source: Source) -> Problems:
    """What is wrong with a source as a whole."""
    found = []
    if bool(source.files) == bool(source.database):
        what = f"The source {quoted(source.name)} names {'both files and a database' if source.files else 'no data'}."
        found.append(Problem(source.place, what, "Write either “files:” or “database:”."))
    mapped = {name for name, _ in source.columns}
    for group in NEEDED.get(source.table, ()):
        if not mapped & set(group):
            what = f"The source {quoted(source.name)} maps no column to {' or '.join(group)}."
            found.append(Problem(source.place, what, f"Add “{group[0]}: <their column>” under “columns”."))
    if source.table == "intent" and {"strength", "count"} <= mapped:
        what = f"The source {quoted(source.name)} maps both strength and count."
        mend = "Keep “strength” where the provider rates research from 0 to 100, else “count”."
        found.append(Problem(source.place, what, mend))
    if source.facts and source.table != "companies":
        what = f"“facts” belongs to a source of companies; {quoted(source.name)} fills {source.table}."
        found.append(Problem(source.place, what, "Read the file once more as a source with “table: facts”."))
    for name, mapped_to in source.columns:
        known = ONE_OF.get((source.table, name))
        if known and mapped_to.constant and mapped_to.constant.strip().lower() not in known:
            mend = did_you_mean(mapped_to.constant, known) or f"Write one of {', '.join(known)}, or name a column."
            what = f"{quoted(mapped_to.constant)} is no {name.replace('_', ' ')}."
            found.append(Problem(mapped_to.place, what, mend))
    if len(source.delimiter) != 1 and source.delimiter != "tab":
        what = f"{quoted(source.delimiter)} is not one character."
        found.append(Problem(source.place, what, 'Write for example “delimiter: ";"”, or “delimiter: tab”.'))
    return found
