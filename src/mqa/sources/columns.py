"""How one of our columns is read from theirs: a name, a constant, a template, or a rule for what we knew when."""

from __future__ import annotations

from mqa.sources.agreed import NAMED_IN_BRACES, Column
from mqa.sources.fields import FACT_TYPES
from mqa.terms.blanks import A_TEXT, asks, pattern_of
from mqa.terms.documents import Mapping, Node, Text, did_you_mean, quoted
from mqa.terms.durations import WRITTEN, days_in
from mqa.terms.problems import Problem

Problems = list[Problem]

WAYS = ("column", "value", "template", "static", "delay")
DETAILS = ("type", "split", "format", "several", "otherwise")
KEYS = (*WAYS, *DETAILS)
YES_OR_NO = {"enum": [True, False]}
FORMS = dict.fromkeys(KEYS, A_TEXT) | {
    "static": YES_OR_NO,
    "several": YES_OR_NO,
    "delay": {"type": "string", "pattern": pattern_of(WRITTEN.pattern)},
    "type": {"enum": [*FACT_TYPES]},
    "otherwise": {"enum": ["static"]},
}


def column(name: str, node: Node, problems: Problems) -> Column:
    """The map of one of our columns; `type` and `several` are only for the values of facts."""
    read = fact_column(name, node, problems)
    if name != "value" and (read.type or (read.several and not read.split)):
        what = "“type” and “several” belong to facts; this column has a type of its own."
        problems.append(Problem(node.place, what, "Remove it."))
    static = read.static and name != "domains"
    if name != "known_on" and (static or read.delay is not None or read.otherwise_static):
        what = "“static”, “delay” and “otherwise” say what we knew when; they belong to known_on."
        problems.append(Problem(node.place, what, "Map this column to one of theirs."))
    return read


def fact_column(name: str, node: Node, problems: Problems) -> Column:
    """The map of a fact, or of any column before it is asked whether its details belong to it."""
    asks(node, anyOf=[A_TEXT, {"type": "object", "properties": FORMS, "additionalProperties": False}])
    if isinstance(node, Text):
        if not node.value:
            problems.append(Problem(node.place, f"{quoted(name)} names no column.", "Write the name of their column."))
        return Column(column=node.value, place=node.place)
    if not isinstance(node, Mapping):
        problems.append(Problem(node.place, f"{quoted(name)} is a list.", "Name one column, or use a template."))
        return Column(place=node.place)
    details = _details(node, problems)
    _check_ways(name, node, details, problems)
    return Column(
        column=details.get("column", ""),
        constant=details.get("value"),
        template=_template(node, details, problems),
        static=_flag(node, details, "static", problems),
        delay=_delay(node, details, problems),
        otherwise_static=_otherwise(node, details, problems),
        type=_type(node, details, problems),
        split=details.get("split", ""),
        format=details.get("format", ""),
        several=_flag(node, details, "several", problems) or bool(details.get("split")),
        place=node.place,
    )


def _details(node: Mapping, problems: Problems) -> dict[str, str]:
    found = {}
    for key, value in node.entries:
        if key.value not in KEYS:
            mend = did_you_mean(key.value, KEYS) or f"Keys that may stand here: {', '.join(KEYS)}."
            problems.append(Problem(key.place, f"{quoted(key.value)} says nothing about a column.", mend))
        elif not isinstance(value, Text):
            problems.append(
                Problem(value.place, f"{quoted(key.value)} must be one text.", "Write it without brackets.")
            )
        else:
            found[key.value] = value.value
    return found


def _check_ways(name: str, node: Mapping, details: dict[str, str], problems: Problems) -> None:
    """Further domains alone may be static beside their column: held to have always been the company's."""
    ways = [way for way in WAYS if way in details and not (name == "domains" and way == "static")]
    if len(ways) != 1:
        what = f"A column is read in one way; here are {', '.join(ways) or 'none'}."
        problems.append(Problem(node.place, what, "Write one of column, value, template, static or delay."))
    if details.get("split") and details.get("type", "text") != "text":
        problems.append(Problem(node.place, "Only texts can be split.", "Remove “split” or “type”."))


def _template(node: Mapping, details: dict[str, str], problems: Problems) -> str:
    template = details.get("template", "")
    if template and "" in map(str.strip, NAMED_IN_BRACES.findall(template)):
        problems.append(Problem(node.place, "Braces of a template name no column.", "Write {their column}."))
    return template


def _flag(node: Mapping, details: dict[str, str], key: str, problems: Problems) -> bool:
    if details.get(key, "true") not in ("true", "false"):
        problems.append(Problem(node.place, f"“{key}” is true or false.", f"Write “{key}: true”."))
    return details.get(key) == "true"


def _delay(node: Mapping, details: dict[str, str], problems: Problems) -> int | None:
    if "delay" not in details:
        return None
    days = days_in(details["delay"])
    if days is None:
        what = f"{quoted(details['delay'])} is not a duration."
        problems.append(Problem(node.place, what, "Write for example “2 days” or “1 month”."))
    return days or 0


def _otherwise(node: Mapping, details: dict[str, str], problems: Problems) -> bool:
    if details.get("otherwise", "static") != "static":
        what = f"{quoted(details['otherwise'])} is not known beside “otherwise”."
        problems.append(Problem(node.place, what, "Write “otherwise: static”."))
    return details.get("otherwise") == "static"


def _type(node: Mapping, details: dict[str, str], problems: Problems) -> str:
    kind = details.get("type", "")
    if kind and kind not in FACT_TYPES:
        mend = did_you_mean(kind, FACT_TYPES) or "Write text, number or date."
        problems.append(Problem(node.place, f"{quoted(kind)} is not a type.", mend))
    return kind
