"""What was measured of matching names, as a section of Markdown, and which promises it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from benchmarks import name_sets
from benchmarks.name_finding import found, joined
from benchmarks.name_judging import (
    Answers,
    Judged,
    best,
    from_confidence,
    lookup_curve,
    most_recall,
    pair_curve,
    pairwise,
    reliability,
    spread,
)
from benchmarks.name_sets import Directory, Lookup
from benchmarks.name_simple import by_forms, by_jaro_winkler, clusters_by_forms, pairs_by_jaro_winkler
from mqa.identity.clustering import JOINED
from mqa.identity.matching import OUTCOMES, SURE
from mqa.identity.name_arrays import Numbers

F1, RECALL, SECONDS = 0.82, 0.58, 10  # listed companies: best F1, recall at 95 % precision, seconds on 2 cores
PRECISION, PAIRS = 0.97, 0.30  # patent assignees: share of the pairs that are right, and of the pairs there are
LOOKUP_HEAD = (
    "| way | best F1 | precision there | recall there | recall at 95 % precision |",
    "|---|--:|--:|--:|--:|",
)
PAIR_HEAD = ("| list | names | companies | way | precision | recall |", "|---|--:|--:|---|--:|--:|")
OPENING = """## Names of companies

Every list was cut in two halves without a common company. Coefficients (`mqa.identity.matching`), tables of words and
limits were made with the first halves in view; **all figures here are of the second halves**, whose names were not
looked at. Coefficients are fitted on listed companies, OpenStack and CNCF, not on patent assignees.

