"""The sections on the journey: who qualified, how far they came, where they stand, how long it took."""

from __future__ import annotations

from mqa.answers.figures import horizons
from mqa.answers.sections import WHOLE, Asked, Cell, Link, Section, bucket_rows, iso, number
from mqa.reading import Row
from mqa.reporting import sentences
from mqa.reporting.periods import Bucket, months, weeks_or_months
from mqa.reporting.survival import Lasting, lasting
from mqa.terms.durations import day_words
from mqa.terms.stages import NAMES

ONWARD = ("SAA", "SQA", "pipeline", "won")
TIMED = ("MQA", "PQA", "SAA", "SQA", "pipeline")
SAYS = {"SAA": "Accepted by sales", "SQA": "Willing to talk", "pipeline": "Opportunity", "won": "Won"}


def volume(of: Asked) -> Section:
    """How many accounts became qualified, by week or month, for the first time or again."""
    cut = weeks_or_months(of.compared.this)
    both = [*bucket_rows("this", cut), ("last", WHOLE, of.compared.last.first, of.compared.last.last)]
    found = of.rows("volume", both)
    counts = {(row["period"], row["bucket"], row["again"]): row["qualified"] for row in found}
    cut = of.on_record(cut, {bucket for period, bucket, _ in counts if period == "this"})
    first, again = ([counts.get(("this", one.number, nth), 0) for one in cut] for nth in (0, 1))
    last = sum(counts.get(("last", WHOLE, nth), 0) for nth in (0, 1))
    weekly = "Week of" if cut and cut[0].label[:1].isdigit() else "Month"
    rows = [
        {"from": iso(one.first), "to": iso(one.last), "first_time": a, "again": b, "qualified": a + b}
        for one, a, b in zip(cut, first, again, strict=True)
    ]
    links = [[of.link("volume", bucket=one.number, again=nth) for one in cut] for nth in (0, 1)]
    return Section(
        "volume",
        sentences.volume(of.compared, sum(first) + sum(again), last, sum(again)),
        ("An account counts each time it becomes MQA or PQA.",),
        (weekly, "For the first time", "Again", "Qualified"),
        tuple(
            (
                Cell(one.label),
                number(a, links[0][nth]),
                number(b, links[1][nth]),
                number(a + b, of.link("volume", bucket=one.number)),
            )
            for nth, (one, a, b) in enumerate(zip(cut, first, again, strict=True))
        ),
        tuple(rows),
        (
            {
                "kind": "bars",
                "labels": [one.label for one in cut],
                "series": [
                    {"name": "For the first time", "tone": "accent", "values": first, "links": links[0]},
                    {"name": "Again", "tone": "soft", "values": again, "links": links[1]},
                ],
            },
        ),
    )


