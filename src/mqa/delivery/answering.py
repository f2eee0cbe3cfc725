"""Answers of sales: checked against the definition, entered once, told to whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from mqa.delivery import telling
from mqa.ledger import audit, dispositions, handoffs
from mqa.ledger.models import Disposition, Handoff
from mqa.ledger.models.work import ANSWERS
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import LATEST, date_of, day_number
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.terms.rules import Handoff as Agreed
from mqa.workspaces import Opened

LONGEST_NOTE = 4_000
QUALIFIED = "qualified"
NOWHERE = Place("")


def answer(
    opened: Opened,
    agreement: Agreement,
    handoff_id: int,
    answer: str,
    *,
    reason: str = "",
    until: int | None = None,
    note: str = "",
    by: str,
    now: datetime,
    key: str = "",
) -> Disposition:
    """Enters what sales says of a handoff and closes it; returns the disposition.

    `answer`: accepted, rejected, deferred, or qualified (willing to talk; after accepted); `until`: a day number, for
    deferred; `by`: who says so; `key`: the caller's, the same again returns the first answer and changes nothing.
    Raises Refused with all that is wrong: an answer or reason that is not agreed on, a handoff that is answered.
    """
    zone = ZoneInfo(opened.agreed.time_zone)
    day = day_number(now.astimezone(zone).date())
    with transaction.atomic():
        if before := dispositions.said_under(key):
            return _the_same(before, handoff_id, answer, reason, until)
        handoff = handoffs.locked(handoff_id)
        if handoff is None or handoff.definition != agreement.definition.name:
            what = f"There is no handoff {handoff_id} by {quoted(agreement.definition.name)}."
            raise Refused([Problem(NOWHERE, what, "“mqa handoffs --all” lists them.")])
        told, reason, problems = agreed_reason(agreement.definition.handoff, answer, reason)
        if problems := _closed(handoff, answer, zone) or [*problems, *_unfit(answer, until, note, day)]:
            raise Refused(problems)
        before_state = handoff.state
        said = dispositions.enter(
            handoff, answer, reason=reason, told=told, until=until, note=note, by=by, day=day, now=now, key=key
        )
        if answer != QUALIFIED:
            handoffs.close(handoff, answer, now, reason=reason, until=until)
        audit.note(
            by,
            f"answered {answer}",
            f"handoff {handoff.pk}",
            before={"state": before_state},
            after={"state": handoff.state, "answer": answer, "reason": reason, "until": _iso(until), "note": note},
            now=now,
        )
        telling.answered(opened, said, now)
    return said


def agreed_reason(agreed: Agreed, answer: str, reason: str) -> tuple[str, str, list[Problem]]:
    """What an answer's reason tells (fit, timing, people, data), the reason as it is agreed on, and what is wrong.

    A definition that agrees on no answers takes each of them, with any reason.
    """
    known = {named: told for said, told, reasons in agreed.dispositions if said == answer for named in reasons}
    answers = [*dict.fromkeys(said for said, _, _ in agreed.dispositions)] or [*ANSWERS]
    if answer not in ANSWERS or answer not in (*answers, QUALIFIED):
        mend = did_you_mean(answer, answers) or f"Say one of: {', '.join([*answers, QUALIFIED])}."
        return "", "", [Problem(NOWHERE, f"Sales cannot answer {quoted(answer)}.", mend)]
    if not agreed.dispositions:
        return "", reason.strip(), []
    if not known:
        what = f"{quoted(answer)} takes no reason."
        return "", "", [Problem(NOWHERE, what, "Write it as a note.")] if reason else []
    found = next((named for named in known if named.lower() == reason.strip().lower()), "")
    if found:
        return known[found], found, []
    what = f"{quoted(reason)} is not agreed on as a reason." if reason else f"{quoted(answer)} needs a reason."
    some = did_you_mean(reason, known) if reason else ""
    return "", "", [Problem(NOWHERE, what, some or f"Say one of: {', '.join(known)}.")]


def _the_same(before: Disposition, handoff_id: int, answer: str, reason: str, until: int | None) -> Disposition:
    """The first answer under a key, where this is the same one again."""
    same_reason = before.reason.lower() == reason.strip().lower()
    if (before.handoff_id, before.answer, before.until) == (handoff_id, answer, until) and same_reason:
        return before
    what = f"This key was used for another answer: handoff {before.handoff_id} {before.answer}."
    raise Refused([Problem(NOWHERE, what, "Give each answer a key of its own.")])


def _unfit(answer: str, until: int | None, note: str, day: int) -> Iterator[Problem]:
    """What is wrong with the day and the note of an answer."""
    if until is not None and answer != "deferred":
        yield Problem(NOWHERE, f"{quoted(answer)} takes no day.", "Only “deferred” is until a day.")
    elif until is not None and not day < until <= day_number(LATEST):
        what = f"It cannot be deferred until {date_of(until).isoformat()}." if until <= day else "That day is too far."
        yield Problem(NOWHERE, what, "Name a day after today.")
    if len(note) > LONGEST_NOTE:
        yield Problem(NOWHERE, f"The note has {len(note):,} characters.", f"Write at most {LONGEST_NOTE:,}.")


def _closed(handoff: Handoff, answer: str, zone: ZoneInfo) -> list[Problem]:
    """Why a handoff cannot get this answer any more, or not yet."""
    last = dispositions.last_of(handoff.pk)
    if answer == QUALIFIED and handoff.state == "accepted" and last and last.answer != QUALIFIED:
        return []
    if answer != QUALIFIED and handoff.closed_at is None:
        return []
    if last:
        what = f"{handoff.domain} was answered by {last.by} on {date_of(last.day).isoformat()}: {last.answer}."
        return [Problem(NOWHERE, what, "An answer stays; the account is handed off again when it qualifies again.")]
    if handoff.closed_at:
        what = f"The handoff of {handoff.domain} was withdrawn on {handoff.closed_at.astimezone(zone):%Y-%m-%d}."
        return [Problem(NOWHERE, what, "Nothing needs to be answered.")]
    what = f"{handoff.domain} was not accepted yet."
    return [Problem(NOWHERE, what, "Answer “accepted” first, then “qualified” once they are willing to talk.")]


def _iso(day: int | None) -> str | None:
    return None if day is None else date_of(day).isoformat()
