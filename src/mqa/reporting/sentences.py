"""What a report shows, in one or two sentences: this period against the one before.

Shares of fewer than ten are not given as percentages: one account more would change them by a tenth.
"""

from __future__ import annotations

from collections.abc import Mapping

from mqa.reporting.periods import Compared
from mqa.reporting.survival import Lasting
from mqa.terms.durations import day_words

FEW = 10
STEPS = {
    "SAA": "were accepted by sales",
    "SQA": "were willing to talk",
    "pipeline": "had an opportunity",
    "won": "were won",
}


def percent(part: int, of: int) -> str:
    """A share in whole percents; empty where it is of fewer than ten.

    >>> percent(3, 10), percent(3, 9), percent(0, 12)
    ('30 %', '', '0 %')
    """
    return f"{(200 * part + of) // (2 * of)} %" if of >= FEW else ""


def share(part: int, of: int) -> str:
    """A share with both its numbers, and a word where it is of few.

    >>> share(3, 10), share(3, 9), share(0, 0)
    ('3 of 10 (30 %)', '3 of 9 (few)', 'nobody yet')
    """
    if not of:
        return "nobody yet"
    return f"{part:,} of {of:,} ({percent(part, of) or 'few'})"


def volume(compared: Compared, this: int, last: int, again: int) -> str:
    """How many accounts became qualified.

    A period that lies ahead of what is known says so.
    """
    if compared.this.first > compared.known:
        return f"Nothing is known of {compared.this.words} yet."
    so_far = " so far" if compared.partly else ""
    count = "No account" if not this else f"{this:,} account{_s(this)}"
    beside = f", {again:,} of them not for the first time" if again else ""
    before = _against(compared, f"{last:,}" if last else "none")
    return f"{count} became qualified in {compared.this.words}{so_far}{beside}{before}."


def conversion(compared: Compared, stage: str, within: int, this: tuple[int, int], last: tuple[int, int]) -> str:
    """How many of those old enough came to a stage in time; (in time, old enough) of this period and the last."""
    in_time, of = this
    does = STEPS[stage]
    if not of:
        return f"None of them qualified {within} days ago or longer, so it cannot be said yet how many {does}."
    few = " Fewer than ten are too few for a share." if of < FEW else ""
    return f"{share(in_time, of)} {does} within {within} days of qualifying{_against(compared, share(*last))}.{few}"


def by_people(stage: str, within: int, few: tuple[int, int], many: tuple[int, int]) -> str:
    """How many came to a stage in time with at most two people engaged, and with three or more."""
    does = STEPS[stage]
    if not few[1] and not many[1]:
        return f"None of them qualified {within} days ago or longer, so it cannot be said yet how many {does}."
    told = f"With three or more people engaged, {share(*many)} {does} within {within} days; with fewer, {share(*few)}"
    return f"{told}.{' Fewer than ten are too few for a share.' if min(few[1], many[1]) < FEW else ''}"


def begun(compared: Compared) -> str:
    """Since when there is a record."""
    return f"The record begins on {day_words(compared.begins)}."


def nothing_known(compared: Compared) -> str:
    """That a period lies before the record."""
    return f"Nothing is known of {compared.this.words}: the record begins on {day_words(compared.begins)}."


def whereabouts(qualified: int, stands: Mapping[str, int]) -> str:
    """Where the accounts that qualified stand now."""
    if not qualified:
        return "No account became qualified, so there is none to follow."
    onward = sum(stands.get(stage, 0) for stage in ("SAA", "SQA", "pipeline", "won"))
    waiting = sum(stands.get(stage, 0) for stage in ("MQA", "PQA"))
    back = sum(stands.get(stage, 0) for stage in ("recycled", "lost"))
    counts = {
        "went on with sales": onward,
        "still wait": waiting,
        "went back to marketing or were lost": back,
        "no longer qualify": qualified - onward - waiting - back,
    }
    told = [f"{count:,} {words}" for words, count in counts.items() if count]
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f"Of {qualified:,}, {listed}."


