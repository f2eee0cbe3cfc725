"""Which account or person a record of a source is, and what a name means that rows state."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers import naming
from mqa.answers.why.known import Known, Why, day
from mqa.answers.why.people import PLACES
from mqa.identity.corrections import in_force, way
from mqa.reading import Row, rows
from mqa.terms.keys import number_of

UNDECIDED = ("ambiguous", "none")


def of_name(known: Known, name: str, found: Sequence[Row]) -> Why:
    """A name that rows state: with several countries, what it means in each."""
    said = []
    for one in found:
        place = ", ".join(filter(None, (one["city"], one["country"])))
        unsure = "may mean one of several accounts" if one["rule"] == "ambiguous" else "means no account that we know"
        means = f"means {one['account']} ({one['rule']})" if one["account"] else unsure
        said.append(f"“{name}”{f' in {place}' if place else ''} {means}")
    names = [
        {**one, "confidence": f"{one['confidence']:.0%}", "rivals": f"{one['other_confidence']:.0%}"} for one in found
    ]
    because = [{"reason": reason["words"], "weight": f"{reason['weight']:+.2f}"} for reason in found[0]["why"]]
    parts = {"names": names, "because": because, "corrections": known.of({name})}
    return Why("name", name, f"{'; '.join(said)}.", found[0]["account"], parts)


def of_record(known: Known, typed: str, found: Sequence[Row]) -> Why:
    """Records with one id, each with the account or person it is today and why."""
    records = [
        {
            "source": each["source"],
            "record": each["record"],
            "kind": each["kind"],
            "means": each["person_key"],
            "rule": each["rule"],
            "since": day(each["known_on"]),
            "account": _now(known, each),
        }
        for each in found
    ]
    sentence = "; ".join(
        f"{one['source']}:{one['record']} is {one['means']}, of {one['account']}{_by_name(known, each)}"
        for one, each in zip(records, found, strict=True)
    )
    keys = {str(each["person_key"]) for each in found}
    return Why(
        "record", typed, f"{sentence}.", records[0]["account"], {"records": records, "corrections": known.of(keys)}
    )


def _now(known: Known, record: Row) -> str:
    """The account that a record's company or person is part of today."""
    if record["kind"] == "company":
        end = _end(known, str(record["person_key"])) if record["account_id"] else ""
        return known.called(number_of(end)) if end else "nobody"
    places = rows(known.connection, PLACES, {"key": record["person_key"]})
    return ", ".join(known.called(each["account_id"]) for each in places) or "nobody"


def _end(known: Known, key: str, most: int = 2) -> str:
    """The key of the account that one leads to in the end: by what people say, else by its own name (to the first of
    its name, and from there on), and then by what people say again; nobody's is empty."""
    held = in_force(one.said for one in known.noted)
    own = naming.own(known.connection, number_of(key)) if key and ("account", key) not in held and most else None
    if own is None or own["rule"] in UNDECIDED:
        return way(held, key)[-1] if key else ""
    return _end(known, own["key"], most - 1)


def _own(known: Known, record: Row) -> Row | None:
    """What the own name of a company without a domain means, where nobody says anything else of the company."""
    said = ("account", str(record["person_key"])) in in_force(one.said for one in known.noted)
    alone = record["kind"] == "company" and not said
    return naming.own(known.connection, record["account_id"]) if alone else None


def _by_name(known: Known, record: Row) -> str:
    """What the own name of a company without a domain adds: why it is another account, or which ones it may be."""
    own = _own(known, record)
    if own is None or own["rule"] == "none":
        return ""
    if own["rule"] != "ambiguous":
        return f": that is what its name “{own['name']}” means ({own['rule']}, {own['confidence']:.0%})"
    either = f"{own['one']} ({own['confidence']:.0%}) or {own['other']} ({own['other_confidence']:.0%})"
    return f"; its name “{own['name']}” may mean {either}: see “mqa identity review”"