The second halves were measured four times: before a feature was added (`own_words`; best F1 .906 then), after it, after
the limit from which names of one list are joined had been raised because of what the patent assignees showed, and now,
when rarities of words had become fixed, names of public bodies are read (`represented by`), and that limit was set anew
by the first halves alone. The two simple ways are not fitted, but for Jaro-Winkler the best limit is chosen afterwards,
in its favour.
"""


def section(folder: Path) -> tuple[str, list[str]]:
    """What was measured, as Markdown, and a line for each promise that is broken."""
    lookup = name_sets.listed(folder)
    table, seconds, processor = _timed(lookup)
    ours = answers(table, len(lookup.wanted))
    asked = np.flatnonzero(lookup.held_out)
    judged = lookup_curve(ours, lookup.truth, asked)
    patents = name_sets.patents(folder)
    halves = [of(folder).half(held_out=True) for of in (name_sets.patents, name_sets.openstack, name_sets.cncf)]
    directories = [*halves, Directory(f"{patents.name}, both halves", patents.names, patents.companies)]
    clusters = {
        (directory.name, sure): pairwise(joined(directory.names, sure), directory.companies)
        for directory in directories
        for sure in (SURE, JOINED)
    }
    lines = [
        OPENING,
        *_listed(lookup, asked, ours, judged),
        f"Matching all {len(lookup.wanted):,} names with {len(lookup.known):,} took {seconds:.1f} s on the clock and\n"
        f"{processor:.1f} processor seconds, normalising all of them included.\n",
        *_decided(table, lookup, asked),
        *_reliable(ours, lookup, asked),
        *_directories(directories, clusters),
        *_domains(folder),
    ]
    of_patents = clusters[patents.name, JOINED]
    broken = [
        f"{what} is {value:.3f}, promised {sign} {promised}"
        for what, value, sign, promised in (
            ("best F1", best(judged).f1, ">=", F1),
            ("recall at 95 % precision", most_recall(judged, 0.95), ">=", RECALL),
            ("processor seconds for listed companies", processor, "<", SECONDS),
            ("precision of patent assignees", of_patents.precision, ">=", PRECISION),
            ("recall of patent assignees", of_patents.recall, ">=", PAIRS),
        )
        if (value < promised) == (sign == ">=")
    ]
    return "\n".join(lines), broken


def _timed(lookup: Lookup) -> tuple[pa.Table, float, float]:
    began, worked = perf_counter(), process_time()
    table = pa.concat_tables(found(lookup.wanted, lookup.known))
    return table, perf_counter() - began, process_time() - worked


def answers(table: pa.Table, many: int) -> Answers:
    known = table["known_id"].fill_null(-1).to_numpy()
    assert (table["wanted_id"].to_numpy() == np.arange(many)).all()
    return Answers(known, table["confidence"].to_numpy() / 1_000_000)


def _listed(lookup: Lookup, asked: Numbers, ours: Answers, judged: Sequence[Judged]) -> Iterator[str]:
    findable = sum(bool(lookup.truth[at]) for at in asked.tolist())
    low, high = spread(ours, lookup.truth, asked)
    yield "### Listed companies, as banks write them\n"
    yield (
        f"{len(asked):,} names (cut off, abbreviated, with the kind of share behind), {findable:,} of which are among\n"
        f"{len(lookup.known):,} companies; the others are not, though their likes may be. A published supervised\n"
        "matcher reaches an F1 of .821 and a recall of .58 at 95 % precision on the names of this list.\n"
    )
    yield from LOOKUP_HEAD
    for way, curve in (
        ("raw names, Jaro-Winkler", lookup_curve(by_jaro_winkler(lookup), lookup.truth, asked)),
        ("the same words, legal form aside", lookup_curve(by_forms(lookup), lookup.truth, asked)),
        ("**ours**", judged),
    ):
        at = best(curve)
        yield f"| {way} | {at.f1:.3f} | {at.precision:.3f} | {at.recall:.3f} | {most_recall(curve, 0.95):.3f} |"
    yield ""
    at = best(judged)
    yield (
        f"Nine of ten samples of these names give a best F1 between {low:.3f} and {high:.3f}. It is reached at a\n"
        f"confidence of {at.confidence:.2f}.\n"
    )


def _decided(table: pa.Table, lookup: Lookup, asked: Numbers) -> Iterator[str]:
    rows = table.take(asked).to_pylist()
    yield f"What is decided (a match from a confidence of {SURE} on, and no rival near):\n"
    yield "| outcome | names | the first is right | the first or its rival is right | nobody is right |"
    yield "|---|--:|--:|--:|--:|"
    for outcome in OUTCOMES:
        of = [(row, lookup.truth[row["wanted_id"]]) for row in rows if row["outcome"] == outcome]
        first = sum(row["known_id"] in truth for row, truth in of)
        either = sum(row["known_id"] in truth or row["rival_id"] in truth for row, truth in of)
        yield f"| {outcome} | {len(of)} | {first} | {either} | {sum(not truth for _, truth in of)} |"
    yield ""


def _reliable(ours: Answers, lookup: Lookup, asked: Numbers) -> Iterator[str]:
    yield "How sure it says to be, and how often it is right:\n"
    yield "| mean confidence | right | names |"
    yield "|--:|--:|--:|"
    for said, right, many in reliability(ours, lookup.truth, asked):
        yield f"| {said:.2f} | {right:.2f} | {many} |"
    yield ""


def _directories(directories: Sequence[Directory], clusters: dict[tuple[str, float], Judged]) -> Iterator[str]:
    yield "### Names of one list, which of them are one company\n"
    yield (
        "Pairs of distinct names: how many of those in one cluster are of one company (precision), and how many of\n"
        "all pairs of one company are in one cluster (recall). Lists differ in what they call one company: patent\n"
        "assignees keep agencies of one state apart; OpenStack puts subsidiaries and bought companies under one roof,\n"
        "which no name tells.\n"
    )
    yield from PAIR_HEAD
    for directory in directories:
        simple = pairwise(clusters_by_forms(directory.names), directory.companies)
        letters = pair_curve(pairs_by_jaro_winkler(directory.names), directory.companies)
        at = max((at for at in letters if at.precision >= PRECISION), key=lambda at: at.recall, default=Judged(1, 1, 0))
        for way, judged in (
            (f"raw names, Jaro-Winkler, best recall at {PRECISION:.0%} precision", at),
            ("the same words, legal form aside", simple),
            (f"**ours**, joined from {JOINED} on", clusters[directory.name, JOINED]),
            (f"ours, if joined from {SURE} on", clusters[directory.name, SURE]),
        ):
            yield (
                f"| {directory.name} | {len(directory.names):,} | {len(set(directory.companies)):,} | {way} | "
                f"{judged.precision:.3f} | {judged.recall:.3f} |"
            )
    yield ""


def _domains(folder: Path) -> Iterator[str]:
    lookup = name_sets.domains(folder)
    asked = np.flatnonzero(lookup.held_out)
    ours = answers(_timed(lookup)[0], len(lookup.wanted))
    yield "### CNCF's names of companies, among OpenStack's\n"
    yield (
        f"{len(asked):,} names, among {len(lookup.known):,}; right is who has the same domain in both lists, so that\n"
        "bought companies and second brands count as not found.\n"
    )
    yield from LOOKUP_HEAD
    for way, given in (
        ("raw names, Jaro-Winkler", by_jaro_winkler(lookup)),
        ("the same words, legal form aside", by_forms(lookup)),
        ("**ours**", ours),
    ):
        curve = lookup_curve(given, lookup.truth, asked)
        at = best(curve)
        yield f"| {way} | {at.f1:.3f} | {at.precision:.3f} | {at.recall:.3f} | {most_recall(curve, 0.95):.3f} |"
    taken = from_confidence(lookup_curve(ours, lookup.truth, asked), SURE)
    yield f"\nFrom a confidence of {SURE} on: precision {taken.precision:.3f}, recall {taken.recall:.3f}.\n"
