from __future__ import annotations

import json

import pytest

from mqa.definition.fingerprint import identity, meaning
from mqa.definition.reading import definition
from tests.definition.texts import SMALL, changed, read

FIT, WARM = "  Good fit: { fit_grade: [A, B] }\n", "  Warm: { engagement_at_least: 30 }\n"
DEMO = "  Demo: { activity: form.demo, points: 40, half_life: 30 days, cap: 80 }\n"
PAGE = '  Page: { activity: "web.*", points: 1, cap: 10 }\n'
BUYER, USER = "  Buyer: { titles: [CFO], weight: 1.5, required: true }\n", '  User: { titles: ["*analyst*"] }\n'


def test_the_identity_is_a_number_in_hexadecimal():
    assert len(identity(read(SMALL))) == 32
    assert int(identity(read(SMALL)), 16) > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("conditions:\n", "\n# a comment\nconditions:   # another\n\n", id="comments and empty lines"),
        pytest.param("{ fit_grade: [A, B] }", "\n    fit_grade:\n    - A\n    - B", id="the way lists are written"),
        pytest.param(FIT + WARM, WARM + FIT, id="the order of conditions"),
        pytest.param("[Good fit, Warm, Two people]", "[Two people, Warm, Good fit]", id="the order of parts"),
        pytest.param("breadth: 0.5", "breadth: 0.50", id="how a number is written"),
        pytest.param("within: 14 days", "within: 2 weeks", id="how a duration is written"),
        pytest.param("review_on: 2027-01-01", "agreed_by: [sales], agreed_on: 2026-01-01", id="who agreed on it when"),
        pytest.param("name: Small", "name: Small, formerly: [Tiny]", id="what it was called formerly"),
        pytest.param("any_of: [banking]", "any_of: [ Banking ]", id="the case of facts"),
        pytest.param('["*analyst*"] }', '["*analyst*"], required: no }', id="a default written out"),
        pytest.param("anonymous: 0.5", "anonymous: { sure: 0.5, likely: 0.5 }", id="nameless visitors weighed alike"),
    ],
)
def test_another_way_of_saying_the_same_has_the_same_identity(old, new):
    assert identity(read(changed(old, new))) == identity(read(SMALL))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("points: 40", "points: 41", id="a number"),
        pytest.param("anonymous: 0.5", "anonymous: { sure: 0.5, likely: 0.2 }", id="likely visitors weighed less"),
        pytest.param("Two people: {", "Two of them: {", id="a name"),
        pytest.param(DEMO + PAGE, PAGE + DEMO, id="the order of signals"),
        pytest.param(BUYER + USER, USER + BUYER, id="the order of roles"),
        pytest.param("all_of: [Good fit, Warm, Two people]", "any_of: [Good fit, Warm, Two people]", id="a kind"),
        pytest.param("stage: MQA", "stage: MQA, formerly: Hot", id="a former name"),
    ],
)
def test_another_meaning_has_another_identity(old, new):
    text = SMALL
    if "Two people: {" in old:
        text = changed("[Good fit, Warm, Two people]", "[Good fit, Warm]")
    assert identity(read(changed(old, new, text))) != identity(read(text))


def test_what_is_left_at_its_default_does_not_count():
    """A later release can hold one more rule, and what people signed before stays the version it was."""
    small = read(SMALL)
    assert '"formerly"' not in json.dumps(meaning(small.levels[0]))


def test_the_content_of_a_list_is_part_of_the_identity_but_not_its_path_or_order():
    def with_list(path: str, content: str) -> str:
        found, _ = definition(changed("named.csv", path), "d.yaml", {path: content})
        assert found is not None
        return identity(found)

    assert with_list("named.csv", "a.com\nb.com") == with_list("lists/others.csv", "domain\nb.com\n\nA.com\n")
    assert with_list("named.csv", "a.com\nb.com") != with_list("named.csv", "a.com")


def with_numbers(cap: str, most_per_day: str, engaged_at: str, most: str, surge: str, product: str, mql: str) -> str:
    """A definition that says everything which was a plain number once."""
    text = changed("cap: 80", f"cap: {cap}, most_per_day: {most_per_day}")
    text = changed("engaged_at: 5", f"engaged_at: {engaged_at}\n  most_per_person: {most}", text)
    text = changed("surge: 70", f"surge: {surge}", text)
    return f"{text}product: {{ most_per_person: {product} }}\nmql: {{ points_at_least: {mql} }}\n"


def test_a_version_signed_before_numbers_could_differ_by_segment_is_still_that_version():
    assert identity(read(with_numbers("80", "60", "5", "60", "65", "80", "50"))) == "e66ea2cecaaceba487146ee5ba7f5d54"


@pytest.mark.parametrize("nth", range(7))
def test_a_number_given_for_one_segment_is_another_version(nth):
    plain = ["80", "60", "5", "60", "65", "80", "50"]
    given = [*plain[:nth], f"{{ default: {plain[nth]}, Enterprise: 70 }}", *plain[nth + 1 :]]
    assert identity(read(with_numbers(*given))) != identity(read(with_numbers(*plain)))


def test_a_number_that_is_given_but_differs_nowhere_is_the_plain_one():
    plain = ["80", "60", "5", "60", "65", "80", "50"]
    assert identity(read(with_numbers(*(f"{{ default: {one} }}" for one in plain)))) == identity(
        read(with_numbers(*plain))
    )
