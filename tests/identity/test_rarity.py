"""How rare words are among names of companies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.name_words import ONE_OF
from mqa.identity.names import name_forms
from mqa.identity.rarity import rarity


def test_the_more_names_have_a_word_the_less_it_says() -> None:
    said = [rarity(word) for word in ("of", "group", "steel", "phoenix", "halyard")]
    assert said == sorted(said)
    assert len(set(said)) == 5


def test_few_letters_say_little() -> None:
    assert rarity("x") < rarity("xy") < rarity("xyz") < rarity("xyzw")


def test_initials_say_as_much_as_their_letters() -> None:
    assert rarity("#gas") == rarity("xyz") > rarity("gas")


@given(st.text(min_size=1))
def test_rarities_lie_between_0_and_1(word: str) -> None:
    assert 0 < rarity(word) <= 1


def test_frequent_words_are_written_as_words_of_names_are() -> None:
    assert [word for word in ONE_OF if word not in name_forms(f"Halyard {word} Harrow").words] == []
