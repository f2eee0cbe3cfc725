"""A made-up sales team: what it says of a handoff, how soon, and what comes of it. Drawn from the planted truth.

Everything here is a function of the company as it really is, of the day and of a seed: the same world gives the same
answers. Sales does not see the truth, but meets the people; so it is right more often than not, and never always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

Dispositions = Sequence[tuple[str, str, tuple[str, ...]]]

AHEAD = 90  # days: an opportunity within them is one that a good rep can smell
NEVER = 0.04
LATE = 0.12
QUALIFIED = {"coming": 0.85, "looking": 0.3, "quiet": 0.08}
ANSWERS = {  # of a hundred handoffs: accepted, deferred; the rest is rejected
    "coming": (88, 8),
    "looking": (64, 22),
    "quiet": (34, 24),
}
FITS = 0.35  # below this a rep finds that the company is the wrong one
OPENS, CLOSES, FRIDAY = 9, 17, 4  # hours and last weekday in which people answer
NOTES = {
    "accepted": ("Called, they know us from the webinar.", "Wrote to two of the committee.", "Meeting asked for.", ""),
    "deferred": ("They asked for a call later.", "Budget round is over.", ""),
    "rejected": ("Spoke to reception only.", "Not what they do.", "", ""),
    "qualified": ("They want to see it with their own data.", "Agreed to a first meeting with the CISO.", ""),
}


@dataclass(frozen=True)
class Company:
    """One company as it really is: its fit (0 to 1), when it looked around (first and last day), when it opened."""

    domain: str
    fit: float = 0.0
    looking: tuple[tuple[int, int], ...] = ()
    opens: tuple[int, ...] = ()

    def mood(self, day: int) -> str:
        """How things stand on a day: coming (an opportunity), looking (for what Halyard sells) or quiet."""
        if any(day - 14 <= opened <= day + AHEAD for opened in self.opens):
            return "coming"
        return "looking" if any(first <= day <= last for first, last in self.looking) else "quiet"


@dataclass(frozen=True)
class Word:
    """What a rep will say. `when`: in shares of the time to answer; `until`: a day number, for what is deferred."""

    answer: str
    when: float
    reason: str = ""
    until: int | None = None
    note: str = ""


def word(company: Company, day: int, owner: str, *, dispositions: Dispositions, seed: int) -> Word | None:
    """What an owner will say of a handoff of that day; None: nothing, ever."""
    what = f"{company.domain} {day} {owner}"
    if chance(seed, what, "ever") < NEVER:
        return None
    mood, draw = company.mood(day), chance(seed, what, "answer") * 100
    accepted, deferred = ANSWERS[mood]
    answer = "accepted" if draw < accepted else "deferred" if draw < accepted + deferred else "rejected"
    when = _when(chance(seed, what, "late"), chance(seed, what, "when"))
    if answer == "accepted":
        return Word(answer, when, note=_note(answer, seed, what))
    reason = _reason(answer, company, mood, dispositions=dispositions, draw=chance(seed, what, "reason"))
    until = day + 21 + int(chance(seed, what, "until") * 60) if answer == "deferred" else None
    return Word(answer, when, reason, until, _note(answer, seed, what))


def talk(company: Company, day: int, seed: int) -> Word | None:
    """What becomes of a handoff accepted on that day: they are willing to talk, after so many days (`when`), or not."""
    what = f"{company.domain} {day}"
    if chance(seed, what, "talk") >= QUALIFIED[company.mood(day)]:
        return None
    return Word("qualified", 2 + chance(seed, what, "talk when") * 16, note=_note("qualified", seed, what))


def answered_at(opened_at: datetime, due_at: datetime, when: float, time_zone: str) -> datetime:
    """The moment at which a share of the time to answer has passed; at night and on weekends people answer before they
    leave, or else when they are back.

    >>> from datetime import UTC
    >>> monday, wednesday = datetime(2026, 6, 1, 6, tzinfo=UTC), datetime(2026, 6, 3, 6, tzinfo=UTC)
    >>> answered_at(monday, wednesday, 0.5, "Europe/Amsterdam").isoformat()
    '2026-06-01T14:45:00+00:00'
    """
    wanted = opened_at + when * (due_at - opened_at)
    before = _before_leaving(wanted, time_zone)
    return before if before > opened_at else at_the_desk(wanted, time_zone)


def at_the_desk(moment: datetime, time_zone: str) -> datetime:
    """That moment, or the first one afterwards within office hours."""
    local = moment.astimezone(ZoneInfo(time_zone))
    if local.hour < OPENS:
        local = _at(local, OPENS, moment)
    if local.hour >= CLOSES:
        local = _at(local + timedelta(days=1), OPENS, moment)
    while local.weekday() > FRIDAY:
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)


def _before_leaving(moment: datetime, time_zone: str) -> datetime:
    """That moment, or the last one before it within office hours."""
    local = moment.astimezone(ZoneInfo(time_zone))
    if local.hour >= CLOSES:
        local = _at(local, CLOSES - 1, moment)
    if local.hour < OPENS:
        local = _at(local - timedelta(days=1), CLOSES - 1, moment)
    while local.weekday() > FRIDAY:
        local = _at(local - timedelta(days=1), CLOSES - 1, moment)
    return local.astimezone(moment.tzinfo)


def _at(local: datetime, hour: int, drawn_for: datetime) -> datetime:
    """A moment within that hour."""
    minute = int(chance(0, drawn_for.isoformat(), "minute") * 60)
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def chance(seed: int, thing: str, question: str) -> float:
    """A number from 0 to below 1, drawn for a thing and a question about it."""
    drawn = sha256(f"{seed}|{thing}|{question}".encode()).digest()
    return int.from_bytes(drawn[:6], "big") / 2**48


def _when(late: float, draw: float) -> float:
    """Most answer within half the time, some in the second half, some when it is over."""
    if late < LATE:
        return 1.05 + draw * 1.6
    return 0.04 + 0.46 * draw if late < 0.75 else 0.5 + 0.45 * draw


def _reason(answer: str, company: Company, mood: str, *, dispositions: Dispositions, draw: float) -> str:
    """A reason that the definition knows for this answer: of fit where the company is the wrong one, else another."""
    offered = [(told, reason) for given, told, reasons in dispositions if given == answer for reason in reasons]
    wrong = [reason for told, reason in offered if told == "fit"]
    right = [reason for told, reason in offered if told != "fit" and (mood == "quiet" or told != "timing")]
    reasons = (wrong if company.fit < FITS else right) or [reason for _, reason in offered]
    return reasons[int(draw * len(reasons))] if reasons else ""


def _note(answer: str, seed: int, what: str) -> str:
    notes = NOTES[answer]
    return notes[int(chance(seed, what, f"note {answer}") * len(notes))]
