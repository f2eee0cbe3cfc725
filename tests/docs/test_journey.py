"""The tables of docs/explanation/journey.md: the stages, and the days of an account as the step places it."""

from __future__ import annotations

from datetime import date

from mqa.terms.durations import day_number
from mqa.terms.stages import STAGES
from tests.docs.markdown import table
from tests.engines.duck import DuckDB
from tests.engines.steps import rows
from tests.house.files import ROOT
from tests.tables import Rows, Value

PAGE = (ROOT / "docs" / "explanation" / "journey.md").read_text(encoding="utf-8")
LEVELS = {"": 0, "Watch": 1, "Qualified": 2}
RULES = Rows(("level", "stage", "qualified"), ((1, "account of interest", 0), (2, "MQA", 1)))


def test_the_page_names_every_stage_as_the_code_does():
    shown = [(row["stage"], row["decided by"], row["meaning"]) for row in table(PAGE, "stage")]
    assert shown == [tuple(stage) for stage in STAGES]


def test_a_day_of_the_table_is_what_the_step_makes():
    answers: list[tuple[Value, ...]] = []
    outcomes: list[tuple[Value, ...]] = []
    since = evidence_on = asks_after = None
    recycled_by = ""
    for row in table(PAGE, "day"):
        today = day_number(date.fromisoformat(row["day"]))
        for said in row["what happened"].split("; "):
            match said.split():
                case ["sales:", answer]:
                    answers.append((1, len(answers), answer, today, today))
                    if answer == "rejected":
                        asks_after, recycled_by = today, answer
                case ["opportunity", kind]:
                    outcomes.append((1, kind, "one", kind, today, today))
                case ["a", "new", "act"]:
                    evidence_on = today
                case ["it", "enters", level]:
                    since = today
                    asks_after = None if level == "Qualified" else asks_after
        standing = (today, 1, LEVELS[row["level"]], since, evidence_on, None, asks_after, recycled_by)
        columns = ("as_of", "account_id", "level", "since", "evidence_on", "cooling_until", "asks_evidence_after")
        found = rows(
            DuckDB(),
            "qualification/journey.sql",
            today=Rows(("as_of", "known_at"), ((today, today),)),
            scores=Rows(("as_of", "account_id", "state", "known"), ((today, 1, "graded", 1),)),
            levels=RULES,
            standings=Rows((*columns, "recycled_by"), (standing,)),
            dispositions=Rows(("account_id", "disposition_id", "disposition", "day", "known_on"), tuple(answers)),
            outcomes=Rows(("account_id", "outcome_id", "opportunity", "kind", "day", "known_on"), tuple(outcomes)),
        )
        assert found == [(today, 1, row["stage"], row["cause"])], row
