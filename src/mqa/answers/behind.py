"""The accounts behind one number of the dashboard, each with the days that put it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from mqa.answers.figures import Filled, figures, horizons
from mqa.answers.sections_flapping import UNDONE_WITHIN
from mqa.ledger import reported, runs
from mqa.reading import Row, rows
from mqa.reporting.periods import Compared, Period, compared, period, weeks_or_months
from mqa.reporting.sentences import money
from mqa.terms.durations import date_of, day_words
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

REACHED = {"SAA": "saa_on", "SQA": "sqa_on", "pipeline": "pipeline_on", "won": "won_on"}
ENTRIES = "account_id, day, stage as came_as, nth, saa_on, sqa_on, pipeline_on, won_on"
DAYS = (
    "day",
    "saa_on",
    "sqa_on",
    "pipeline_on",
    "won_on",
    "stands_since",
    "since",
    "until",
    "changed_on",
    "undone_on",
    "opened_on",
    "answered_on",
)
DAYS_OF_OPPORTUNITIES = ("closed_on",)
HEADS = {
    "day": "Qualified on",
    "came_as": "As",
    "nth": "Times",
    "saa_on": "Accepted on",
    "sqa_on": "Willing to talk on",
    "pipeline_on": "Opportunity on",
    "won_on": "Won on",
    "name_of_stay": "Stage or level",
    "since": "From",
    "until": "Until",
    "changed_on": "Changed on",
    "came_from": "From level",
    "went_to": "Then",
    "undone_on": "Taken back on",
    "level_then": "Level then",
    "owner_of_handoff": "Handed to",
    "opened_on": "Opened on",
    "fate": "Said",
    "reason": "Reason",
    "answered_on": "Answered on",
    "opportunity": "Opportunity",
    "state": "State",
    "closed_on": "Closed on",
    "amount": "Amount",
    "part": "Part of marketing",
}
NUMBERS = ("nth", "amount")  # of these; they stand at the right
NAMED = ("domain", "name", "owner", "stage", "level")
NAMED_AT_ONCE = 2_000  # rows of a whole list
Filters = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """Which rows are asked for: a table, its columns, conditions with their values, and the order; in words."""

    select: str
    table: str
    where: tuple[str, ...]
    values: tuple[object, ...]
    order: str
    words: str

    @property
    def rest(self) -> str:
        """What follows the columns in a query: which rows, in no order."""
        return f"from {self.table} where {' and '.join(self.where)}"

    @property
    def whole(self) -> str:
        """The query of all rows in order."""
        return f"select {self.select} {self.rest} order by {self.order}"


@dataclass(frozen=True)
class Behind:
    """One page of a list. `words` say what it is a list of; `heads` are its columns beside the account's."""

    compared: Compared
    words: str
    heads: Mapping[str, str]
    rows: tuple[Row, ...]
    in_all: int


def behind(
    opened: Opened,
    agreement: Agreement,
    report: str,
    one: Period,
    filters: Filters,
    now: datetime,
    *,
    page: int = 1,
    size: int = 50,
) -> Behind:
    """The accounts that a number of a report counts.

    Raises Refused for filters that the report does not have, Unavailable where nothing is published.
    """
    with figures(opened, agreement, now) as filled:
        sides, question = _asked(filled, report, one, filters)
        (in_all,) = filled.connection.execute(f"select count(*) {question.rest}", question.values).fetchall()[0]
        found = rows(filled.connection, f"{question.whole} limit {size} offset {(page - 1) * size}", question.values)
    shown = tuple(_told(agreement, found))
    heads = {key: HEADS[key] for key in (shown[0] if shown else ()) if key in HEADS}
    return Behind(sides, question.words, heads, shown, int(in_all))


