from __future__ import annotations

import pytest

from mqa.definition.signoff import sign_off


def said(text: str) -> list[str]:
    """What is wrong, as `line what | mend`."""
    return [f"{one.place.line} {one.what} | {one.mend}" for one in sign_off(text, "mqa.yaml")[1]]


def test_where_nothing_is_said_nobody_must_sign():
    assert sign_off("workspace: { name: Harrow }\n", "mqa.yaml") == ((), ())


def test_the_teams_that_must_sign():
    assert sign_off("agreement: { sign_off: [sales, marketing] }\n", "mqa.yaml") == (("sales", "marketing"), ())


def test_a_single_team_needs_no_brackets():
    assert sign_off("agreement: { sign_off: sales }\n", "mqa.yaml") == (("sales",), ())


def test_everything_that_is_wrong_is_told_at_once():
    text = "agreement:\n  signoff: [sales]\n  sign_off:\n    - marketng\n    - sales\n    - sales\n"
    assert said(text) == [
        "2 “signoff” is not a key of “agreement”. | Did you mean “sign_off”?",
        "4 “marketng” is no team that signs a definition. | Did you mean “marketing”?",
        "6 “sales” is named twice. | Name each team once.",
    ]


def test_a_list_of_nobody_is_not_the_same_as_no_list():
    assert said("agreement: { sign_off: [] }\n") == [
        "1 “sign_off” names no team. | "
        "Write “sign_off: [marketing, sales]”, or leave “agreement” out: then whatever the file says may run."
    ]


@pytest.mark.parametrize("text", ["agreement:\n", "agreement: {}\n", "agreement: ~\n"])
def test_a_section_without_a_word_is_not_the_same_as_no_section(text):
    assert said(text) == [
        "1 “agreement” does not say who must sign. | "
        "Write “sign_off: [marketing, sales]”, or leave “agreement” out: then whatever the file says may run."
    ]
