"""What handing off came to, in sentences."""

from __future__ import annotations

from mqa.cli.handed import left_out_words
from mqa.delivery.handing import HandedOff, LeftOut


def test_many_who_cannot_be_handed_off_are_told_in_a_few_sentences():
    many = tuple(LeftOut(nth, f"a{nth}.example", "there is nothing") for nth in range(9))
    *named, last = left_out_words(HandedOff(left_out=many))
    assert (len(named), last.startswith("4 more could not be handed off.")) == (5, True)


def test_an_account_without_a_domain_is_called_by_its_name_or_its_number():
    two = (LeftOut(7, "", "why", "Harrow"), LeftOut(8, "", "why"))
    assert [one.split(" could")[0] for one in left_out_words(HandedOff(left_out=two))][:2] == ["Harrow", "account 8"]
