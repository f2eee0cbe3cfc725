"""The section on breadth: whether accounts with more engaged people come further."""

from __future__ import annotations

from collections.abc import Iterator

from mqa.answers.figures import horizons
from mqa.answers.sections import Asked, Cell, Section, number
from mqa.answers.sections_journey import ONWARD, SAYS, converted
from mqa.reading import Row
from mqa.reporting import sentences

MANY = 4  # people; more count as so many
NOTHING = {"qualified": 0, "reached": 0, "old_enough": 0, "in_time": 0}


def conversion_by_people(of: Asked) -> Section:
    """How far accounts came, by how many of their people were engaged when they qualified."""
    by = {(row["people"], row["stage"]): row for row in of.rows("conversion_by_people") if row["period"] == "this"}
    limits = horizons(of.agreement)
    groups = sorted({people for people, _ in by}, key=lambda people: -1 if people is None else people)

    def told(stage: str) -> str:
        few, many = (
            [(row["in_time"], row["old_enough"]) for people, row in _of_stage(by, stage) if (people > 2) == broad]
            for broad in (False, True)
        )
        return sentences.by_people(stage, limits[stage], _sum(few), _sum(many))

    headline = next(
        (stage for stage in ("pipeline", "SQA") if any(row["old_enough"] for _, row in _of_stage(by, stage))), "SAA"
    )
    return Section(
        "conversion_by_people",
        told(headline) if by else "No account became qualified, so none could convert.",
        (
            "People are engaged as the definition says, on the day of the run that found the account qualified. "
            "A difference says that breadth goes along with success, not that it brings it about.",
        ),
        ("People engaged", "Accounts", *(f"{SAYS[stage]}, {limits[stage]} days" for stage in ONWARD)),
        tuple(
            (
                Cell(_words(people)),
                number(by[people, "SAA"]["qualified"], of.link("conversion", people=_written(people))),
                *(converted(by[people, stage], of.link, stage, people=_written(people)) for stage in ONWARD),
            )
            for people in groups
        ),
        tuple(
            {
                "people": people,
                "stage": stage,
                "within_days": limits[stage],
                **{key: by[people, stage][key] for key in NOTHING},
            }
            for people in groups
            for stage in ONWARD
        ),
    )


def _of_stage(by: dict[tuple[int | None, str], Row], stage: str) -> Iterator[tuple[int, Row]]:
    """The rows of a stage where it is known how many were engaged."""
    return ((people, row) for (people, name), row in by.items() if name == stage and people is not None)


def _sum(some: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(in_time for in_time, _ in some), sum(of for _, of in some)


def _words(people: int | None) -> str:
    if people is None:
        return "not written down"
    return f"{people} or more" if people == MANY else f"{people}"


def _written(people: int | None) -> str:
    return "-" if people is None else f"{people}"
