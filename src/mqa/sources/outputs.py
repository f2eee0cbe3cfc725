"""What a staged row holds, table by table: our columns as SQL over the cells and meanings of a source."""

from __future__ import annotations

from dataclasses import dataclass

from mqa.sources.agreed import Column, Source
from mqa.sources.fields import HAPPENED
from mqa.sources.reading import FIRST_DAY, Reading, host_sql, path_sql
from mqa.terms.countries import word_sql
from mqa.terms.quoting import text_sql

Outputs = list[tuple[str, str]]  # our column, its SQL

NO_TEXT, NO_NUMBER = "cast(null as varchar)", "cast(null as bigint)"


@dataclass(frozen=True)
class Cells:
    """The names that stand in the SELECT below; what a source does not map is null."""

    names: frozenset[str]

    def text(self, name: str) -> str:
        """A cell or meaning that is text."""
        return name if name in self.names else NO_TEXT

    def number(self, name: str) -> str:
        """A meaning that is a number or a day."""
        return name if name in self.names else NO_NUMBER

    def word(self, name: str) -> str:
        """A text that is empty where there is none."""
        return f"coalesce({name}, '')" if name in self.names else "''"


def outputs(source: Source, readings: list[Reading], today: int, *, by_country: bool = False) -> Outputs:
    """Our columns of a staged row of a source; `today` is the day of loading. `by_country`: whether it matters of which
    country a row is."""
    cells = Cells(frozenset(name for read in readings for name, _ in (*read.cells, *read.meanings)))
    known_on, hindsight = _known_on(source, today)
    theirs = country_cell(source) if by_country else ""
    country = f"nullif({word_sql(theirs)}, '')" if theirs in cells.names else NO_TEXT
    match source.table:
        case "companies":
            of_company = [*_company(source, cells, known_on, hindsight), ("country", country)]
            return [*of_company, *_company_facts(source, readings, cells)]
        case "people":
            return [*_person(cells, country), ("known_on", known_on), ("dated", _dated(source))]
        case "networks":
            return _network(cells)
        case "content":
            return [*_content(cells), ("known_on", known_on)]
        case "activities":
            return [*_activity(source, cells, country), ("known_on", known_on)]
        case _:
            return [*_subject(cells), ("country", country), *_told(source, cells, known_on, hindsight)]


def country_cell(source: Source) -> str:
    """The cell in which the country of a row stands: of a company that of the fact; empty where none is mapped."""
    if source.table == "companies":
        return next((f"t_fact{i}" for i, (fact, _) in enumerate(source.facts) if fact.lower() == "country"), "")
    return "t_country" if "country" in dict(source.columns) else ""


def _told(source: Source, cells: Cells, known_on: str, hindsight: str) -> Outputs:
    """What a row tells of an account: a fact, research, a step of an opportunity."""
    match source.table:
        case "facts":
            told = _fact(source, cells, known_on, hindsight)
        case "intent":
            told = _intent(source, cells)
        case _:
            told = _outcome(source, cells)
    return [*told, ("known_on", known_on)]


def _company(source: Source, cells: Cells, known_on: str, hindsight: str) -> Outputs:
    further = f"list_transform(l_domains, lambda x: {host_sql('x')})" if "l_domains" in cells.names else "null"
    return [
        ("id", cells.text("t_id")),
        ("host", cells.text("h_domain")),
        ("hosts", f"cast(coalesce({further}, []) as varchar[])"),
        ("name", cells.word("t_name")),
        ("owner", cells.word("t_owner")),
        ("parent", cells.text("t_parent")),
        ("parent_host", cells.text("h_parent_domain")),
        ("nobody", "nobody"),
        ("known_on", known_on),
        ("dated", _dated(source)),
        ("domains_known_on", f"cast({FIRST_DAY} as bigint)" if _domains_are_static(source) else known_on),
        ("observed_on", f"coalesce(d_observed_on, {known_on})" if source.observed_on else known_on),
        ("observed", _observed(source, seen=bool(source.observed_on))),
        ("hindsight", hindsight),
    ]


