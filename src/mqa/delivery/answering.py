"""Answers of sales: checked against the definition, entered once, told to whoever listens."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from mqa import versions
from mqa.delivery import telling
from mqa.ledger import audit, dispositions, handoffs
from mqa.ledger.models import Disposition, Handoff
from mqa.ledger.models.work import ANSWERS
from mqa.terms.called import called
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import LATEST, date_of, day_number, iso_day
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.terms.rules import Agreement
from mqa.terms.rules import Handoff as Agreed
from mqa.workspaces import Opened, in_force

LONGEST_NOTE = 4_000
TAKEN_BACK = ("rejected", "deferred")  # what may be said of an account that sales had accepted
ACCEPTED, QUALIFIED = "accepted", "qualified"
NOWHERE, REASON, UNTIL = Place(""), Place("reason"), Place("until")


class TooLate(Refused):
    """It cannot be answered so any more: it was answered or withdrawn, or the key was used for another answer."""


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

    `answer`: accepted, rejected, deferred; of an accepted account later qualified (willing to talk), or rejected or
    deferred after all. `until`: a day number, for deferred; `by`: who says so; `key`: one of theirs, the same again
    returns the first answer and changes nothing. Raises TooLate where there is nothing to answer any more, Refused with
    all that is wrong: an answer or reason that is not agreed on, a day, a note.
    """
    zone = ZoneInfo(opened.agreed.time_zone)
    day = day_number(now.astimezone(zone).date())
    with transaction.atomic():
        if before := dispositions.said_under(key, by):
            return _the_same(before, handoff_id, answer, reason, until)
        handoff = handoffs.locked(handoff_id)
        if handoff is None or not handoffs.is_of(handoff, agreement.definition.name):
            what = f"There is no handoff {handoff_id} by {quoted(agreement.definition.name)}."
            raise Refused([Problem(NOWHERE, what, "“mqa handoffs --all” lists them.")])
        agreed = agreed_with(opened, agreement, handoff).definition.handoff
        told, reason, problems = agreed_reason(agreed, answer, reason)
        if late := _too_late(handoff, answer, zone):
            raise TooLate([late])
        if problems := [*problems, *_not_yet(handoff, answer), *_unfit(answer, until, note, day)]:
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
            audit.of_handoff(handoff.pk, called(handoff)),
            before={"state": before_state},
            after={"state": handoff.state, "answer": answer, "reason": reason, "until": iso_day(until), "note": note},
            now=now,
        )
        telling.answered(opened, said, now)
    return said


def agreed_with(opened: Opened, agreement: Agreement, handoff: Handoff) -> Agreement:
    """The version that a handoff is answered by: the one it was handed off under, where that can be read as it was;
    else the one in force. Raises Refused where neither can be read."""
    version = handoff.version.version
    if version == agreement.version:
        return agreement
    try:
        return versions.kept(version)
    except Unavailable:
        return in_force(opened, agreement)


def answers_left(opened: Opened, agreement: Agreement, handoff: Handoff) -> dict[str, tuple[str, ...] | None]:
    """The answers that a handoff may still get, each with the reasons that are agreed on: none, or (None) any text."""
    try:
        agreed = agreed_with(opened, agreement, handoff).definition.handoff.dispositions
    except Refused:
        agreed = ()  # whoever answers is told what is wrong; whoever only reads needs no rules
    left = may_follow(handoff, dispositions.answers_to(handoff.pk))
    if not agreed:
        return dict.fromkeys(left)
    found: dict[str, tuple[str, ...]] = {QUALIFIED: ()}
    for answer, _, reasons in agreed:
        found[answer] = (*found.get(answer, ()), *reasons)
    return {answer: found[answer] for answer in left if answer in found}


