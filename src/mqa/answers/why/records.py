"""Which account or person a record of a source is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mqa.answers.why.known import Known, Why, day
from mqa.answers.why.people import of_person
from mqa.reading import Row, rows

BY_ID = "id of the company"  # the rule of one whose source knows no domain: it is an account of its own
CALLED = """
    select r.* exclude (learned_on)
    from (
        select source, record, kind, account_id, person_key, rule, known_on, learned_on from records
        where kind = 'company' and record <> ''
        qualify row_number() over (partition by source, record order by learned_on desc, known_on desc) = 1
    ) as r
    where r.account_id in (select first_account from accounts where {condition})
    order by r.source, r.record
"""


def called(known: Known, name: str, *, in_part: bool = False) -> list[Row]:
    """The companies' records that were called so, each as its source said last; `in_part`: those of the one company of
    whose name it is a part, none where there are several."""
    condition = "contains(lower(name), $name)" if in_part else "lower(name) = $name"
    found = rows(known.connection, CALLED.format(condition=condition), {"name": name.strip().lower()})
    return [] if in_part and len({each["account_id"] for each in found}) > 1 else found


def of_record(known: Known, typed: str, found: Sequence[Row]) -> Why:
    """Records with one id, each with the account or person it is today and why; of one person all that is known."""
    told = [_person(known, each) if each["kind"] == "person" else _company(known, each) for each in found]
    records = [
        {
            "source": each["source"],
            "record": each["record"],
            "kind": each["kind"],
            "means": each["person_key"],
            "rule": each["rule"],
            "since": day(each["known_on"]),
            "account": one.account or "nobody",
        }
        for each, one in zip(found, told, strict=True)
    ]
    parts = told[0].parts if len(told) == 1 else {}
    if len(told) == 1:
        of_it = (one for one in parts.get("records", ()) if _called(one) == _called(found[0]))
        records = [{**next(of_it, {}), **records[0]}]
    corrections = parts.get("corrections") or known.of({str(each["person_key"]) for each in found})
    sentence = "; ".join(one.sentence for one in told)
    parts = {**parts, "records": records, "corrections": corrections}
    return Why("record", typed, f"{sentence}.", records[0]["account"], parts)


def _person(known: Known, record: Row) -> Why:
    """The person that a contact's record is, as a sentence without its full stop."""
    name, key = _called(record), str(record["person_key"])
    one = of_person(known, key)
    rest = one.sentence.removeprefix(f"{key} is ").rstrip(".")
    is_it = f"{name}, without an address, is" if key == name else f"{name} is {key}, who is"
    return replace(one, sentence=f"{is_it} {rest}")


def _company(known: Known, record: Row) -> Why:
    """The account that a company's record is, as a sentence without its full stop."""
    name, key = _called(record), str(record["person_key"])
    number, steps = known.onward(key) if record["account_id"] else (0, [])
    account = known.called(number)
    is_it = ", ".join(one for one in (key, f"of {account}") if one not in (name, f"of {key}"))
    reasons = [*steps, *_undecided(known, record)]
    if record["rule"] != BY_ID or not reasons:
        reasons = [record["rule"], *reasons]
    sentence = f"{name} is {is_it}: {'; '.join(reasons)}"
    return Why("record", name, sentence, known.called(number) if number else "")


def _called(record: Row) -> str:
    return f"{record['source']}:{record['record']}"


def _undecided(known: Known, record: Row) -> list[str]:
    """Which accounts the own name of a company without a domain may mean, where nobody has said which."""
    own = known.own(str(record["person_key"]))
    if own is None or own["rule"] != "ambiguous":
        return []
    either = f"{own['one']} ({own['confidence']:.0%}) or {own['other']} ({own['other_confidence']:.0%})"
    return [f"its name “{own['name']}” may mean {either}: see “mqa identity review”"]