def _domains_are_static(source: Source) -> bool:
    """Whether further domains are held to have always been the company's."""
    return dict(source.columns).get("domains", Column()).static


def _company_facts(source: Source, readings: list[Reading], cells: Cells) -> Outputs:
    """For each fact of a company row: its values, its number and its day; nothing where the cell is flawed."""
    found: Outputs = []
    flaws = {read.name: read.flaws for read in readings}
    for i, (_, mapped) in enumerate(source.facts):
        name = f"fact{i}"
        sound = " and ".join(f"not coalesce({flaw.when}, false)" for flaw in flaws[name]) or "true"
        several = int(mapped.several or f"l_{name}" in cells.names)
        found += [
            (f"{name}_values", f"case when {sound} then {_values(name, cells)} end"),
            (f"{name}_number", cells.number(f"n_{name}")),
            (f"{name}_on", cells.number(f"d_{name}")),
            (f"{name}_several", f"cast({several} as bigint)"),
        ]
    return found


def _person(cells: Cells, country: str) -> Outputs:
    return [
        ("actor", _actor(cells, "t_id", country)),
        ("company", _company_name(cells)),
        ("id", cells.text("t_id")),
        ("title", cells.word("t_title")),
        ("role", cells.word("t_role")),
    ]


def _network(cells: Cells) -> Outputs:
    first, last = cells.number("n_first"), cells.number("n_last")
    return [
        ("first_address", f"coalesce({cells.number('n_network')}, {first})"),
        ("last_address", f"coalesce({cells.number('n_network')} + {cells.number('s_network')} - 1, {last}, {first})"),
        ("account", cells.word("t_account")),
        ("host", cells.word("h_domain")),
        ("organisation", cells.word("t_company")),
        ("country", cells.word("t_country")),
    ]


def _content(cells: Cells) -> Outputs:
    several = "coalesce(l_topic, [])" if "l_topic" in cells.names else f"[{cells.text('t_topic')}]"
    return [
        ("path", path_sql(cells.text("t_path"))),
        ("asset", cells.word("t_asset")),
        ("topics", f"list_transform(list_filter({several}, lambda x: x is not null), lambda x: lower(x))"),
        ("buying_stage", f"lower({cells.word('t_buying_stage')})"),
    ]


def _activity(source: Source, cells: Cells, country: str) -> Outputs:
    return [
        ("actor", _actor(cells, "t_person", country)),
        ("company", _company_name(cells)),
        ("visitor", cells.text("t_visitor")),
        ("address", _address(cells)),
        ("id", _identity(source, cells)),
        ("occurred_at", "epoch_us(m_occurred_at) // 1000000"),
        ("day", "d_occurred_at"),
        ("seconds", f"coalesce({cells.number('n_seconds')}, 0)"),
        ("path", path_sql(cells.text("t_url"))),
        *((name, cells.word(f"t_{name}")) for name in ("kind", "source", "campaign", "topic", "url", "asset")),
    ]


def _subject(cells: Cells) -> Outputs:
    return [("account", cells.text("t_account")), ("host", cells.text("h_domain")), ("company", _company_name(cells))]


def _fact(source: Source, cells: Cells, known_on: str, hindsight: str) -> Outputs:
    mapped = dict(source.columns)
    several = int(mapped["value"].several or "l_value" in cells.names)
    return [
        ("fact", "lower(t_fact)"),
        ("texts", _values("value", cells)),
        ("number_milli", cells.number("n_value")),
        ("value_on", cells.number("d_value")),
        ("observed_on", f"coalesce(d_observed_on, {known_on})" if "observed_on" in mapped else known_on),
        ("observed", _observed(source, seen="observed_on" in mapped)),
        ("ended_on", cells.number("d_ended_on")),
        ("several", f"cast({several} as bigint)"),
        ("hindsight", hindsight),
    ]


def _intent(source: Source, cells: Cells) -> Outputs:
    return [
        ("topic", "lower(t_topic)"),
        ("week", "d_week"),
        ("strength_milli", cells.number("n_strength")),
        ("counted", f"{cells.number('n_count')} // 1000"),
        ("provider", f"coalesce({cells.text('t_provider')}, {text_sql(source.name)})"),
    ]


