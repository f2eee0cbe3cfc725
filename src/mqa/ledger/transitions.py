"""Transitions: what changed in stage and level since the last run that was followed, found and entered by SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import connection
from django.db.models import Max

from mqa.ledger.models import Transition
from mqa.ledger.names import original_name, rows_of

# Where accounts stand by the last transition beside where the run left them. Those that are gone (merged into
# another) are suspects again. A level's day is the day it was entered, though never before the last change. `called`:
# how the level of the last change is called now.
ENTER = """
    insert into ledger_transition (
        definition, account_id, domain, day, from_stage, to_stage, from_level, to_level, cause, engaged, run_id,
        entered_at
    )
    with latest as (
        select account_id, domain, day, to_stage, to_level, {called} as called
        from ledger_transition
        where id in (
            select max(id) from ledger_transition where definition = %(definition)s and {of_them} group by account_id
        )
    ),

    changed as (
        select
            s.account_id,
            s.domain,
            case
                when s.level = '' or s.level = coalesce(l.called, '') or s.since is null then %(as_of)s
                when s.since < l.day then l.day
                else s.since
            end as day,
            coalesce(l.to_stage, '') as from_stage,
            s.stage as to_stage,
            coalesce(l.to_level, '') as from_level,
            s.level as to_level,
            case
                when s.stage <> coalesce(l.to_stage, '') then s.cause
                when s.level = l.called then 'renamed'
                else 'scores'
            end as cause,
            s.engaged
        from ledger_servedaccount as s
        left join latest as l on l.account_id = s.account_id
        where
            s.run_id = %(run)s and {them}
            and (s.stage <> coalesce(l.to_stage, 'suspect') or s.level <> coalesce(l.to_level, ''))
        union all
        select l.account_id, l.domain, %(as_of)s, l.to_stage, 'suspect', l.to_level, '', 'scores', 0
        from latest as l
        where
            (l.to_stage <> 'suspect' or l.to_level <> '')
            and not exists (
                select 1 from ledger_servedaccount as s where s.run_id = %(run)s and s.account_id = l.account_id
            )
    )

    select
        %(definition)s, account_id, domain, day, from_stage, to_stage, from_level, to_level, cause, engaged, %(run)s,
        %(now)s
    from changed
    order by account_id
"""
NOTHING_RENAMED: Mapping[str, str] = MappingProxyType({})
MOVED = """
    select
        t.account_id, t.domain, coalesce(s.name, ''), coalesce(s.owner, ''), t.day, t.from_level, t.to_level,
        t.to_stage, t.cause,
        coalesce((
            select r.version
            from ledger_transition as e
            inner join ledger_run as r on r.id = e.run_id
            where
                e.definition = t.definition and e.account_id = t.account_id and e.id < t.id
                and e.to_level = t.from_level and e.from_level <> e.to_level
            order by e.id desc
            limit 1
        ), '') as entered_by,
        t.id
    from ledger_transition as t
    left join ledger_servedaccount as s on s.run_id = t.run_id and s.account_id = t.account_id
    where t.run_id = %(run)s and t.id > %(after)s and t.from_level <> t.to_level
    order by t.id
"""


@dataclass(frozen=True)
class Moved:
    """One account that left a level, entered one, or both (empty: no level). `day` is a day number.

    `entered_by`: the version under which it had entered the level that it left (empty: there is none); `number`: that
    of the change.
    """

    account_id: int
    domain: str
    name: str
    owner: str
    day: int
    from_level: str
    to_level: str
    stage: str
    cause: str
    entered_by: str = ""
    number: int = 0


def enter(
    definition: str,
    run_id: int,
    as_of: int,
    now: datetime,
    *,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
    accounts: Collection[int] | None = None,
) -> int:
    """Enter what changed from the last transitions to the served accounts of a run; returns how many did.

    `renamed`: levels of today by what they were called formerly; where nothing else changed, that is the cause. Part of
    the transaction that follows the run. Entered once, the same run changes nothing any more. `accounts`: only theirs
    (None: all).
    """
    names = {
        f"{what}{nth}": name for nth, pair in enumerate(renamed.items()) for what, name in zip("fn", pair, strict=True)
    }
    cases = " ".join(f"when %(f{nth})s then %(n{nth})s" for nth in range(len(renamed)))
    called = f"case to_level {cases} else to_level end" if cases else "to_level"
    given = {"definition": original_name(definition), "run": run_id, "as_of": as_of, **names}
    with connection.cursor() as cursor:
        moment = {"now": connection.ops.adapt_datetimefield_value(now)}
        listed = "true" if accounts is None else f"in ({', '.join(str(int(one)) for one in accounts)})"
        of_them, them = (listed, listed) if accounts is None else (f"account_id {listed}", f"s.account_id {listed}")
        cursor.execute(ENTER.format(called=called, of_them=of_them, them=them), given | moment)
        return int(cursor.rowcount)


def any_of(definition: str) -> bool:
    """Whether any change was ever entered for a definition."""
    return bool(rows_of(Transition, definition).exists())


def last() -> int:
    """The number of the last change that was entered, whichever the definition; 0 where there is none."""
    return int(Transition.objects.aggregate(last=Max("pk"))["last"] or 0)


def moved(run_id: int, *, after: int = 0) -> list[Moved]:
    """The changes of level that a run found; `after`: only those that were entered after the change of this number."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, {"run": run_id, "after": after})
        return [Moved(*row) for row in cursor.fetchall()]
