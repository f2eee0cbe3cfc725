"""What a name means that rows state, and where that account leads."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers.why.known import Known, Why, because
from mqa.reading import Row
from mqa.terms.corrections import BY_A_PERSON


def of_name(known: Known, name: str, found: Sequence[Row]) -> Why:
    """A name that rows state: with several countries, what it means in each."""
    said = []
    for one in found:
        place = ", ".join(filter(None, (one["city"], one["country"])))
        said.append(f"“{name}”{f' in {place}' if place else ''} {meaning(known, one)}")
    names = [
        {**one, "confidence": f"{one['confidence']:.0%}", "rivals": f"{one['other_confidence']:.0%}"} for one in found
    ]
    reasons = [{"reason": reason["words"], "weight": f"{reason['weight']:+.2f}"} for reason in found[0]["why"]]
    parts = {"names": names, "because": reasons, "corrections": known.of({name})}
    account = known.onward(found[0]["key"])[0] if found[0]["key"] else 0
    return Why("name", name, f"{'; '.join(said)}.", known.called(account) if account else "", parts)


def meaning(known: Known, one: Row) -> str:
    """What a stated name means, by which rule, and where that account leads."""
    if one["rule"] == BY_A_PERSON:
        said = known.held["name", one["name"]]
        means = f"means {one['account']} (correction {said.number})"
    elif one["account"]:
        means = f"means {one['account']} ({one['rule']})"
    elif one["rule"] == "ambiguous":
        return "may mean one of several accounts"
    else:
        return "means no account that we know"
    return means + because(known.onward(one["key"])[1] if one["key"] else [])
