"""Which accounts a number of the dashboard counts: each report's filters as conditions on its table, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mqa.answers.figures import Filled, horizons
from mqa.reporting.periods import Period, period, weeks_or_months
from mqa.terms.durations import day_words
from mqa.terms.problems import Place, Problem, Refused

REACHED = {"SAA": "saa_on", "SQA": "sqa_on", "pipeline": "pipeline_on", "won": "won_on"}
ENTRIES = "account_id, day, stage as came_as, nth, saa_on, sqa_on, pipeline_on, won_on"
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
    if people := filters.get("people"):
        wanted.append(_engaged(people))
        how_many = {"-": "an unknown number of", "4": "4 or more"}.get(people, people)
        words += f" with {how_many} people engaged"
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


def _engaged(people: str) -> tuple[str, tuple[object, ...]]:
    """Those of whom so many people were engaged when they qualified (4: or more; -: nobody wrote it down)."""
    if people == "-":
        return "engaged is null", ()
    if people not in ("0", "1", "2", "3", "4"):
        _refuse("people", people)
    return ("engaged >= ?" if people == "4" else "engaged = ?"), (int(people),)


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
        within = horizons(filled.agreement)["level"]
        wanted.append(("undone_on <= day + ? and day <= ?", (within, filled.as_of - within)))
        words += f", taken back within {within} days"
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
    "conversion_by_people": _conversion,
    "whereabouts": _whereabouts,
    "durations": _durations,
    "standing": _standing,
    "flapping": _flapping,
    "acceptance": _handoffs,
    "reasons": _handoffs,
    "amounts": _amounts,
}
FILTERS = (  # the words of an address that choose rows, beside those of the period and the page
    *("bucket", "month", "again", "people", "stage", "came", "stands", "still", "kind", "name"),
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
