"""What `mqa run` has to say of a run, and of the runs of several definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from mqa import runs
from mqa.answers.data import age_documents
from mqa.answers.listing import Summary
from mqa.cli.handed import left_out_words
from mqa.cli.printing import clean, print_json, print_problems, print_table, problem_rows, say
from mqa.cli.tables import Column, number
from mqa.delivery.following import Followed
from mqa.delivery.handing import HandedOff
from mqa.explain.checks import checks_words
from mqa.explain.numbers import counted
from mqa.ledger.handoffs import by_owner
from mqa.ledger.runs import PublishedRun
from mqa.terms.durations import date_of
from mqa.terms.freshness import state_of
from mqa.terms.problems import Problem
from mqa.terms.rules import Agreement
from mqa.terms.stages import QUALIFIED
from mqa.versions import short

SHOWN = 16  # digits of a SHA-256, where people read it
EACH = (
    Column("definition", least=12),
    *map(number, ("run", "accounts", "qualified", "entered", "left", "handed off")),
    Column("rows"),
)


@dataclass(frozen=True)
class Made:
    """A run that was published, with what it asked for. `draft`: what the file says, `agreement`: what was used."""

    draft: Agreement
    agreement: Agreement
    run: PublishedRun
    finished: runs.Finished
    found: Summary
    entered: Followed
    handed: HandedOff
    code: int = 0

    def document(self) -> dict[str, object]:
        """The run for programs."""
        run, found = self.run, self.found
        days = {"as_of": date_of(run.as_of).isoformat(), "folded_from": date_of(run.fold_from).isoformat()}
        definition = self.agreement.definition.name
        numbers = {"run": run.run_id, "definition": definition, "version": run.version, "draft": self.draft.version}
        tables = {
            "accounts": found.accounts,
            "levels": found.levels,
            "stages": found.stages,
            "rows": self.finished.rows,
        }
        done = {"followed": self.entered, "handed_off": _handed(self.handed)}
        return {**numbers, **days, **_rests_on(run, self.finished), **tables, **done}

    def row(self) -> tuple[object, ...]:
        """The run in a line of a table."""
        levels = self.found.levels
        qualified = sum(row["accounts"] for row in self.found.stages if row["stage"] in QUALIFIED)
        moved = (sum(row["entered"] for row in levels), sum(row["left_it"] for row in levels))
        counts = (self.run.run_id, self.found.accounts, qualified, *moved, len(self.handed.opened))
        return (self.agreement.definition.name, *(f"{count:,}" for count in counts), shown(self.run.content))


@dataclass(frozen=True)
class Failed:
    """A definition by which nothing was published: with which exit code, and why."""

    definition: str
    code: int
    problems: tuple[Problem, ...]

    def document(self) -> dict[str, object]:
        """The same for programs."""
        return {"definition": self.definition, "exit_code": self.code, "problems": problem_rows(self.problems)}


def show_each(each: Sequence[Made | Failed]) -> None:
    """Says in a line for each definition what became of it, then what there is to know besides."""
    made = [one for one in each if isinstance(one, Made)]
    if made:
        print_table(EACH, (one.row() for one in made))
        say()
    for one in made:
        checks = checks_words(one.run.ages, one.run.jumps)
        for sentence in (*checks, *left_out_words(one.handed), *_version_words(one)):
            say(f"{one.agreement.definition.name}: {sentence}")
    for failed in (one for one in each if isinstance(one, Failed)):
        click.echo(f"{clean(failed.definition)}: nothing was published.", err=True)
        print_problems(failed.problems, err=True)
    if made:
        say(f"{counted(len(made), 'run')} of {date_of(made[0].run.as_of)}. Next: mqa accounts --definition NAME")


def show(one: Made, *, as_json: bool) -> None:
    """Says how many accounts stand where on the day, how many came and went, and what was handed off to whom."""
    if as_json:
        print_json(one.document())
        return
    run, found = one.run, one.found
    columns = [Column("level", least=20), number("accounts"), number("entered"), number("left")]
    print_table(columns, ([*(f"{n:,}" if isinstance(n, int) else n for n in row.values())] for row in found.levels))
    say()
    print_table([Column("stage"), number("accounts")], ((row["stage"], f"{row['accounts']:,}") for row in found.stages))
    say()
    said = f"Run {run.run_id}: {counted(found.accounts, 'account')} on {date_of(run.as_of)}"
    say(f"{said}, standings folded from {date_of(run.fold_from)}. Next: mqa accounts")
    say(f"Its rows: {shown(run.content)}{again_words(one.finished)}")
    for sentence in (*checks_words(run.ages, run.jumps), *handed_off_words(one.entered, one.handed)):
        say(sentence)
    for sentence in _version_words(one):
        say(sentence)


def _rests_on(run: PublishedRun, finished: runs.Finished) -> dict[str, object]:
    """What it used beside its day, and what its rows are, so that anybody can make and compare it."""
    made = finished.again
    return {
        "known_at": date_of(run.known_at).isoformat(),
        "last_load": run.seen.last_load if run.seen else None,
        "last_answer": run.seen.last_answer if run.seen else None,
        "went_on_from": run.went_on_from,
        "scores": state_of(run.ages),
        "sources": age_documents(run.ages),
        "jumps": run.jumps,
        "content": finished.content,
        "again": {"run": made.run_id, "content": made.content, "same": finished.same} if made else None,
    }


def again_words(finished: runs.Finished) -> str:
    """Whether the rows are those of the run that it made again, if it did."""
    if (made := finished.again) is None:
        return "."
    if finished.same:
        return f", the same as of run {made.run_id}; --anew counts what was loaded since."
    if finished.same is None:
        return f". Those of run {made.run_id} were hashed in another way, by another version of mqa: it cannot be told."
    return f". Those of run {made.run_id} were {shown(made.content)}: another version of mqa or its stores made them."


def shown(content: str) -> str:
    """The first digits of the hash of rows, as people read it."""
    return content.rpartition(":")[2][:SHOWN]


def handed_off_words(entered: Followed, handed: HandedOff) -> Iterator[str]:
    """What was handed off to whom, amended and withdrawn, in sentences; nothing where nothing was."""
    if handed.opened:
        to = ", ".join(f"{number} to {owner or 'nobody'}" for owner, number in by_owner(handed.opened).items())
        yield f"Handed off {counted(len(handed.opened), 'account')}: {to}. Next: mqa handoffs"
    changed = [("amended", len(entered.amended) + len(handed.amended)), ("withdrawn", len(entered.withdrawn))]
    if said := [f"{counted(number, 'handoff')} {what}" for what, number in changed if number]:
        yield f"{', '.join(said)}: their owners are told."
    yield from left_out_words(handed)


def _handed(handed: HandedOff) -> dict[str, object]:
    same = {"opened": handed.opened, "amended": handed.amended, "left_out": handed.left_out}
    return {**same, "owners": by_owner(handed.opened)}


def _version_words(one: Made) -> Iterator[str]:
    """That another version was used than the file's, where one was."""
    used, file = one.agreement.version, one.draft.version
    if used != file:
        yield f"It used version {short(used)}, the active one; the file says {short(file)}."
        yield "Next: mqa definition history"
