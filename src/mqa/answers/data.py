"""The state of the data: each source with its age and what became of its rows, runs, deliveries, what was rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum

from mqa.answers.reading import open_files
from mqa.delivery.handing import LEFT_OUT
from mqa.ledger import audit, corrections, handoffs, runs, segments, stored_answers
from mqa.ledger.leases import WRITER
from mqa.ledger.models import File, Lease, Load, LoadCount, Message
from mqa.ledger.runs import PublishedRun, RunLine
from mqa.reading import rows
from mqa.sources.agreed import Source
from mqa.terms.durations import date_of, iso_day
from mqa.terms.freshness import Expected, SourceAge, ages
from mqa.workspaces import Opened

FATES = ("read", "loaded", "duplicates", "skipped", "rejected")
NOBODYS = "without account"  # how the counts of such rows begin, before the rule that says so
MEMORY = "500MB"
MOST_MESSAGES = 20
MOST_LEFT_OUT = 100


@dataclass(frozen=True)
class SourceState:
    """One source. `counts`: rows by what became of them, of a file that was read again because nobody knew the account
    of some rows by what became of those last; `nobodys`: kept, but of no account, by the rule that says so.

    `named`: whether the workspace still names it. `table` is what it fills, empty where it is no longer named.
    `age`: how old it is today, by what the workspace expects.
    """

    source: str
    table: str
    named: bool
    loads: int
    last_loaded_at: datetime | None
    counts: Mapping[str, int]
    nobodys: Mapping[str, int]
    age: SourceAge

    @property
    def of_nobody(self) -> int:
        """Rows that are kept but belong to no account."""
        return sum(self.nobodys.values())

    @property
    def matched_percent(self) -> int | None:
        """Of the rows that became ours, how many in a hundred belong to an account, cut; None where there are none."""
        loaded = self.counts.get("loaded", 0)
        return 100 * (loaded - self.of_nobody) // loaded if loaded else None

    def document(self) -> dict[str, Any]:
        """The source as every program reads it."""
        return {
            "source": self.source,
            "table": self.table,
            "loads": self.loads,
            "last_loaded_at": self.last_loaded_at.isoformat() if self.last_loaded_at else None,
            **age_document(self.age),
            **self.counts,
            "of_nobody": self.of_nobody,
            "matched_percent": self.matched_percent,
        }


@dataclass(frozen=True)
class ChannelState:
    """One channel of deliveries: how many messages wait, were sent and are dead, and the last one that was sent."""

    channel: str
    waiting: int
    sent: int
    dead: int
    last_sent_at: datetime | None


@dataclass(frozen=True)
class DeadMessage:
    """A message that came to nothing, and why."""

    key: str
    channel: str
    event: str
    entered_at: datetime
    attempts: int
    last_error: str


@dataclass(frozen=True)
class DataState:
    """Everything together. `at_work`: since when somebody loads or runs (None: nobody does), `writer`: and who."""

    sources: tuple[SourceState, ...]
    runs: tuple[RunLine, ...]
    channels: tuple[ChannelState, ...]
    dead: tuple[DeadMessage, ...]
    stored_bytes: int
    stored_files: int
    at_work: datetime | None
    writer: str = ""

    def total(self, fate: str) -> int:
        """Rows of one fate, over all sources."""
        return sum(source.counts.get(fate, 0) for source in self.sources)

    @property
    def matched_percent(self) -> int | None:
        """The match rate over all sources."""
        loaded = self.total("loaded")
        nobodys = sum(source.of_nobody for source in self.sources)
        return 100 * (loaded - nobodys) // loaded if loaded else None


def data_state(
    sources: Sequence[Source], channels: Sequence[str], *, most_runs: int, now: datetime, today: int
) -> DataState:
    """The state of the open ledger. `sources`: those of the workspace in their order; `today`: the day number."""
    in_use = File.objects.filter(retired_at=None).aggregate(bytes=Sum("bytes"), files=Count("id"))
    lease = Lease.objects.filter(name=WRITER, expires_at__gt=now).exclude(process=0).first()
    return DataState(
        sources=tuple(_sources(sources, today)),
        runs=tuple(runs.runs(most=most_runs)[0]),
        channels=tuple(_channels(channels)),
        dead=tuple(
            DeadMessage(one.key, one.channel, one.event, one.entered_at, one.attempts, one.last_error)
            for one in Message.objects.exclude(dead_at=None).order_by("-id")[:MOST_MESSAGES]
        ),
        stored_bytes=int(in_use["bytes"] or 0),
        stored_files=int(in_use["files"]),
        at_work=lease.acquired_at if lease else None,
        writer=f"process {lease.process} on {lease.host}" if lease else "",
    )


def ages_on(opened: Opened, run: PublishedRun | None, as_of: int, known_at: int) -> tuple[SourceAge, ...]:
    """How old each source was on a day: as its run found, or (None: there is none) by all that is loaded now."""
    return run.ages if run else ages(opened.agreed.contract.expected, segments.last_told(known_at), as_of)


def age_document(age: SourceAge) -> dict[str, Any]:
    """How old a source is, as every program reads it."""
    told = {"source": age.source, "told_on": iso_day(age.told_on), "age_days": age.age}
    return {**told, "within_days": age.within, "makes_scores": age.state}


def age_documents(ages: Sequence[SourceAge]) -> list[dict[str, Any]]:
    """The same of all sources of a run."""
    return [age_document(one) for one in ages]


def run_document(run: RunLine) -> dict[str, Any]:
    """A run as every program reads it, wherever it asks."""
    same = ("definition", "version", "kind", "state")
    days = {name: date_of(getattr(run, name)).isoformat() for name in ("as_of", "known_at")}
    times = {name: getattr(run, name) for name in ("begun_at", "published_at", "ended_at")}
    return {
        "run": run.run_id,
        **{name: getattr(run, name) for name in same},
        **days,
        **{name: at.isoformat() if at else None for name, at in times.items()},
        "seconds": run.seconds,
        "scores": run.scores,
        "why": run.why,
        "content": run.content,
    }


def left_out(definitions: Sequence[str]) -> list[dict[str, Any]]:
    """The accounts that the latest runs ask to hand off and that could not be, each with the reason."""
    found = []
    for name in definitions:
        if run := handoffs.followed_run(name):
            handed = set(handoffs.in_state(name).filter(run=run.run_id).values_list("domain", flat=True))
            told = audit.latest_of(LEFT_OUT, MOST_LEFT_OUT, run=run.run_id)
            found += [
                {"domain": one.about, "definition": name, "run": run.run_id, "why": (one.after or {}).get("why")}
                for one in told
                if one.about not in handed
            ]
    return found


def rejects(folder: Path, *, first: int, most: int) -> tuple[list[dict[str, Any]], int]:
    """Why rows were rejected: each reason of each source with how often, an example and the mend; and how many there
    are. The most frequent first, from place `first` (0 is the first).
    """
    files = segments.live("rejects")
    if not files:
        return [], 0
    query = """
        select
            source, column_name, reason, mend, count(*) as times, max(known_on) as last_on,
            arg_min(file, row(file, line)) as file, arg_min(line, row(file, line)) as line,
            arg_min(value, row(file, line)) as value, count(*) over () as of
        from rejects
        group by source, column_name, reason, mend
        order by times desc, source, column_name, reason
        limit $most offset $first
    """
    with open_files(folder, "rejects", files, memory_limit=MEMORY) as connection:
        found = rows(connection, query, {"first": first, "most": most})
    in_all = int(found[0]["of"]) if found else 0
    return [{key: value for key, value in row.items() if key != "of"} for row in found], in_all


def _sources(agreed: Sequence[Source], today: int) -> list[SourceState]:
    named = {source.name: source.table for source in agreed}
    expected = {source.name: source.freshness for source in agreed}
    listed = Load.objects.exclude(source=corrections.SOURCE)
    loads = {
        row["source"]: (row["times"], row["last"])
        for row in listed.values("source").annotate(times=Count("id"), last=Max("loaded_at"))
    }
    counts: dict[str, dict[str, int]] = {}
    for row in LoadCount.objects.values("load__source", "what").annotate(sum=Sum("rows")):
        counts.setdefault(row["load__source"], {})[row["what"]] = int(row["sum"])
    for source, rejected in _read_again().items():
        counts[source]["read"] -= rejected
        counts[source]["rejected"] -= rejected
    all_of = dict.fromkeys([*named, *sorted(loads)])
    expected = {source: expected.get(source, Expected()) for source in all_of}
    old = {age.source: age for age in ages(expected, segments.last_told(today), today)}
    states = []
    for source in all_of:
        times, last = loads.get(source, (0, None))
        of_source = counts.get(source, {})
        fates = {fate: of_source.get(fate, 0) for fate in FATES}
        nobodys = {_rule(what): count for what, count in of_source.items() if what.startswith(NOBODYS) and count}
        table = "dispositions" if source == stored_answers.SOURCE else named.get(source, "")
        states.append(SourceState(source, table, bool(table), times, last, fates, nobodys, old[source]))
    return states


def _read_again() -> dict[str, int]:
    """Rows that were rejected, and read again with the file that they stand in: they count as they were read last."""
    same = Load.objects.filter(source=OuterRef("load__source"), content_hash=OuterRef("load__content_hash"))
    replaced = LoadCount.objects.filter(what="rejected", rows__gt=0).exclude(
        load_id=Subquery(same.order_by("-id").values("id")[:1])
    )
    return {row["load__source"]: int(row["sum"]) for row in replaced.values("load__source").annotate(sum=Sum("rows"))}


def _rule(what: str) -> str:
    """The rule by which a row is nobody's."""
    return what.removeprefix(NOBODYS).strip(" :") or "unknown"


def _channels(named: Sequence[str]) -> list[ChannelState]:
    found = {
        row["channel"]: row
        for row in Message.objects.values("channel").annotate(
            waiting=Count("id", filter=Q(sent_at=None, dead_at=None)),
            sent=Count("id", filter=~Q(sent_at=None)),
            dead=Count("id", filter=~Q(dead_at=None)),
            last=Max("sent_at"),
        )
    }
    nothing = {"waiting": 0, "sent": 0, "dead": 0, "last": None}
    states = []
    for channel in dict.fromkeys([*named, *sorted(found)]):
        row = found.get(channel, nothing)
        states.append(ChannelState(channel, row["waiting"], row["sent"], row["dead"], row["last"]))
    return states