def agreed_reason(agreed: Agreed, answer: str, reason: str) -> tuple[str, str, list[Problem]]:
    """What an answer's reason tells (fit, timing, people, data), the reason as it is agreed on, and what is wrong.

    A definition that agrees on no answers takes each of them, with any reason.
    """
    known = {named: told for said, told, reasons in agreed.dispositions if said == answer for named in reasons}
    answers = [*dict.fromkeys(said for said, _, _ in agreed.dispositions)] or [*ANSWERS]
    if answer not in ANSWERS or answer not in (*answers, QUALIFIED):
        mend = did_you_mean(answer, answers) or f"Say one of: {', '.join([*answers, QUALIFIED])}."
        return "", "", [Problem(Place("answer"), f"Sales cannot answer {quoted(answer)}.", mend)]
    if not agreed.dispositions:
        return "", reason.strip(), []
    if not known:
        what = f"{quoted(answer)} takes no reason."
        return "", "", [Problem(REASON, what, "Write it as a note.")] if reason else []
    found = next((named for named in known if named.lower() == reason.strip().lower()), "")
    if found:
        return known[found], found, []
    what = f"{quoted(reason)} is not agreed on as a reason." if reason else f"{quoted(answer)} needs a reason."
    some = did_you_mean(reason, known) if reason else ""
    return "", "", [Problem(REASON, what, some or f"Say one of: {', '.join(known)}.")]


def _the_same(before: Disposition, handoff_id: int, answer: str, reason: str, until: int | None) -> Disposition:
    """The first answer under a key, where this is the same one again."""
    same_reason = before.reason.lower() == reason.strip().lower()
    if (before.handoff_id, before.answer, before.until) == (handoff_id, answer, until) and same_reason:
        return before
    what = f"This key was used for another answer: handoff {before.handoff_id} {before.answer}."
    raise TooLate([Problem(NOWHERE, what, "Give each answer a key of its own.")])


def _unfit(answer: str, until: int | None, note: str, day: int) -> Iterator[Problem]:
    """What is wrong with the day and the note of an answer."""
    if until is not None and answer != "deferred":
        yield Problem(UNTIL, f"{quoted(answer)} takes no day.", "Only “deferred” is until a day.")
    elif until is not None and not day < until <= day_number(LATEST):
        what = f"It cannot be deferred until {date_of(until).isoformat()}." if until <= day else "That day is too far."
        yield Problem(UNTIL, what, "Name a day after today.")
    if len(note) > LONGEST_NOTE:
        yield Problem(Place("note"), f"The note has {len(note):,} characters.", f"Write at most {LONGEST_NOTE:,}.")


def may_follow(handoff: Handoff, said: Collection[str]) -> tuple[str, ...]:
    """The answers that a handoff may still get, after those that were `said`.

    One that is open: accepted, rejected or deferred. One that was accepted: that they are willing to talk, once; and
    rejected or deferred after all, for as long as its account was not handed off again.
    """
    if handoff.closed_at is None:
        return tuple(answer for answer in ANSWERS if answer != QUALIFIED)
    if handoff.state != ACCEPTED:
        return ()
    talking = () if QUALIFIED in said else (QUALIFIED,)
    return talking if handoffs.later(handoff).exists() else (*talking, *TAKEN_BACK)


def _too_late(handoff: Handoff, answer: str, zone: ZoneInfo) -> Problem | None:
    """Why a handoff cannot get this answer any more."""
    if handoff.closed_at is None or answer in may_follow(handoff, dispositions.answers_to(handoff.pk)):
        return None
    if handoff.state == ACCEPTED and answer not in ANSWERS:
        return None  # it is no answer at all, which is said instead
    last = dispositions.last_of(handoff.pk)
    if last is None:
        what = f"The handoff of {called(handoff)} was withdrawn on {handoff.closed_at.astimezone(zone):%Y-%m-%d}."
        return Problem(NOWHERE, what, "Nothing needs to be answered.")
    what = f"{called(handoff)} was answered by {last.by} on {date_of(last.day).isoformat()}: {last.answer}."
    if handoff.state == ACCEPTED and answer in TAKEN_BACK:
        return Problem(NOWHERE, what, "It was handed off again since: answer that handoff.")
    return Problem(NOWHERE, what, "It stays so; the account is handed off again when it qualifies again.")


def _not_yet(handoff: Handoff, answer: str) -> Iterator[Problem]:
    """Why a handoff cannot get this answer yet."""
    if answer == QUALIFIED and handoff.closed_at is None:
        mend = "Answer “accepted” first, then “qualified” once they are willing to talk."
        yield Problem(NOWHERE, f"{called(handoff)} was not accepted yet.", mend)
