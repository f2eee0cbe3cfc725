"""The sections on sales: what they said to handoffs, why not, and what opportunities are worth."""

from __future__ import annotations

from mqa.answers.figures import horizons
from mqa.answers.sections import TONES, Asked, Cell, Section, number
from mqa.reading import Row
from mqa.reporting import sentences

FATES = ("accepted", "rejected", "deferred", "unanswered", "waiting", "withdrawn")
DRAWN = 4  # currencies, the largest first
PARTS = {
    "sourced": "qualified before it opened",
    "influenced": "qualified while it was open",
    "neither": "not qualified",
}


def acceptance(of: Asked) -> Section:
    """What sales said to the handoffs of the period, by level, and how many were answered in time."""
    found = of.rows("acceptance")
    ordered = [level.name for level in reversed(of.agreement.definition.levels)]
    theirs = {row["level"] for row in found if row["period"] == "this"}
    levels = [*(name for name in ordered if name in theirs), *sorted(theirs - set(ordered))]
    counts = {(row["level"], row["fate"]): row for row in found if row["period"] == "this"}
    fates = [fate for fate in FATES if any(key[1] == fate for key in counts)]

    def count(level: str, fate: str, what: str = "handoffs") -> int:
        return int(counts.get((level, fate), {}).get(what, 0))

    def totals(period: str) -> dict[str, int]:
        ours = [row for row in found if row["period"] == period]
        said = {fate: sum(row["handoffs"] for row in ours if row["fate"] == fate) for fate in FATES}
        return said | {what: sum(row[what] for row in ours) for what in ("kept", "late")}

    def timely(level: str) -> tuple[int, int]:
        kept, late = (sum(count(level, fate, what) for fate in FATES) for what in ("kept", "late"))
        return kept, kept + late

    return Section(
        "acceptance",
        sentences.acceptance(of.compared, totals("this"), totals("last")),
        ("By the day an account was handed off. Those that wait and those taken back are in no share.",),
        ("Level", *(fate.capitalize() for fate in fates), "Answered in time"),
        tuple(
            (
                Cell(level),
                *(number(count(level, fate), of.link("acceptance", level=level, fate=fate)) for fate in fates),
                Cell(
                    sentences.share(*timely(level)) if timely(level)[1] else "–",
                    of.link("acceptance", level=level, kept=1),
                ),
            )
            for level in levels
        ),
        tuple(
            {
                "level": level,
                **{fate: count(level, fate) for fate in FATES},
                "in_time": timely(level)[0],
                "due": timely(level)[1],
            }
            for level in levels
        ),
        (
            {
                "kind": "rows",
                "labels": levels,
                "series": [
                    {
                        "name": fate.capitalize(),
                        "tone": TONES[fate],
                        "values": [count(level, fate) for level in levels],
                        "links": [of.link("acceptance", level=level, fate=fate) for level in levels],
                    }
                    for fate in fates
                ],
            },
        ),
    )


def reasons(of: Asked) -> Section:
    """Why handoffs of the period were rejected or deferred, the most frequent reason first."""
    found = [row for row in of.rows("reasons") if row["period"] == "this"]
    found = sorted(found, key=lambda row: (-row["handoffs"], row["reason"]))
    names = [row["reason"] or "no reason given" for row in found]
    links = [of.link("reasons", fate=row["fate"], reason=row["reason"] or "-") for row in found]
    most = (names[0], found[0]["handoffs"]) if found else ("", 0)
    return Section(
        "reasons",
        sentences.reasons(sum(row["handoffs"] for row in found), *most),
        ("What a reason tells is agreed on in the definition, and feeds the part of it that it speaks of.",),
        ("Reason", "Said", "Tells of", "Handoffs"),
        tuple(
            (Cell(name), Cell(row["fate"]), Cell(row["told"] or "–"), number(row["handoffs"], link))
            for name, row, link in zip(names, found, links, strict=True)
        ),
        tuple({key: row[key] for key in ("reason", "fate", "told", "handoffs")} for row in found),
        (
            {
                "kind": "rows",
                "labels": names,
                "series": [
                    {
                        "name": fate.capitalize(),
                        "tone": TONES[fate],
                        "values": [row["handoffs"] if row["fate"] == fate else 0 for row in found],
                        "links": links,
                    }
                    for fate in ("rejected", "deferred")
                ],
            },
        )
        if found
        else (),
        texts=3,
    )


def amounts(of: Asked) -> Section:
    """What opportunities opened and won are worth, by currency and by the part marketing has in them."""
    found = of.rows("amounts")
    worth = {row["currency"]: 0 for row in found}
    for row in found:
        worth[row["currency"]] += row["amount_milli"] if row["period"] == "this" else 0
    currencies = sorted(worth, key=lambda currency: (-worth[currency], currency))

    def total(period: str, currency: str, kind: str, part: str = "") -> Row:
        ours = [
            row
            for row in found
            if (row["period"], row["currency"], row["kind"]) == (period, currency, kind) and part in ("", row["part"])
        ]
        return {what: sum(row[what] for row in ours) for what in ("opportunities", "amount_milli")}

    def told(currency: str) -> str:
        this, last = (
            {
                **{kind: total(period, currency, kind)["amount_milli"] for kind in ("opened", "won")},
                "sourced": total(period, currency, "opened", "sourced")["amount_milli"],
            }
            for period in ("this", "last")
        )
        return sentences.amounts(of.compared, currency, this, last)

    lines = [(currency, kind, part) for currency in currencies for kind in ("opened", "won") for part in PARTS]
    lines = [line for line in lines if total("this", *line)["opportunities"]]
    within = horizons(of.agreement)["pipeline"]
    return Section(
        "amounts",
        told(currencies[0]) if lines else "No opportunity was opened or won.",
        (
            *(told(currency) for currency in currencies[1:] if worth[currency]),
            f"Sourced: the account qualified in the {within} days before the opportunity opened. Influenced: while it "
            "was open. Currencies are not added up.",
        ),
        ("Opportunities", "Currency", "Part of marketing", "Count", "Amount"),
        tuple(
            (
                Cell(kind.capitalize()),
                Cell(currency or "–"),
                Cell(f"{part} ({PARTS[part]})"),
                number(row["opportunities"], of.link("amounts", kind=kind, currency=currency or "-", part=part)),
                Cell(sentences.money(row["amount_milli"], currency)),
            )
            for currency, kind, part in lines
            for row in [total("this", currency, kind, part)]
        ),
        tuple(
            {"kind": kind, "currency": currency, "part": part, **total("this", currency, kind, part)}
            for currency, kind, part in lines
        ),
        tuple(
            {
                "kind": "rows",
                "title": currency,
                "unit": currency,
                "labels": ["Opened", "Won"],
                "series": [
                    {
                        "name": part.capitalize(),
                        "tone": TONES[part],
                        "values": [
                            total("this", currency, kind, part)["amount_milli"] // 1000 for kind in ("opened", "won")
                        ],
                        "links": [
                            of.link("amounts", kind=kind, currency=currency or "-", part=part)
                            for kind in ("opened", "won")
                        ],
                    }
                    for part in PARTS
                ],
            }
            for currency in currencies[:DRAWN]
            if any(line[0] == currency for line in lines)
        ),
        texts=3,
    )
