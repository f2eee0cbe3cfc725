"""What tells of a run says how many accounts were judged again since."""

from __future__ import annotations

from mqa.cli.printing import say
from mqa.explain.numbers import counted
from mqa.ledger import served
from mqa.ledger.runs import PublishedRun


def say_judged_again(run: PublishedRun | None) -> None:
    """Says of what was read from the tables of a run who is not in it as they stand now; nothing where nobody is."""
    if run and (again := served.judged_again(run.run_id)):
        say(f"{counted(again, 'account')} judged again since the run told here: see “mqa accounts” and “mqa explain”.")