def behind_all(
    opened: Opened, agreement: Agreement, report: str, one: Period, filters: Filters, now: datetime
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The columns and rows of the whole list as it stands now; accounts are named a part at a time.

    Refused and unavailable as `behind` is, before the first row.
    """
    with figures(opened, agreement, now) as filled:
        _, question = _asked(filled, report, one, filters)
        found = filled.connection.execute(question.whole, question.values)
        names = [column[0] for column in found.description or ()]
        lines = found.fetchall()
    parts = (lines[start : start + NAMED_AT_ONCE] for start in range(0, len(lines), NAMED_AT_ONCE))
    told = (_told(agreement, [dict(zip(names, line, strict=True)) for line in some]) for some in parts)
    return tuple(_dated(dict.fromkeys(names), {})), chain.from_iterable(told)


def _asked(filled: Filled, report: str, one: Period, filters: Filters) -> tuple[Compared, Question]:
    sides = compared(one, filled.as_of, filled.begins)
    return sides, QUESTIONS[report](filled, sides.this, filters)


def _told(agreement: Agreement, found: Sequence[Row]) -> list[Row]:
    """Rows with their accounts' names by the latest run, and dates for days."""
    names = reported.called(agreement.definition.name, _run_id(agreement), [row["account_id"] for row in found])
    return [_dated(row, names) for row in found]


def _run_id(agreement: Agreement) -> int:
    run = runs.published(agreement.definition.name)
    return run.run_id if run else 0


def _dated(row: Row, names: Mapping[int, Row]) -> Row:
    """A row with its account's names, and dates for days."""
    told = {
        key: _shown(key, value) for key, value in row.items() if key not in ("account_id", "amount_milli", "currency")
    }
    if "amount_milli" in row:
        told["amount"] = money(row["amount_milli"], row["currency"]) if row["amount_milli"] is not None else None
    nameless = dict.fromkeys(NAMED, "")
    return {"account_id": row["account_id"], **nameless, **names.get(row["account_id"], {}), **told}


def _shown(key: str, value: object) -> object:
    if key in DAYS or key in DAYS_OF_OPPORTUNITIES:
        return date_of(value).isoformat() if isinstance(value, int) else None
    return value


def _qualified(one: Period, filters: Filters) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The entries of a period, or of one of its weeks or months."""
    if bucket := filters.get("bucket"):
        cut = {str(each.number): each for each in weeks_or_months(one)}
        if bucket not in cut:
            _refuse("bucket", bucket)
        yield "day between ? and ?", (cut[bucket].first, cut[bucket].last)
    elif month := filters.get("month"):
        of = period(month, "", "", one.first)
        yield "day between ? and ?", (max(of.first, one.first), min(of.last, one.last))
    else:
        yield "day between ? and ?", (one.first, one.last)


def _volume(filled: Filled, one: Period, filters: Filters) -> Question:
    del filled
    wanted = [*_qualified(one, filters)]
    again = {"0": "nth = 1", "1": "nth > 1"}
    if "again" in filters:
        wanted.append((again.get(filters["again"]) or _refuse("again", filters["again"]), ()))
    time = {"0": " for the first time", "1": " again"}.get(filters.get("again", ""), "")
    first, last = wanted[0][1]
    return _entries(wanted, f"Accounts that became qualified{time} {_between(first, last)}")


def _conversion(filled: Filled, one: Period, filters: Filters) -> Question:
    wanted = [*_qualified(one, filters)]
    words = f"Accounts that became qualified {_between(*wanted[0][1])}"
    if stage := filters.get("stage"):
        column = REACHED.get(stage) or _refuse("stage", stage)
        within = horizons(filled.agreement)[stage]
        young = filled.as_of - within
        came = {
            "in time": (f"day <= ? and {column} <= day + ?", (young, within)),
            "not in time": (f"day <= ? and ({column} is null or {column} > day + ?)", (young, within)),
            "too young": ("day > ?", (young,)),
            "so far": (f"{column} is not null", ()),
        }
        asked = filters.get("came", "so far")
        if asked not in came:
            _refuse("came", asked)
        wanted.append(came[asked])
        told = {
            "in time": f"came to {stage} within {within} days",
            "not in time": f"did not come to {stage} within {within} days",
            "too young": f"had less than {within} days to come to {stage}",
            "so far": f"have come to {stage} so far",
        }
        words += f" and {told[asked]}"
    return _entries(wanted, words)


def _whereabouts(filled: Filled, one: Period, filters: Filters) -> Question:
    wanted = [*_qualified(one, filters)]
    words = f"Accounts that became qualified {_between(one.first, one.last)}"
    if stands := filters.get("stands"):
        wanted.append(("stands = ?", (stands,)))
        words += f" and stand at {stands} on {day_words(filled.as_of)}"
    return _entries(wanted, words)


def _entries(wanted: list[tuple[str, tuple[object, ...]]], words: str) -> Question:
    where, values = _joined(wanted)
    return Question(ENTRIES, "entries", where, values, "day desc, transition_id desc", words)


def _durations(filled: Filled, one: Period, filters: Filters) -> Question:
    del filled
    stage = filters.get("stage") or _refuse("stage", "")
    wanted: list[tuple[str, tuple[object, ...]]] = [
        ("kind = 'stage' and name = ? and since between ? and ?", (stage, one.first, one.last))
    ]
    words = f"Accounts that came to {stage} {_between(one.first, one.last)}"
    if filters.get("still") == "yes":
        wanted.append(("until is null", ()))
        words += " and are still there"
    return _stays(wanted, words)


def _standing(filled: Filled, one: Period, filters: Filters) -> Question:
    end = min(one.last, filled.as_of)
    kind, name = filters.get("kind", "level"), filters.get("name", "")
    wanted: list[tuple[str, tuple[object, ...]]] = [
        ("kind = ? and name = ? and since <= ? and (until is null or until > ?)", (kind, name, end, end))
    ]
    return _stays(wanted, f"Accounts that stood at {name} on {day_words(end)}")


def _flapping(filled: Filled, one: Period, filters: Filters) -> Question:
    wanted: list[tuple[str, tuple[object, ...]]] = [("day between ? and ?", (one.first, one.last))]
    for column in ("came_from", "name"):
        if value := filters.get(column):
            wanted.append((f"{column} = ?", ("" if value == "-" else value,)))
    words = f"Accounts whose level changed {_between(one.first, one.last)}"
    if filters.get("undone") == "yes":
        wanted.append(("undone_on is not null and day <= ?", (filled.as_of - UNDONE_WITHIN,)))
        words += f", taken back within {UNDONE_WITHIN} days"
    where, values = _joined(wanted)
    from_to = (
        "coalesce(nullif(came_from, ''), 'no level') as came_from, coalesce(nullif(name, ''), 'no level') as went_to"
    )
    select = f"account_id, day as changed_on, {from_to}, undone_on"
    return Question(select, "reversals", where, values, "day desc, transition_id desc", words)


def _stays(wanted: list[tuple[str, tuple[object, ...]]], words: str) -> Question:
    where, values = _joined(wanted)
    select = "account_id, name as name_of_stay, since, until, went_to"
    return Question(select, "stays", where, values, "since desc, transition_id desc", words)


def _handoffs(filled: Filled, one: Period, filters: Filters) -> Question:
    del filled
    wanted: list[tuple[str, tuple[object, ...]]] = [("opened_on between ? and ?", (one.first, one.last))]
    for column in ("level", "fate", "reason"):
        if value := filters.get(column):
            wanted.append((f"{column} = ?", ("" if value == "-" else value,)))
    if filters.get("kept") in ("0", "1"):
        wanted.append(("kept = ?", (int(filters["kept"]),)))
    said = filters.get("fate", "").replace("waiting", "waiting for an answer")
    because = f" for “{filters['reason']}”" if filters.get("reason", "-") != "-" else ""
    timely = {"1": " and answered in time", "0": " and not answered in time"}.get(filters.get("kept", ""), "")
    level = f" at {filters['level']}" if filters.get("level") else ""
    what = f": {said}{because}" if said else ""
    words = f"Accounts handed to sales{level} {_between(one.first, one.last)}{timely}{what}"
    select = "account_id, level as level_then, owner as owner_of_handoff, opened_on, fate, reason, answered_on"
    where, values = _joined(wanted)
    return Question(select, "handoff_fates", where, values, "opened_on desc, handoff_id desc", words)


def _amounts(filled: Filled, one: Period, filters: Filters) -> Question:
    del filled
    kind = filters.get("kind", "opened")
    by = {"opened": "opened_on between ? and ?", "won": "state = 'won' and closed_on between ? and ?"}
    wanted: list[tuple[str, tuple[object, ...]]] = [(by.get(kind) or _refuse("kind", kind), (one.first, one.last))]
    for column in ("currency", "part"):
        if value := filters.get(column):
            wanted.append((f"{column} = ?", ("" if value == "-" else value,)))
    where, values = _joined(wanted)
    part = f", {filters['part']}" if filters.get("part") else ""
    select = "account_id, opportunity, opened_on, state, closed_on, amount_milli, currency, part"
    words = f"Accounts with an opportunity {kind} {_between(one.first, one.last)}{part}"
    return Question(select, "opportunities", where, values, "amount_milli desc nulls last, opportunity", words)


QUESTIONS: Mapping[str, Callable[[Filled, Period, Filters], Question]] = {
    "volume": _volume,
    "conversion": _conversion,
    "whereabouts": _whereabouts,
    "durations": _durations,
    "standing": _standing,
    "flapping": _flapping,
    "acceptance": _handoffs,
    "reasons": _handoffs,
    "amounts": _amounts,
}
FILTERS = (  # the words of an address that choose rows, beside those of the period and the page
    *("bucket", "month", "again", "stage", "came", "stands", "still", "kind", "name"),
    *("came_from", "undone", "level", "fate", "reason", "kept", "currency", "part"),
)


def _joined(wanted: list[tuple[str, tuple[object, ...]]]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    return tuple(where for where, _ in wanted), tuple(value for _, values in wanted for value in values)


def _between(first: object, last: object) -> str:
    if not isinstance(first, int) or not isinstance(last, int):
        return ""
    return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"


def _refuse(name: str, value: str) -> str:
    mend = "Follow a link of the dashboard, or leave it out."
    raise Refused([Problem(Place("the address"), f"“{name}” cannot be “{value}”.", mend)])