def conversion(of: Asked) -> Section:
    """How many of those that qualified came to each later stage, by month, of those old enough to say."""
    whole = Bucket(WHOLE, of.compared.this.first, of.compared.this.last, "All")
    cut = [whole, *months(of.compared.this)]
    last = ("last", WHOLE, of.compared.last.first, of.compared.last.last)
    found = of.rows("conversion", [*bucket_rows("this", cut), last])
    by = {(row["period"], row["bucket"], row["stage"]): row for row in found}
    cut = [whole, *of.on_record(cut[1:], {bucket for period, bucket, _ in by if period == "this"})]
    limits = horizons(of.agreement)

    def at(bucket: int, stage: str, period: str = "this") -> Row:
        nothing = {"qualified": 0, "reached": 0, "old_enough": 0, "in_time": 0}
        return by.get((period, bucket, stage), nothing)

    def told(stage: str) -> str:
        this, before = at(WHOLE, stage), at(WHOLE, stage, "last")
        pairs = [(row["in_time"], row["old_enough"]) for row in (this, before)]
        return sentences.conversion(of.compared, stage, limits[stage], pairs[0], pairs[1])

    in_all = at(WHOLE, "SAA")["qualified"]
    headline = next((stage for stage in ("pipeline", "SQA") if at(WHOLE, stage)["old_enough"]), "SAA")
    cells = [
        (
            Cell(one.label if one.number else "All"),
            number(at(one.number, "SAA")["qualified"], of.link("volume", **_within(one))),
            *(converted(at(one.number, stage), of.link, stage, **_within(one)) for stage in ONWARD),
        )
        for one in (*cut[1:], cut[0])
    ]
    rows = [
        {"from": iso(one.first), "to": iso(one.last), "stage": stage, "within_days": limits[stage], **_plain(row)}
        for one in (*cut[1:], cut[0])
        for stage in ONWARD
        for row in [at(one.number, stage)]
    ]
    wholes = [at(WHOLE, stage) for stage in ONWARD]
    outcomes: tuple[tuple[str, str, str, list[int]], ...] = (
        ("in time", "Came so far in time", "accent", [row["in_time"] for row in wholes]),
        ("not in time", "Did not in time", "muted", [row["old_enough"] - row["in_time"] for row in wholes]),
        ("too young", "Too young to say", "faint", [row["qualified"] - row["old_enough"] for row in wholes]),
    )
    return Section(
        "conversion",
        told(headline) if in_all else "No account became qualified, so none could convert.",
        (
            *(told(stage) for stage in ONWARD[:3] if in_all and stage != headline),
            "Who qualified more recently than that is too young to say, converted or not, and in no share.",
        ),
        ("Qualified in", "Accounts", *(f"{SAYS[stage]}, {limits[stage]} days" for stage in ONWARD)),
        tuple(cells),
        tuple(rows),
        (
            {
                "kind": "rows",
                "labels": [SAYS[stage] for stage in ONWARD],
                "series": [
                    {
                        "name": name,
                        "tone": tone,
                        "values": values,
                        "links": [of.link("conversion", stage=stage, came=key) for stage in ONWARD],
                    }
                    for key, name, tone, values in outcomes
                ],
            },
        ),
    )


def whereabouts(of: Asked) -> Section:
    """Where the accounts that qualified in the period stand on the last day that is known."""
    found = of.rows("whereabouts")
    this, last = (
        {row["stands"]: row["qualified"] for row in found if row["period"] == name} for name in ("this", "last")
    )
    stages = [stage for stage in NAMES if this.get(stage) or last.get(stage)]
    in_all, before = sum(this.values()), sum(last.values())
    links = [of.link("whereabouts", stands=stage) for stage in stages]
    return Section(
        "whereabouts",
        sentences.whereabouts(in_all, this),
        (f"Where they stand on {day_words(of.filled.as_of)}, however long ago they qualified.",),
        ("Stands at", "Accounts", "Share", *of.beside(f"Of {of.compared.last.short}")),
        tuple(
            (
                Cell(stage),
                number(this.get(stage, 0), link),
                Cell(sentences.percent(this.get(stage, 0), in_all) or "–"),
                *of.beside(Cell(sentences.share(last.get(stage, 0), before) if before else "–")),
            )
            for stage, link in zip(stages, links, strict=True)
        ),
        tuple(
            {
                "stage": stage,
                "accounts": this.get(stage, 0),
                "of_last": last.get(stage, 0) if of.compared.fair else None,
            }
            for stage in stages
        ),
        (
            {
                "kind": "rows",
                "labels": stages,
                "series": [
                    {
                        "name": "Accounts",
                        "tone": "accent",
                        "values": [this.get(stage, 0) for stage in stages],
                        "links": links,
                    }
                ],
            },
        ),
    )


