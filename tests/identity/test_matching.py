"""What a wanted name means: one known name, one of several, or none."""

from __future__ import annotations

from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.identity.likeness import FEATURES, features
from mqa.identity.matching import COEFFICIENTS, WORDS, agreement, log_odds, matches, probability, reasons
from mqa.identity.name_arrays import Lexicon
from mqa.identity.names import name_forms
from tests.identity.alike import arrays

KNOWN = {
    10: "Halyard Rigging GmbH",
    11: "Harrow Inc.",
    12: "Blue Halyard Services",
    13: "Acme Fund 2",
    14: "Acme Fund 3",
}


def found(
    wanted: str,
    known: dict[int, str] = KNOWN,
    *,
    country: str = "",
    countries: tuple[str, ...] = (),
    accounts: tuple[int, ...] | None = None,
) -> dict[str, object]:
    """The answer for one wanted name of which every known one is a candidate."""
    words = Lexicon()
    pairs = pa.table({"wanted_id": [1] * len(known), "known_id": pa.array(list(known), pa.int64())})
    these = arrays([wanted], words, [1], [country])
    those = arrays(list(known.values()), words, list(known), countries)
    led = None if accounts is None else np.array(accounts)
    return dict(matches(these, those, pairs, words, led).to_pylist()[0])


@pytest.mark.parametrize(
    ("wanted", "known_id", "rule"),
    [
        ("Halyard Rigging GmbH", 10, "same name"),
        ("HALYARD RIGGING", 10, "same name"),
        ("Halyard Rigging AG", 10, "same name, other legal form"),
        ("Halyard Rigg. GmbH", 10, "similar words"),
        ("Haliard Rigging", 10, "similar words"),
        ("Blue Halyard", 12, "one name within the other"),
        ("Services Blue Halyard", 12, "same words"),
        ("Acme Fund 3", 14, "same name"),
    ],
)
def test_a_name_is_found_however_it_is_written_and_the_rule_is_told(wanted: str, known_id: int, rule: str) -> None:
    answer = found(wanted)
    assert (answer["outcome"], answer["known_id"], answer["rule"]) == ("match", known_id, rule)


@pytest.mark.parametrize("wanted", ["Marrow Inc.", "Acme Fund 4", "Red Textiles", "Group Services"])
def test_a_name_that_nobody_has_is_none(wanted: str) -> None:
    assert found(wanted)["outcome"] == "none"


def test_of_two_that_are_as_good_nobody_is_picked() -> None:
    answer = found("Halyard", {10: "Halyard GmbH", 11: "Halyard AG", 12: "Harrow"})
    assert (answer["outcome"], answer["known_id"], answer["rival_id"]) == ("ambiguous", 10, 11)
    assert answer["confidence"] == answer["rival_confidence"]


def test_two_names_of_one_account_are_no_rivals() -> None:
    answer = found("Halyard", {10: "Halyard GmbH", 11: "Halyard AG", 12: "Harrow"}, accounts=(7, 7, 12))
    assert (answer["outcome"], answer["known_id"], answer["rival_id"]) == ("match", 10, 12)


def test_the_country_decides_between_namesakes() -> None:
    namesakes = {10: "Halyard GmbH", 11: "Halyard AG"}
    answer = found("Halyard", namesakes, country="ch", countries=("de", "ch"))
    assert (answer["outcome"], answer["known_id"]) == ("match", 11)


def test_the_country_overrules_no_name() -> None:
    assert found("Harrow Inc.", country="us", countries=("us", "de", "us", "us", "us"))["known_id"] == 11


def test_a_name_without_a_candidate_is_none() -> None:
    words = Lexicon()
    nothing = pa.table({"wanted_id": pa.array([], pa.int64()), "known_id": pa.array([], pa.int64())})
    answer = matches(arrays(["Harrow"], words, [7]), arrays(["Halyard"], words), nothing, words)
    assert answer.drop_columns(["rule"]).to_pylist() == [
        {"wanted_id": 7, "known_id": None, "outcome": "none", "confidence": 0, "rival_id": None, "rival_confidence": 0}
    ]


def test_the_reasons_add_up_to_the_odds_and_the_weightiest_comes_first() -> None:
    names, lexicon = ["Halyard Rigging Ltd", "Halyard Rigg. GmbH"], Lexicon()
    those = arrays(names, lexicon)
    told = reasons(*map(name_forms, names))
    pair = features(those, those, (np.array([0]), np.array([1])), lexicon)
    assert sum(reason.weight for reason in told) == pytest.approx(log_odds(pair)[0])
    assert [reason.words for reason in told[:2]] == ["any two names", "95% of the other is found in the one"]
    assert "their legal forms differ" in [reason.words for reason in told]


def test_where_two_companies_are_is_a_reason() -> None:
    told = reasons(name_forms("Halyard"), name_forms("Halyard"), countries=("de", "ch"))
    assert ("they are in different countries", -1.0) in told


def test_every_feature_has_a_coefficient_and_words() -> None:
    assert FEATURES == tuple(COEFFICIENTS) == tuple(WORDS)


def test_nothing_is_sure() -> None:
    assert probability(np.array([-1e9, 0, 1e9])).tolist() == pytest.approx([0, 0.5, 1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abchlmry .&2", min_size=1, max_size=24), min_size=2, max_size=5))
def test_two_names_mean_one_company_as_surely_whichever_comes_first(names: list[str]) -> None:
    lexicon = Lexicon()
    agreed = agreement(arrays(names, lexicon), lexicon)
    i, j = (side.ravel() for side in np.indices((len(names), len(names))))
    assert (agreed(i, j) == agreed(j, i)).all()


lists = st.lists(st.text("ahlry 2", min_size=1, max_size=12), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(lists, lists, st.randoms(use_true_random=False))
def test_the_order_of_names_and_candidates_never_matters(wanted: list[str], known: list[str], draw: object) -> None:
    assert answers(wanted, known, None) == answers(wanted, known, draw)


def answers(wanted: list[str], known: list[str], draw: object) -> list[dict[str, object]]:
    these, those = list(enumerate(wanted)), list(enumerate(known, start=100))
    pairs = list(product(range(len(wanted)), range(100, 100 + len(known))))
    if draw:
        for rows in (these, those, pairs):
            draw.shuffle(rows)  # type: ignore[attr-defined]
    words = Lexicon()
    table = pa.table({"wanted_id": [pair[0] for pair in pairs], "known_id": [pair[1] for pair in pairs]})
    sides = [arrays([name for _, name in side], words, [at for at, _ in side]) for side in (these, those)]
    return list(matches(sides[0], sides[1], table, words).to_pylist())


@settings(max_examples=40, deadline=None)
@given(lists, lists)
def test_the_confidences_of_one_name_are_shares_of_one_certainty(wanted: list[str], known: list[str]) -> None:
    rows = answers(wanted, known, None)
    assert all(0 <= int(str(row["rival_confidence"])) <= int(str(row["confidence"])) for row in rows)
    assert all(int(str(row["rival_confidence"])) + int(str(row["confidence"])) <= 1_000_000 for row in rows)
