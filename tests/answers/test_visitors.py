"""A visitor is whoever was named beside its id: since when, by which act, and where their visits are."""

from __future__ import annotations

import pytest

from mqa.answers import meant
from mqa.answers.why import Why, why
from mqa.terms.problems import Refused
from tests.loads.desk import Desk
from tests.loads.mistaken import LATER, say
from tests.loads.test_stitching import ANN_BY_NAME, BO, Seen, opened, wrote


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = opened(tmp_path_factory.mktemp("visitors"))
    sold = [Seen(2), Seen(5, email=ANN_BY_NAME), Seen(9, email=BO)]
    wrote(
        made, "acts.csv", [*sold, Seen(3, "w", email=BO), Seen(3, "w", email=ANN_BY_NAME), Seen(4, "x"), Seen(5, "y")]
    )
    made.load()
    say(made, "visitor", "Website:y", BO, LATER)
    return made


def asked(desk: Desk, typed: str) -> Why:
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        return why(connection, typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("visitor:v", f"The visitor Website:v is {BO} since 2026-06-09, by the act Website:9v{BO}."),
        (
            "visitor:Website:w",
            "The visitor Website:w is nobody in particular since 2026-06-03: 2 people were named beside it, several on "
            "one day or too many in all.",
        ),
        ("visitor:x", "The visitor Website:x is nobody we know: no act names a person beside it."),
        ("visitor:y", f"The visitor Website:y is {BO}, by correction 1."),
    ],
)
def test_a_visitor_is_whoever_was_named_last_or_nobody_in_particular(desk: Desk, typed: str, sentence: str) -> None:
    found = asked(desk, typed)
    assert (found.about, found.sentence) == ("visitor", sentence)


def test_all_who_were_named_are_told_and_whose_the_visits_are(desk: Desk) -> None:
    found = asked(desk, "visitor:v")
    assert [one["person"] for one in found.parts["named"]] == [ANN_BY_NAME, BO]
    assert [(one["person"], one["account"], one["acts"]) for one in found.parts["visits"]] == [
        (ANN_BY_NAME, "acme.com", 1)
    ]


def test_a_visitor_whom_no_act_shows_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="No act shows a visitor"):
        asked(desk, "visitor:nobody")