def durations(of: Asked) -> Section:
    """How many days stages took, as medians and quarters that count those still there fairly."""
    found = of.rows("durations")
    stages = [stage for stage in TIMED if any(row["stage"] == stage for row in found)]

    def how_long(stage: str, period: str) -> Lasting:
        ours = [row for row in found if (row["stage"], row["period"]) == (stage, period)]
        return lasting((row["days"], row["went"], row["still_there"]) for row in ours)

    this = {stage: how_long(stage, "this") for stage in stages}
    last = {stage: how_long(stage, "last") for stage in stages}
    told = [sentences.duration(of.compared, stage, this[stage], last[stage]) for stage in stages]
    links = [of.link("durations", stage=stage) for stage in stages]
    return Section(
        "durations",
        told[0] if told else "No account came to a stage from MQA on.",
        (
            *told[1:],
            "Counted from the day an account came to a stage, by those that came in the period. Who is still there "
            "counts as there for as long as it is known, and is no proof of being slow or quick.",
        ),
        (
            "Stage",
            "Accounts came",
            "Still there",
            "A quarter left by",
            "Half left by",
            "Three quarters left by",
            *of.beside(f"Half left by, {of.compared.last.short}"),
        ),
        tuple(
            (
                Cell(stage),
                number(one.stays, links[nth]),
                number(one.still_there, of.link("durations", stage=stage, still="yes")),
                *(Cell(_days(days)) for days in (one.quarter, one.median, one.three_quarters)),
                *of.beside(Cell(_days(last[stage].median) if last[stage].stays else "–")),
            )
            for nth, (stage, one) in enumerate(this.items())
        ),
        tuple(
            {
                "stage": stage,
                "accounts": one.stays,
                "still_there": one.still_there,
                "quarter_days": one.quarter,
                "median_days": one.median,
                "three_quarters_days": one.three_quarters,
                "seen_for_days": one.seen_for,
                "median_days_before": last[stage].median if of.compared.fair else None,
            }
            for stage, one in this.items()
        ),
        (
            {
                "kind": "ranges",
                "unit": "days",
                "labels": stages,
                "low": [one.quarter for one in this.values()],
                "middle": [one.median for one in this.values()],
                "high": [one.three_quarters for one in this.values()],
                "seen": [one.seen_for for one in this.values()],
                "before": [last[stage].median for stage in stages] if of.compared.fair else [],
                "beside": of.compared.last.short,
                "links": links,
            },
        ),
    )


def standing(of: Asked) -> Section:
    """How many accounts stood at each level at the end of the period."""
    found = of.rows("standing")
    counts = {(row["period"], row["kind"], row["name"]): row["accounts"] for row in found}
    ordered = [level.name for level in reversed(of.agreement.definition.levels)]
    former = sorted({row["name"] for row in found if row["kind"] == "level"} - set(ordered))
    levels = [*ordered, *former]
    this, last = ([counts.get((period, "level", name), 0) for name in levels] for period in ("this", "last"))
    links = [of.link("standing", kind="level", name=name) for name in levels]
    end, before_end = (min(one.last, of.filled.as_of) for one in (of.compared.this, of.compared.last))
    on, before_on = day_words(end), day_words(before_end)
    known = before_end >= of.compared.begins
    beside = f"; on {before_on}, {sum(last):,}" if known else ""
    apart = f"{before_on} lies as far into {of.compared.last.whole.short} as {on} into {of.compared.this.short}."
    return Section(
        "standing",
        f"On {on}, {sum(this):,} accounts stood at a level{beside}.",
        ("A snapshot, with no account in it twice.", *([apart] if known and of.compared.partly else [])),
        ("Level", on, *([before_on] if known else [])),
        tuple(
            (Cell(name), number(count, link), *([Cell(f"{before:,}")] if known else []))
            for name, count, before, link in zip(levels, this, last, links, strict=True)
        ),
        tuple(
            {"level": name, "accounts": count, "accounts_before": before if known else None}
            for name, count, before in zip(levels, this, last, strict=True)
        ),
        (
            {
                "kind": "rows",
                "labels": levels,
                "series": [{"name": "Accounts", "tone": "accent", "values": this, "links": links}],
            },
        ),
    )


def converted(row: Row, link: Link, stage: str, **of: object) -> Cell:
    """How many came to a stage in time, of those old enough; `of`: whose accounts the link leads to."""
    if not row["qualified"]:
        return Cell("–")
    if not row["old_enough"]:
        so_far = f"too young, {row['reached']:,} so far" if row["reached"] else "too young"
        return Cell(so_far, link("conversion", stage=stage, came="too young", **of))
    return Cell(
        sentences.share(row["in_time"], row["old_enough"]),
        link("conversion", stage=stage, came="in time", **of),
    )


def _within(bucket: Bucket) -> dict[str, object]:
    """The month that a cell is about; nothing where it is about the whole period."""
    return {"month": iso(bucket.first)[:7]} if bucket.number else {}


def _plain(row: Row) -> Row:
    return {key: row[key] for key in ("qualified", "reached", "old_enough", "in_time")}


def _days(days: int | None) -> str:
    return "not yet" if days is None else f"{days:,} d"