def _outcome(source: Source, cells: Cells) -> Outputs:
    return [
        ("id", _identity(source, cells)),
        ("opportunity", f"coalesce({cells.text('t_opportunity')}, {_identity(source, cells)})"),
        ("kind", "lower(t_kind)"),
        ("day", "d_occurred_on"),
        ("amount_milli", cells.number("n_amount")),
        ("currency", f"upper({cells.word('t_currency')})"),
        ("product_line", cells.word("t_product_line")),
    ]


def _identity(source: Source, cells: Cells) -> str:
    """The id of a row among the rows of all sources."""
    return f"{text_sql(source.name + ':')} || coalesce({cells.text('t_id')}, hash)"


def _actor(cells: Cells, person: str, country: str) -> str:
    """Who acted, as one text: address, contact's id, visitor, account's id, network, `nobody`, the company's name and
    (where it matters) the country, parted by U+001F.

    With a name (an address, a contact's id) the visitor and its network say nothing more.
    """
    email, contact = cells.text("e_email"), cells.text(person)
    nameless = f"{email} is null and {contact} is null"
    parts = (
        email,
        contact,
        f"case when {nameless} then {cells.text('t_visitor')} end",
        cells.text("t_account"),
        f"case when {nameless} then {cells.text('h_domain')} end",
        "case when nobody then 'nobody' end",
        _company_name(cells),
        *([] if country == NO_TEXT else [country]),
    )
    return "concat_ws(chr(31), " + ", ".join(f"coalesce({part}, '')" for part in parts) + ")"


def _address(cells: Cells) -> str:
    """The address of an act that says nothing else of who it was or whose they are; no other is read."""
    others = [cells.text(name) for name in ("e_email", "t_person", "h_domain", "t_account", "t_company")]
    return f"case when coalesce({', '.join(others)}) is null then {cells.text('t_address')} end"


def _company_name(cells: Cells) -> str:
    """The name of a company as a row states it, in small letters, with its country and city, parted by U+001E."""
    if "t_company" not in cells.names:
        return NO_TEXT
    parts = ", ".join(f"lower({cells.word(name)})" for name in ("t_company", "t_country", "t_city"))
    return f"case when t_company is not null then concat_ws(chr(30), {parts}) end"


def _values(name: str, cells: Cells) -> str:
    """The values of a fact as a list of lower-case texts."""
    if f"l_{name}" in cells.names:
        return f"list_distinct(list_transform(l_{name}, lambda x: lower(x)))"
    return f"case when t_{name} is not null then [lower(t_{name})] end"


def _known_on(source: Source, today: int) -> tuple[str, str]:
    """When a row was known, and whether that is hindsight (1) rather than the source's word (0).

    Without an event of its own, what is static is known since the first day there is.
    """
    mapped = dict(source.columns).get("known_on", Column())
    ever = f"d_{HAPPENED[source.table]}" if source.table in HAPPENED else str(FIRST_DAY)
    if mapped.static or mapped.delay is not None:
        return f"cast({ever} + {mapped.delay or 0} as bigint)", "cast(1 as bigint)"
    if mapped == Column():
        return f"cast({today} as bigint)", "cast(0 as bigint)"
    otherwise = ever if mapped.otherwise_static else str(today)
    flagged = f"cast(case when d_known_on is null then {int(mapped.otherwise_static)} else 0 end as bigint)"
    return f"cast(coalesce(d_known_on, {otherwise}) as bigint)", flagged


def _dated(source: Source) -> str:
    """Whether a row has a day of its own, on which it was known; else that is the day of the load."""
    mapped = dict(source.columns).get("known_on", Column())
    if mapped == Column():
        return "false"
    return "true" if mapped.static or mapped.delay is not None or mapped.otherwise_static else "d_known_on is not null"


def _observed(source: Source, *, seen: bool) -> str:
    """Whether a fact has a day of its own, on which it was observed."""
    return f"d_observed_on is not null or {_dated(source)}" if seen else _dated(source)
