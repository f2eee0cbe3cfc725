"""The dashboard: questions to a period, each with a sentence, a table, a chart, and links to the accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mqa.answers import sections_journey as journey
from mqa.answers import sections_sales as sales
from mqa.answers.figures import figures
from mqa.answers.sections import Asked, Link, Section, linking
from mqa.answers.sections_flapping import flapping
from mqa.answers.sections_people import conversion_by_people
from mqa.reporting import sentences
from mqa.reporting.periods import Compared, Period, compared
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

SECTIONS: dict[str, Callable[[Asked], Section]] = {
    "volume": journey.volume,
    "whereabouts": journey.whereabouts,
    "conversion": journey.conversion,
    "conversion_by_people": conversion_by_people,
    "durations": journey.durations,
    "flapping": flapping,
    "acceptance": sales.acceptance,
    "reasons": sales.reasons,
    "amounts": sales.amounts,
    "standing": journey.standing,
}


@dataclass(frozen=True)
class Dashboard:
    """The sections of a period, beside the one before. `as_of`: the last day that is known."""

    compared: Compared
    as_of: int
    sections: tuple[Section, ...]


def last_known(opened: Opened, agreement: Agreement, now: datetime) -> int:
    """The last day that reports know of: that of the latest run. Raises Unavailable where there is none."""
    with figures(opened, agreement, now) as filled:
        return filled.as_of


def dashboard(
    opened: Opened, agreement: Agreement, one: Period, now: datetime, *, only: str = "", link: Link | None = None
) -> Dashboard:
    """Every report of a definition for a period (or `only` the one of a name), beside the period before.

    Raises Unavailable where no run of the definition is published yet.
    """
    with figures(opened, agreement, now) as filled:
        question = Asked(filled, compared(one, filled.as_of, filled.begins), filled.agreement, link or linking(one))
        wanted = [SECTIONS[only]] if only else SECTIONS.values()
        sections = (_as_recorded(section(question), question.compared) for section in wanted)
        return Dashboard(question.compared, filled.as_of, tuple(sections))


def _as_recorded(section: Section, sides: Compared) -> Section:
    """A section whose sentence says since when there is a record, where that is later than its period begins.

    Opportunities are told by the data, whose record does not begin with ours.
    """
    if sides.unrecorded and section.empty:
        return replace(section, sentence=sentences.nothing_known(sides))
    if section.name == "amounts" or not sides.this.first < sides.begins:
        return section
    return replace(section, sentence=f"{section.sentence} {sentences.begun(sides)}")
