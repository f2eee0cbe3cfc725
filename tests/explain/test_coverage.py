from __future__ import annotations

from decimal import Decimal

from mqa.explain.coverage import coverage, gates
from mqa.terms.stories import Becomes, Handed, Story, World
from tests.definitions import definition

CONDITIONS = """
    Warm: { engagement_at_least: 30 }
    Hot: { engagement_at_least: 60 }
    Two people: { people_at_least: 2, within: 14 days }
    A visit: { activity: web.page, visits_at_least: 1, within: 14 days }
    A demo: { activity: form.demo, times_at_least: 1, within: 14 days }
    Serious: { any_of: [A visit, A demo] }
    Two of three: { at_least: 2, of: [A visit, A demo, Two people] }
    Only some: { only_for: [Every account], all_of: [Two people] }
    Ready: { all_of: [Hot, Serious, Two of three, Only some] }
    Asked: { all_of: [Warm, A demo] }
    Either: { any_of: [Ready, Asked] }
"""
AGREED = definition(
    conditions=CONDITIONS,
    levels="""
        Watch: { when: Warm, stage: account of interest, action: nurture }
        Call: { when: Either, stage: MQA, action: call }
    """,
    handoff="levels: [Call]",
    routes="Everyone: { where: {}, to: owner, respond_within: 24 hours }",
)


def story(title: str, **expected: object) -> Story:
    return Story(title, World("acme.example"), (Becomes(0, **expected),))  # type: ignore[arg-type]


def test_gates_are_what_levels_join_whatever_they_are_made_of():
    assert gates(AGREED) == ("Warm", "Hot", "A demo", "Serious", "Two of three", "Only some")


def test_a_level_is_shown_by_a_story_that_ends_there():
    shown = coverage([story("One", level="Watch"), story("Two", level="Watch")], AGREED)
    assert {part.name: part.stories for part in shown if part.kind == "level"} == {"Watch": ("One", "Two"), "Call": ()}


def test_a_gate_is_shown_by_a_story_that_it_keeps_out():
    shown = coverage([story("One", because=("Warm",), why_not=("Hot", "Serious"))], AGREED)
    assert [part.name for part in shown if part.kind == "gate" and part.stories] == ["Hot", "Serious"]


def test_a_route_is_shown_by_a_story_that_is_handed_off_by_it():
    assert [part.stories for part in coverage([story("One", handoff=Handed("Everyone"))], AGREED)][-1] == ("One",)


def test_a_number_shows_nothing():
    assert not any(part.stories for part in coverage([story("One", numbers=(Decimal(1),))], AGREED))
