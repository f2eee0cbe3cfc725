"""How alike two names are, feature by feature."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.identity.likeness import FEATURES, features
from mqa.identity.name_arrays import Lexicon, names_as_arrays
from mqa.identity.names import name_forms
from tests.identity.alike import arrays, of_pair


def test_a_name_within_another_is_covered_and_covers_less() -> None:
    pair = of_pair("Halyard", "Halyard Rigging")
    assert (pair["covered"], pair["covered_less"]) == (1, 0.5)


def test_a_rare_word_covers_more_than_a_common_one() -> None:
    assert of_pair("Halyard Group", "Halyard Rigging")["covered"] > of_pair("Halyard Group", "Harrow Group")["covered"]


@pytest.mark.parametrize(
    ("one", "other", "covered"),
    [
        ("Rigging", "Rigg.", 0.9),  # cut off
        ("Rigging", "Rig", 0.8),
        ("Rigging", "R", 0.35),
        ("Rigging", "Rggng", 0.8),  # abbreviated
        ("Rigging", "Rigginx", 0.8571),  # misspelt
        ("Mueller", "Müller", 1),
        ("Rigging", "Rotary", 0),
        ("Rigging", "Trigging", 0),  # another first letter
    ],
)
def test_a_word_stands_for_one_that_is_like_it(one: str, other: str, covered: float) -> None:
    assert of_pair(one, other)["covered"] == pytest.approx(covered, abs=1e-4)


def test_only_words_without_their_like_stand_for_others() -> None:
    assert of_pair("Halyard Halo", "Halyard")["covered_less"] == 0.5


def test_a_name_written_as_one_word_is_the_same() -> None:
    pair = of_pair("Blue Halyard 2", "BlueHalyard2")
    assert (pair["covered_less"], pair["own_words"], pair["other_number"], pair["spelling"]) == (1, 0, 0, 1)


def test_each_having_a_word_of_its_own_is_told() -> None:
    assert of_pair("Halyard Rigging", "Halyard Textile")["own_words"] == 1
    assert of_pair("Halyard Rigging", "Halyard")["own_words"] == 0


def test_words_that_many_have_are_shared_for_little() -> None:
    assert of_pair("Group", "Group")["shared"] < of_pair("Halyard", "Halyard")["shared"] == 1


def test_different_numbers_are_told_and_one_alone_is_not() -> None:
    assert of_pair("Halyard Fund 2", "Halyard Fund 3")["other_number"] == 1
    assert of_pair("Halyard Fund 2", "Halyard Fund")["other_number"] == 0


def test_legal_forms_differ_only_where_both_are_told() -> None:
    assert of_pair("Halyard Ltd", "Halyard GmbH")["other_form"] == 1
    assert of_pair("Halyard Ltd", "Halyard Limited")["other_form"] == 0
    assert of_pair("Halyard Ltd", "Halyard")["other_form"] == 0


def test_initials_stand_for_a_name_and_the_rarer_they_are_the_more() -> None:
    assert of_pair("BHRX", "Blue Halyard Rigging Xylophones")["is_initials"] == 1
    assert 0 < of_pair("BHR", "Blue Halyard Rigging")["is_initials"] < 1
    assert of_pair("BH", "Harrow Bank")["is_initials"] == 0


def test_two_names_of_several_words_may_have_the_same_initials() -> None:
    assert of_pair("Blue Halyard", "Bright Harrow")["same_initials"] == 1
    assert of_pair("Blue", "Bright")["same_initials"] == 0


def test_a_name_of_many_words_is_compared_with_a_short_one() -> None:
    long = " ".join(f"word{at}" for at in range(40))
    assert of_pair(long, "word0")["covered"] == 1


def test_a_name_without_words_is_like_none() -> None:
    assert set(of_pair("--", "Halyard").values()) == {0}


@pytest.mark.parametrize(
    ("countries", "cities", "place"),
    [
        (("de", "de"), ("ulm", "ulm"), 1),
        (("de", "de"), ("ulm", "bonn"), 0.5),
        (("de", "at"), ("", ""), -1),
        (("de", ""), ("ulm", "ulm"), 0),
        (("", ""), ("ulm", "ulm"), 0),
    ],
)
def test_a_place_counts_where_both_countries_are_known(
    countries: tuple[str, str], cities: tuple[str, str], place: float
) -> None:
    words = Lexicon()
    forms = [name_forms("Halyard")] * 2
    names = names_as_arrays([1, 2], forms, words, countries=countries, cities=cities)
    assert features(names, names, (np.array([0]), np.array([1])), words)[0, -1] == place


texts = st.lists(st.text("abcdehlmr .&1", min_size=1, max_size=24), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_it_never_matters_which_of_two_names_comes_first(names: list[str]) -> None:
    words = Lexicon()
    those = arrays(names, words)
    i, j = (side.ravel() for side in np.indices((len(names), len(names))))
    assert np.allclose(features(those, those, (i, j), words), features(those, those, (j, i), words), atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_how_alike_two_names_are_depends_on_no_other_name_and_on_no_order(names: list[str], draw: Random) -> None:
    shuffled = draw.sample(names, len(names))
    lexicon = Lexicon()
    those = arrays(shuffled, lexicon)
    places = np.array([shuffled.index(name) for name in names[:2]])
    among_others = features(those, those, (places[:1], places[1:]), lexicon)[0]
    assert dict(zip(FEATURES, among_others.tolist(), strict=True)) == pytest.approx(of_pair(*names[:2]), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_features_lie_between_0_and_1_but_for_what_is_added_up_and_the_place(names: list[str]) -> None:
    words = Lexicon()
    those = arrays(names, words)
    i, j = (side.ravel() for side in np.indices((len(names), len(names))))
    made = np.delete(features(those, those, (i, j), words), [2, -1], axis=1)
    assert ((made >= 0) & (made <= 1 + 1e-9)).all()
