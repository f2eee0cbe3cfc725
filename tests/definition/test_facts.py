from __future__ import annotations

from decimal import Decimal

import pytest

from mqa.terms.rules import Test as Question
from tests.definition.texts import changed, read


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("any_of: [Banking, insurance ]", Question("f", "any_of", values=("banking", "insurance"))),
        ("any_of: Banking", Question("f", "any_of", values=("banking",))),
        ("any_of: [NO, 1.10]", Question("f", "any_of", values=("1.10", "no"))),
        ("has_any: [Snowflake, oldvault]", Question("f", "has_any", values=("oldvault", "snowflake"))),
        ("at_least: 200", Question("f", "at_least", low=Decimal(200))),
        ("at_most: -2.5", Question("f", "at_most", high=Decimal("-2.5"))),
        ("between: [1000, 10000]", Question("f", "between", low=Decimal(1000), high=Decimal(10000))),
        ("within: 12 months", Question("f", "within", days=360)),
        ("known: true", Question("f", "known")),
        (
            "listed_in: named.csv",
            Question("f", "listed_in", values=("domain", "moorhartbank.com"), listed_in="named.csv"),
        ),
    ],
)
def test_a_question_to_a_fact_is_read_as_it_is_compared(written, question):
    text = changed("fact: employees, at_least: 200 }", f"fact: f, {written} }}")
    assert read(text).criteria[0].test == question


def test_a_tier_may_ask_for_the_fit_grade():
    text = changed("fact: domain, listed_in: named.csv", "fact: fit_grade, any_of: [A, D]")
    assert read(text).tiers[0].tests == (Question("fit_grade", "any_of", values=("a", "d")),)
