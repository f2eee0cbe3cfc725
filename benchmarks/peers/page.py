"""What was measured, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.tables import PARTS, machine
from benchmarks.variants import Took
from benchmarks.world import Size

HEAD = "| | seconds | processor seconds | times ours | times ours, processor | peak MB | parts (seconds) |"


@dataclass(frozen=True)
class Measured:
    """One world: what each contestant took in each turn, and what became of those that were lost."""

    size: Size
    turns: Sequence[Mapping[str, Took]]
    lost: Mapping[str, str] = field(default_factory=dict)

    def survivors(self, patience: float) -> list[str]:
        """Who was never lost, and took at most so many times as long as ours in the first turn."""
        first, most = self.turns[0], patience * self.turns[0]["ours"].total()
        return [name for name in first if name not in self.lost and first[name].total() <= most]


def table(measured: Measured) -> str:
    """One world's table: medians over the turns, ratios within each turn."""
    size, first = measured.size, measured.turns[0]["ours"]
    return "\n".join(
        [
            f"### {size.acts:,} acts",
            "",
            f"{size.accounts:,} accounts, {size.people:,} people, {first.activity_days:,} activity days, "
            f"{first.shards} shards of ours, {len(measured.turns)} turns.",
            "",
            HEAD,
            "|---|--:|--:|--:|--:|--:|---|",
            *(_row(name, measured.turns) for name in measured.turns[0] if name not in measured.lost),
            *(f"| {name} | {why} | | | | | |" for name, why in measured.lost.items()),
            "",
        ]
    )


def page(tables: Sequence[str], peers: Mapping[str, str], arguments: Sequence[str]) -> str:
    """The page that is kept."""
    said = " ".join(word.rsplit("/", 1)[-1] if word.startswith("/") else word for word in arguments)
    versions = ", ".join(f"{peer} {version}" for peer, version in peers.items())
    return "\n".join(
        [
            "# The same job in Polars, pandas and Spark",
            "",
            "What they do, and how to read this: [README.md](README.md#the-same-job-in-polars-pandas-and-spark).",
            f"Measured on {machine()}, {versions}, with `python -m benchmarks.peers {said}`.",
            "",
            *tables,
        ]
    )


def _row(name: str, all_turns: Sequence[Mapping[str, Took]]) -> str:
    turns = [turn for turn in all_turns if name in turn]

    def typical(number: Callable[[Mapping[str, Took]], float]) -> float:
        return median(number(turn) for turn in turns)

    parts = [
        f"{part} {typical(lambda turn, part=part: turn[name].seconds[part]):.1f}"  # type: ignore[misc]
        for part in PARTS
        if part in turns[0][name].seconds
    ]
    cells = [
        name if len(turns) == len(all_turns) else f"{name} ({len(turns)} turn)",
        f"{typical(lambda turn: turn[name].total()):.1f}",
        f"{typical(lambda turn: turn[name].work()):.1f}",
        f"{typical(lambda turn: turn[name].total() / turn['ours'].total()):.2f}",
        f"{typical(lambda turn: turn[name].work() / turn['ours'].work()):.2f}",
        f"{typical(lambda turn: turn[name].peak_mb):.0f}",
        ", ".join(parts),
    ]
    return f"| {' | '.join(cells)} |"
