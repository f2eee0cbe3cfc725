"""A version of a definition beside the one that runs: what differs, and what is known of who would enter and leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from mqa import agreeing, versions, workspaces
from mqa.comparing.words import Saying, in_one_line, sayings
from mqa.definition.differing import Difference, differences
from mqa.ledger import comparisons, runs
from mqa.ledger.comparisons import Asked
from mqa.ledger.runs import PublishedRun
from mqa.terms.documents import quoted
from mqa.terms.durations import day_words, iso_day
from mqa.terms.problems import MqaError, Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

SAME = "What the file says is what runs: nobody would enter or leave."
State = Literal["nothing", "not asked", "waiting", "under way", "failed", "stale", "done"]


@dataclass(frozen=True)
class Beside:
    """A version beside the one that runs: what it says otherwise, and what is known of who would enter and leave.

    `nothing`: why there is nothing to compare (empty: there is something). `last`: what was asked for last; `done`:
    what was answered last, with its `result`; `stale`: why that does not hold any more (empty: it holds).
    """

    was: str
    now: str
    nothing: str = ""
    differences: tuple[Difference, ...] = ()
    last: Asked | None = None
    done: Asked | None = None
    result: Mapping[str, Any] | None = None
    stale: str = ""

    @property
    def state(self) -> State:
        """What is to be said of it now."""
        if self.nothing:
            return "nothing"
        if self.last and (self.last.is_open or self.last.state == "failed"):
            return "failed" if self.last.state == "failed" else "under way" if self.last.begun_at else "waiting"
        if not self.done:
            return "not asked"
        return "stale" if self.stale else "done"

    @property
    def changes(self) -> list[Saying]:
        """What it says otherwise, a line for each rule."""
        return list(sayings(self.differences))

    @property
    def line(self) -> str:
        """Who would enter and leave, and how much that is for sales, in a line; empty where nobody knows."""
        return in_one_line(self.result) if self.result else ""

    @property
    def may_be_asked(self) -> bool:
        """Whether an answer would be news."""
        return self.state in ("not asked", "failed", "stale")

    def document(self) -> dict[str, Any]:
        """The same for programs; the accounts lie under the address of the comparison."""
        return {
            "was": self.was or None,
            "now": self.now,
            "state": self.state,
            "nothing": self.nothing,
            "stale": self.stale,
            "differences": [asdict(one) for one in self.differences],
            "last": asked_document(self.last) if self.last else None,
            "done": asked_document(self.done) if self.done else None,
            "result": self.result,
        }


def asked_document(asked: Asked) -> dict[str, Any]:
    """One comparison as every program reads it; moments are UTC."""
    moments = {name: getattr(asked, name) for name in ("asked_at", "begun_at", "ended_at")}
    return {
        "comparison": asked.number,
        "definition": asked.definition,
        "was": asked.was,
        "now": asked.now,
        "state": asked.state,
        "by": asked.who,
        "run": asked.run,
        "as_of": iso_day(asked.as_of),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "why": asked.why,
    }


def all_beside(workspace: Opened, agreement: Agreement) -> list[Beside]:
    """What may be compared with the version that runs: what the file says, and what was submitted and is not active.

    Those in which something differs; where nothing does, the file's, which says so.
    """
    at = agreeing.standing(workspace, agreement)
    proposed = at.proposed.version if at.required and at.proposed and at.waits else ""
    found = [beside(workspace, agreement, other_than=(proposed,))]
    if proposed not in ("", agreement.version):
        found.append(_as_proposed(workspace, proposed))
    return [one for one in found if not one.nothing] or found[:1]


def beside(workspace: Opened, now: Agreement, *, other_than: Collection[str] | None = None) -> Beside:
    """A version beside the one that runs.

    `other_than`: where this version was never compared, an earlier one of the file's is told as stale that is none of
    these (None: none is).
    """
    name = now.definition.name
    try:
        was, run = workspaces.agreement_named(workspace, name, "active"), run_beside(name)
    except MqaError as error:
        return Beside("", now.version, nothing=in_sentences(error))
    if was.version == now.version:
        return Beside(was.version, now.version, nothing=SAME)
    last, done = comparisons.latest(now.version), comparisons.latest(now.version, done=True)
    if last is None and other_than is not None:
        done = comparisons.latest_of(name, other_than=(was.version, *other_than))
    return Beside(
        was.version,
        now.version,
        differences=differences(was.definition, now.definition),
        last=last,
        done=done,
        result=comparisons.result(done.number) if done else None,
        stale=_stale(done, was.version, now.version, run) if done else "",
    )


def stale(workspace: Opened, agreement: Agreement, asked: Asked) -> str:
    """Why an answer does not hold any more, whatever the file says now; empty where it holds."""
    try:
        was = workspaces.agreement_named(workspace, agreement.definition.name, "active")
        return _stale(asked, was.version, asked.now, run_beside(asked.definition))
    except MqaError:
        return ""  # nothing runs that it could be compared with


def run_beside(name: str) -> PublishedRun:
    """The run whose day is compared. Raises Refused where there was none yet."""
    run = runs.published(name)
    if run is None:
        what = f"{quoted(name)} was never run: there is no day to compare."
        raise Refused([Problem(Place(""), what, "Run it first: mqa run.")])
    return run


def in_sentences(error: BaseException) -> str:
    """What went wrong, in a line."""
    if isinstance(error, Refused):
        return " ".join(f"{one.what} {one.mend}".strip() for one in error.problems)
    return str(error) if isinstance(error, MqaError) else f"{type(error).__name__}: {error}"


def _as_proposed(workspace: Opened, version: str) -> Beside:
    try:
        return beside(workspace, versions.kept(version))
    except MqaError as error:
        return Beside("", version, nothing=in_sentences(error))


def _stale(done: Asked, was: str, now: str, run: PublishedRun) -> str:
    if done.now != now:
        return f"The file has changed since: this is of version {versions.short(done.now)}."
    if done.was != was:
        return f"Another version runs since: this is beside version {versions.short(done.was)}."
    if done.run != run.run_id:
        return f"Another run was made since, of {day_words(run.as_of)}."
    return ""
