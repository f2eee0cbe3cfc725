"""Versions of definitions that the ledger keeps, each read again whole: its text, and its lists as they were."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mqa.definition import succession
from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from mqa.ledger import definitions
from mqa.ledger.runs import PublishedRun
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Problem, Unavailable
from mqa.terms.rules import Agreement, Definition

Lists = tuple[tuple[str, str], ...]

SHOWN = 8  # digits of a version, where people read it


def keep(agreement: Agreement) -> None:
    """Keep a version with its lists, whatever becomes of its files."""
    definitions.keep(agreement.definition.name, agreement.version, agreement.text, agreement.lists)


def kept(version: str) -> Agreement:
    """A version as it was. Raises Unavailable where this ledger never saw it, or where it reads otherwise today.

    A list that was not kept, or a release that understands the text in another way, would make it another agreement
    than the one that people signed.
    """
    found, problems = _read(definitions.text_of(version), definitions.lists_of(version), short(version))
    if found is None:
        raise Unavailable(f"Version {short(version)} can no longer be read: {problems[0].what}")
    if found.version != version:
        name = f"Version {short(version)} of {quoted(found.definition.name)}"
        raise Unavailable(
            f"{name} means something else to this release of mqa, which reads it as {short(found.version)}."
        )
    return found


def of_run(agreement: Agreement, run: PublishedRun) -> Agreement:
    """The version of an agreement that a run was made by: its results are told and followed by that one and no other.

    Raises Unavailable where it can no longer be read as it was.
    """
    if run.version == agreement.version:
        return agreement
    try:
        return kept(run.version)
    except Unavailable as error:
        mend = f"Make its day again: “mqa run --as-of {date_of(run.as_of).isoformat()}”."
        raise Unavailable(f"Run {run.run_id} cannot be told as it was made. {error} {mend}") from error


def called_today(definition: Definition, *, before: int | None = None) -> dict[str, str]:
    """What levels of the versions that ever ran are called by a definition, by the names that they had then.

    `before`: of those alone that ran before a run of this number.
    """
    ran = definitions.that_ran(definition.name, saying="formerly", before=before)
    read = (_read(definitions.text_of(one), definitions.lists_of(one), short(one))[0] for one in ran)
    return succession.called_today(definition.levels, [one.definition.levels for one in read if one])


def never_called(agreement: Agreement) -> Iterator[Problem]:
    """Remarks on levels that say they were formerly called what no version that is kept calls a level."""
    definition = agreement.definition
    if not any(level.formerly for level in definition.levels):
        return
    earlier = [kept for kept in definitions.matching(definition.name, "") if kept != agreement.version]
    read = [_read(definitions.text_of(one), definitions.lists_of(one), short(one))[0] for one in earlier]
    levels = [level for one in read if one for level in one.definition.levels]
    called = dict.fromkeys(name for level in levels for name in (level.name, *level.formerly))
    for level in definition.levels:
        for former in level.formerly if called else ():
            if former not in called:
                what = f"{quoted(level.name)} was formerly {quoted(former)}, which no earlier version had."
                mend = did_you_mean(former, called) or f"They had: {', '.join(map(quoted, called))}."
                yield Problem(level.place, what, mend, "remark")


def short(version: str) -> str:
    """A version as people read it.

    >>> short("0123456789abcdef0123456789abcdef")
    '01234567'
    """
    return version[:SHOWN]


@lru_cache(maxsize=64)
def _read(text: str, lists: Lists, name: str) -> tuple[Agreement | None, tuple[Problem, ...]]:
    read, problems = definition(text, f"version {name}", dict(lists))
    return (Agreement(read, identity(read), text, lists) if read else None), problems
