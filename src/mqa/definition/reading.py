"""A definition, read from its text: every section, every mention, all problems at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mqa.definition.checking.contradictions import contradictions
from mqa.definition.parts import values
from mqa.definition.parts.committee import committee, mql
from mqa.definition.parts.conditions import conditions, key_sets
from mqa.definition.parts.fit import Fit, fit, segments, tiers
from mqa.definition.parts.handoffs import calibration, dispositions, handoff, routes, sla
from mqa.definition.parts.levels import levels, stability
from mqa.definition.parts.lists import Lists
from mqa.definition.parts.names import EVERY_ACCOUNT, Names, names_in
from mqa.definition.parts.signals import engagement, intent, product_score, signals
from mqa.definition.parts.structure import Notes, Reader, Shape, fields, section
from mqa.terms.blanks import Form, form_of
from mqa.terms.documents import Node, Text, document, quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import Calibration, Definition, Handoff, Intent, Product, Stability, Tier

NEEDED = ("definition", "segments", "signals", "engagement", "conditions", "levels")
AGREEMENT: Shape = {
    "name": values.text,
    "agreed_on": values.day,
    "agreed_by": values.texts,
    "review_on": values.day,
    "formerly": values.texts,
}


def definition(text: str, file: str, lists: Lists) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The agreement that a text holds, or None with everything that is wrong with it, in the order of the file.

    `lists` maps the path of each list, as written after `listed_in`, to its content (see `listed_files`);
    `file` is the name that places carry.
    """
    node, found = document(text, file)
    if node is None:
        return None, found
    notes = Notes("This definition", found=list(found))
    names = names_in(node)
    said = fields(node, _sections(node, names, lists), notes, needed=NEEDED)
    notes.found.extend(contradictions(said, names))
    problems = tuple(sorted(set(notes.found)))
    return (None if problems else _definition(said, node.place)), problems


def form() -> Form:
    """What a definition's file may say, as JSON Schema: what its readers take."""
    nothing = Text("")
    sections = _sections(nothing, names_in(nothing), {})
    whole = form_of(lambda blank: fields(blank, sections, Notes(""), needed=NEEDED))
    condition = whole["properties"]["conditions"]["additionalProperties"]
    condition["oneOf"] = [{"required": [*must], "propertyNames": {"enum": [*may]}} for must, may in key_sets()]
    return whole


def _sections(node: Node, names: Names, lists: Lists) -> Shape:
    """The reader of each section, in the order of the file."""
    usual = stability(section(node, "stability"), Notes("stability"))  # its problems are noted where it is read
    readers: Shape = {
        "definition": _agreement,
        "fit": fit(lists),
        "segments": segments(lists),
        "tiers": tiers(names, lists),
        "signals": signals(names, "engagement"),
        "product_signals": signals(names, "product"),
        "engagement": engagement(names),
        "product": product_score(names),
        "intent": intent(names),
        "committee": committee,
        "conditions": conditions(names, lists),
        "levels": levels(names, usual.enter_after),
        "stability": stability,
        "mql": mql(names),
        "handoff": handoff(names),
        "routes": routes(names),
        "sla": sla,
        "dispositions": dispositions,
        "calibration": calibration,
    }
    return {key: _under_its_name(key, reader) for key, reader in readers.items()}


def _agreement(node: Node, notes: Notes) -> dict[str, Any]:
    """The section `definition`, as fields of a Definition."""
    said = fields(node, AGREEMENT, notes, needed=["name"])
    if said.get("name") in said.get("formerly", ()):
        what = f"{quoted(said['name'])} is its name of today, not what it was called formerly."
        notes.add(section(node, "formerly").place, what, "Name only what earlier texts called it.")
    return said


def _under_its_name(key: str, reader: Reader[Any]) -> Reader[Any]:
    """A reader that speaks of its section by the section's key."""
    return lambda node, notes: reader(node, Notes(key, key, notes.found))


def _definition(said: dict[str, Any], place: Place) -> Definition:
    """The whole agreement from its sections; what is left out is as if it were not asked for."""
    agreement = {"agreed_on": "", "agreed_by": (), "review_on": ""} | said["definition"]
    about_fit: Fit = said.get("fit", Fit())
    answers = {"routes": said.get("routes", ()), "dispositions": said.get("dispositions", ())}
    return Definition(
        **agreement,
        criteria=about_fit.criteria,
        grades=about_fit.grades,
        least_known_share=about_fit.least_known_share,
        segments=said["segments"],
        tiers=said.get("tiers", (Tier(EVERY_ACCOUNT, Decimal(1), ()),)),
        signals=said["signals"] + said.get("product_signals", ()),
        engagement=said["engagement"],
        product=said.get("product", Product()),
        intent=said.get("intent", Intent()),
        roles=said.get("committee", ()),
        conditions=tuple(sorted(said["conditions"], key=lambda condition: condition.name)),
        levels=said["levels"],
        stability=said.get("stability", Stability()),
        mql=said.get("mql"),
        handoff=Handoff(**said.get("handoff", {}), **said.get("sla", {}), **answers),
        calibration=said.get("calibration", Calibration()),
        place=place,
    )