def duration(compared: Compared, stage: str, this: Lasting, last: Lasting) -> str:
    """How long a stage took."""
    if not this.stays:
        return f"No account came to {stage}."
    if this.median is None:
        seen = f"after {this.seen_for:,} days" if this.seen_for else "so far"
        return f"Of {this.stays:,} that came to {stage}, more than half are still there {seen}."
    few = f" ({this.stays} only: few)" if this.stays < FEW else ""
    if last.median is None:
        before = _against(compared, "half had not left yet of those that came" if last.stays else "nobody came to it")
    else:
        before = _against(compared, _days(last.median))
    return f"Half of those that came to {stage} had left it after {_days(this.median)}{few}{before}."


def flapping(compared: Compared, this: tuple[int, int], last: tuple[int, int], *, within: int) -> str:
    """How many changes of level were taken back; (taken back, old enough) of this period and the last."""
    undone, of = this
    if not of:
        return f"No change of level is {within} days old yet, so it cannot be said whether levels hold."
    few = " Fewer than ten are too few for a share." if of < FEW else ""
    told = f"{share(undone, of)} changes of level were taken back within {within} days"
    return f"{told}{_against(compared, share(*last))}.{few}"


def acceptance(compared: Compared, this: Mapping[str, int], last: Mapping[str, int]) -> str:
    """What sales said; counts by fate, with `kept` and `late`."""
    answered, before = _answered(this), _answered(last)
    if not sum(this.get(fate, 0) for fate in ("accepted", "rejected", "deferred", "unanswered", "waiting")):
        return "No account was handed to sales."
    if not answered:
        return f"Sales has answered none yet; {this.get('unanswered', 0):,} are overdue."
    said = f"Of the handoffs it answered, sales accepted {share(this.get('accepted', 0), answered)}"
    timely = this.get("kept", 0) + this.get("late", 0)
    kept = f" {share(this.get('kept', 0), timely)} were answered in time." if timely else ""
    overdue = f" {this['unanswered']:,} are overdue." if this.get("unanswered") else ""
    return f"{said}{_against(compared, share(last.get('accepted', 0), before))}.{kept}{overdue}"


def reasons(count: int, most: str, times: int) -> str:
    """Why handoffs were not taken."""
    if not count:
        return "None was rejected or deferred."
    return f"{count:,} {'was' if count == 1 else 'were'} rejected or deferred, most often for “{most}” ({times:,})."


def amounts(compared: Compared, currency: str, this: Mapping[str, int], last: Mapping[str, int]) -> str:
    """What opportunities of one currency are worth: opened, sourced of them, won; in thousandths."""
    opened, won = this.get("opened", 0), this.get("won", 0)
    if not opened and not won:
        return f"Nothing was opened or won in {currency or 'opportunities without a currency'}."
    part = (
        f", {percent_of(this.get('sourced', 0), opened)} of it at accounts that had qualified before" if opened else ""
    )
    earlier = " and ".join(money(last.get(kind, 0), currency) for kind in ("opened", "won"))
    return f"{money(opened, currency)} opened{part}, and {money(won, currency)} won{_against(compared, earlier)}."


def money(milli: int, currency: str) -> str:
    """An amount in whole units of its currency.

    >>> money(1_234_567_890, "EUR")
    'EUR 1,234,568'
    """
    return f"{currency} {(milli + 500) // 1000:,}".strip()


def percent_of(part: int, of: int) -> str:
    """A share of an amount in whole percents.

    >>> percent_of(1, 3)
    '33 %'
    """
    return f"{(200 * part + of) // (2 * of)} %" if of else "0 %"


def _answered(fates: Mapping[str, int]) -> int:
    return sum(fates.get(fate, 0) for fate in ("accepted", "rejected", "deferred"))


def _against(compared: Compared, before: str) -> str:
    """What it was before, with the days that are meant; nothing where these are not all on record."""
    last = compared.last
    if not compared.fair:
        return ""
    if compared.partly and last.kind != "custom":
        return f"; {before} in the first {_days(last.days)} of {last.whole.short}"
    return f"; {before} in {last.words}"


def _days(count: int) -> str:
    return "less than a day" if not count else f"{count:,} day{_s(count)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"
