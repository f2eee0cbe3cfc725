"""What a name of a company says, whatever the way of writing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.legal_forms import FORMS
from mqa.identity.names import name_forms, plain

letters = st.text("aábßжΩ株 .&'-+1IncLtdSAgmbhthe,()", max_size=30)
names = letters | st.text(max_size=20)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Harrow GmbH & Co. KG", "kg"),
        ("Harrow SE & Co. KGaA", "kgaa"),
        ("Harrow Aktiengesellschaft", "ag"),
        ("Harrow S.A.", "sa"),
        ("Harrow S.A. de C.V.", "sa"),
        ("Harrow S.p.A.", "spa"),
        ("Harrow Oy", "oy"),
        ("Harrow AB (publ)", "ab"),
        ("Harrow A/S", "as"),
        ("Harrow K.K.", "kk"),
        ("Harrow Kabushiki Kaisha", "kk"),
        ("Harrow Pty Ltd", "ltd"),
        ("Harrow (Pvt.) Limited", "ltd"),
        ("Harrow Co., Ltd.", "ltd"),
        ("Harrow Public Company Limited", "plc"),
        ("Harrow Sp. z o.o.", "spzoo"),
        ("Harrow spol. s r.o.", "sro"),
        ("Harrow d.o.o.", "doo"),
        ("PT Harrow Tbk", "plc"),
        ("UAB Harrow", "uab"),
        ("ООО Harrow", "ooo"),
        ("Harrow 株式会社", "kk"),
        ("株式会社Harrow", "kk"),
        ("Harrow股份有限公司", "cn"),
        ("주식회사 Harrow", "kr"),
        ("Harrow", ""),
    ],
)
def test_a_legal_form_is_told_apart_from_the_name(name: str, form: str) -> None:
    said = name_forms(name)
    assert (said.words, said.form) == (("harrow",), form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Harrow Company", "Harrow"),
        ("Harrow & Halyard", "Harrow and Halyard"),
        ("Harrow + Halyard", "Harrow und Halyard"),
        ("Harrow Intl", "Harrow International"),
        ("Harrow Mfg. Corp", "Harrow Manufacturing"),
        ("Harrow Bros", "Harrow Brothers"),
        ("Natl Harrow Svcs", "National Harrow Services"),
        ("HARROW-HALYARD", "Harrow Halyard"),
        ("D'Harrow", "DHarrow"),
        ("Hárröw", "Harrow"),
        ("Харров", "Kharrov"),
        ("H & M", "H&M"),
        ("A.B.C. Harrow", "ABC Harrow"),
        ("Harrow SpA Harrow", "Harrow SpA"),
        ("Harrow Inc. Class A", "Harrow Inc."),
        ("HARROW AG INH. O.N.", "Harrow AG"),
        ("HARROW INC. DL-,001", "Harrow Inc."),
        ("HARROW SPONS. ADR 1", "Harrow"),
        ("The State of Halyard, as represented by the Harrow Office", "Harrow Office"),
        ("State Board on behalf of Harrow University", "Harrow University"),
        ("State of Halyard, acting by and through Harrow County", "Harrow County"),
    ],
)
def test_names_that_differ_only_in_writing_have_the_same_words(one: str, other: str) -> None:
    assert name_forms(one).words == name_forms(other).words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Limited", ("limited",)),
        ("Co Ltd", ("co",)),
        ("The The", ("the", "the")),
        ("AS Roma", ("as", "roma")),
        ("Studio 54", ("studio", "54")),
        ("Duran Duran", ("duran", "duran")),
        ("Represented by", ("represented", "by")),
    ],
)
def test_a_word_that_is_the_name_stays(name: str, words: tuple[str, ...]) -> None:
    assert name_forms(name).words == words


def test_initials_leave_out_words_that_only_link() -> None:
    assert name_forms("University of the Harrow Islands").acronym == "uhi"


def test_a_name_without_letters_has_no_words() -> None:
    assert name_forms(" -- ").words == ()


@pytest.mark.parametrize("spelling", FORMS, ids=" ".join)
def test_every_spelling_of_a_legal_form_is_written_as_names_are(spelling: tuple[str, ...]) -> None:
    assert tuple(plain("harrow " + " ".join(spelling)).split())[1:] == spelling


@given(names)
def test_what_is_plain_stays_as_it_is(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@given(names)
def test_the_words_of_a_name_say_what_the_name_says(name: str) -> None:
    words = name_forms(name).words
    assert name_forms(" ".join(words)).words == words


@given(names)
def test_capitals_and_spaces_say_nothing(name: str) -> None:
    assert name_forms(f"  {name.upper().lower()} ") == name_forms(name.lower())
