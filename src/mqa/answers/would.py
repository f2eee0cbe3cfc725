"""What would make an account qualify: found by trying changes on copies of it, remembered for those who ask again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mqa.answers.turns import Turns
from mqa.evidence import Evidence
from mqa.explain.account import Explanation
from mqa.explain.conditions import Gap, answers, gaps
from mqa.explain.fit import STATES
from mqa.explain.nearness import distance, lacking
from mqa.explain.numbers import counted, listed
from mqa.explain.standing import CAUSES, out_of_reach
from mqa.explain.would import Way, WhatWould, change_words
from mqa.ledger import segments
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import ROLL_UP
from mqa.reading import Connection, view_world
from mqa.renaming import line_of
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.keys import LARGEST
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stages import QUALIFIED
from mqa.terms.supposed import Learned
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened
from mqa.would import search
from mqa.would.common import Common, common
from mqa.would.copies import Copies, Judged
from mqa.would.occurring import Occurring, occurring

MEMORY = "500MB"
SAMPLE = 1_000  # accounts in which it is counted what is common
NOTHING_LIKE_IT = Common(0)
READ = [name for name in WORLD if name not in (ROLL_UP.table, "rejects")]
_common: Turns[dict[int, Common]] = Turns(
    waiting=15, seconds=8, remembered=4, busy="What is common among accounts is being counted just now."
)
_found: Turns[WhatWould] = Turns(
    waiting=15, seconds=8, remembered=2_000, busy="For many accounts it is being tried just now what would be enough."
)


def what_would(
    opened: Opened, agreement: Agreement, found: Evidence, said: Explanation, run: PublishedRun | None
) -> WhatWould | None:
    """What would make an account qualify from the next day on; None where it is, or the definition knows no such level.

    `run`: the one that the evidence was read from, if any. Found once for a day and all that is loaded, in about a
    second. Raises Busy where many wait.
    """
    goals = goals_of(agreement.definition, found)
    if not goals:
        return None
    days = (found.as_of, found.known_at, found.run_id)
    key = (str(opened.ledger.absolute()), agreement.version, days, segments.last(), found.account.account_id)
    return _found.answer(key, lambda: _what_would(opened, agreement, found, said, goals, run))


def goals_of(definition: Definition, found: Evidence) -> list[int]:
    """The numbers of the levels above the present one that qualify; none where the account is at such a level."""
    standing = found.tables["standings"]
    present = standing[0]["level"] if standing else 0
    if present and definition.levels[present - 1].stage in QUALIFIED:
        return []
    return [nth for nth, level in enumerate(definition.levels, start=1) if nth > present and level.stage in QUALIFIED]


def opened_copies(
    folder: Path, definition: Definition, found: Evidence, run: PublishedRun | None, like: Common = NOTHING_LIKE_IT
) -> Copies:
    """Copies of an account as it stands at the end of a day; `like`: what will be supposed of them. To be closed."""
    account_id = found.account.account_id
    with open_warehouse(folder, memory_limit=MEMORY, threads=1) as world:
        _view(world, folder, definition, Accounts(account_id, account_id), run)
        return Copies(
            world,
            definition,
            account_id,
            found.tables,
            found.as_of,
            known_at=found.known_at,
            shapes=like.shapes,
            titles=[doer.title for doer in like.doers],
            content=like.content,
        )


def _what_would(
    opened: Opened,
    agreement: Agreement,
    found: Evidence,
    said: Explanation,
    goals: Sequence[int],
    run: PublishedRun | None,
) -> WhatWould:
    definition, folder = agreement.definition, opened.warehouse
    from_day = found.as_of + 1
    if shut := out_of_reach(said.score["state"], said.fit):
        first = f"It is {STATES[said.score['state']]}, however busy it is."
        return WhatWould(from_day, why_none=(first, *map(_gap, shut)))
    key = (str(opened.ledger.absolute()), agreement.version, found.as_of, found.known_at, segments.last())
    counted_in = _common.answer(key, lambda: _counted(folder, definition, found, run))
    like = counted_in.get(said.score["segment"], NOTHING_LIKE_IT)
    may = occurring(like, found.tables, found.people, definition)
    copies = opened_copies(folder, definition, found, run, like)
    try:
        if cooling := _cooling(found):
            copies.go_on_to(cooling - 1)
        result = search.found(copies, goals, may)
    finally:
        copies.close()
    none = () if result.enough or result.alone.on else tuple(_why_none(result, goals, said, definition))
    return WhatWould(
        result.from_day,
        _way(result.alone, definition) if result.alone.on else None,
        tuple(_way(one, definition) for one in result.enough),
        tuple(_way(one, definition) for one in result.not_enough),
        (*_waits(found, result.from_day), *none),
        "" if result.alone.on else _tried(result, may, like),
    )


def _counted(folder: Path, definition: Definition, found: Evidence, run: PublishedRun | None) -> dict[int, Common]:
    in_all = sum(one.rows for one in segments.sized("accounts"))
    some = Accounts(1, LARGEST if in_all <= SAMPLE else LARGEST * SAMPLE // in_all)
    with open_warehouse(folder, memory_limit=MEMORY, threads=1) as world:
        _view(world, folder, definition, some, run)
        return common(world, definition, found.as_of, found.known_at)


def _view(
    connection: Connection, folder: Path, definition: Definition, accounts: Accounts, run: PublishedRun | None
) -> None:
    """View the world of some accounts as a run saw it (None: as it is loaded)."""
    seen = segments.narrowed(run.seen) if run else None
    view_world(connection, folder, READ, accounts, answers_of=line_of(definition), seen=seen)


def _cooling(found: Evidence) -> int | None:
    """The first day on which an account that cools down may qualify again."""
    standing = found.tables["standings"]
    return standing[0]["cooling_until"] if standing else None


def _way(one: Judged, definition: Definition) -> Way:
    level = definition.levels[one.level - 1].name if one.on else ""
    return Way(one.change, change_words(one.change), level, one.on or None)


def _waits(found: Evidence, from_day: int) -> list[str]:
    if from_day == found.as_of + 1:
        return []
    by = CAUSES.get(found.tables["standings"][0]["recycled_by"], "it was sent back")
    return [f"It cools down since {by}: nothing counts before {date_of(from_day).isoformat()}."]


def _why_none(result: search.Found, goals: Sequence[int], said: Explanation, definition: Definition) -> list[str]:
    """What even the change that came nearest still lacks."""
    nearest = result.nearest or result.alone
    found = answers(nearest.verdicts, definition, nearest.scope)
    level = min((definition.levels[nth - 1] for nth in goals), key=lambda one: distance(one.when, found))
    has = {} if any(isinstance(part, Learned) for part in nearest.change.parts) else {"fit_grade": said.grade}
    words = change_words(nearest.change)
    first = f"Even if {words}, {level.name} would lack:" if words else f"Nothing that was tried leads to {level.name}:"
    lacks = [_gap(gap) for answer in lacking(level.when, found) for gap in gaps(answer.condition.name, found, has)]
    unknown = [line.name for line in said.fit if line.purpose == "required" and line.state == "unknown"]
    missing = [f"Whether it fits is not known: {listed(map(quoted, unknown), 'and')}."] if unknown else []
    return ["Nothing that was tried is enough.", *missing, first, *lacks]


def _gap(gap: Gap) -> str:
    return f"{gap.condition}: {gap.words}"


def _tried(result: search.Found, may: Occurring, like: Common) -> str:
    """What the search was bound to."""
    known = sum(not doer.is_new for doer in may.doers)
    parts = [
        f"{counted(len(may.deeds), 'kind')} of acts that occur at {like.accounts:,} accounts of its segment",
        f"by {known} of its people on up to {search.MOST_DAYS} days or by up to {search.MOST_NEW} new ones of a role",
        *([counted(len({fact.fact for fact in may.facts}), "missing fact")] if may.facts else []),
        *([f"{counted(len(may.surges), 'topic')} that may surge"] if may.surges else []),
    ]
    return f"{counted(result.tried, 'change')} tried: {', '.join(parts)}; at most {search.MOST_PARTS} together."
