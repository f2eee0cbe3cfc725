"""The section on flapping: how many changes of level were taken back soon after."""

from __future__ import annotations

from collections.abc import Iterable

from mqa.answers.figures import horizons
from mqa.answers.sections import Asked, Cell, Section, number
from mqa.reading import Row
from mqa.reporting import sentences

NO_LEVEL = "no level"


def flapping(of: Asked) -> Section:
    """How many changes of level by scores were taken back within a month, of those old enough to say."""
    found, within = of.rows("flapping"), horizons(of.agreement)["level"]
    order = {name: nth for nth, name in enumerate(["", *(one.name for one in of.agreement.definition.levels)])}
    this = sorted(
        (row for row in found if row["period"] == "this"),
        key=lambda row: (-order.get(row["name"], -1), -order.get(row["came_from"], -1), row["name"], row["came_from"]),
    )
    sums = [_sums(row for row in found if row["period"] == period) for period in ("this", "last")]
    return Section(
        "flapping",
        sentences.flapping(of.compared, *sums, within=within),
        (
            f"A change counts as taken back where the next one led back to where it was, within {within} days. "
            "What sales answered is no flapping. Who changed more recently is too young to say, and in no share.",
        ),
        ("From", "To", "Changes", "Old enough to say", "Taken back", "Share"),
        tuple(
            (
                Cell(row["came_from"] or NO_LEVEL),
                Cell(row["name"] or NO_LEVEL),
                number(row["changes"], of.link("flapping", **_levels(row))),
                Cell(f"{row['old_enough']:,}"),
                number(row["undone"], of.link("flapping", undone="yes", **_levels(row))),
                Cell(sentences.percent(row["undone"], row["old_enough"]) or "–"),
            )
            for row in this
        ),
        tuple({key: row[key] for key in ("came_from", "name", *COUNTS)} for row in this),
        texts=2,
    )


COUNTS = ("changes", "old_enough", "undone", "accounts")


def _sums(found: Iterable[Row]) -> tuple[int, int]:
    """How many changes were taken back, of how many."""
    some = list(found)
    return sum(row["undone"] for row in some), sum(row["old_enough"] for row in some)


def _levels(row: Row) -> dict[str, object]:
    """The two levels of a change as an address names them."""
    return {"came_from": row["came_from"] or "-", "name": row["name"] or "-"}
