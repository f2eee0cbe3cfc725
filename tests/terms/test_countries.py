"""Countries by their names, and domains in a country."""

from __future__ import annotations

import csv
from importlib.resources import files

import duckdb
import pytest

from mqa.terms.countries import country_code, country_words, in_country, with_country, word_sql


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        (" Deutschland ", "DE"),
        ("U.S.A.", "US"),
        ("ÖSTERREICH", "AT"),
        ("Cote d'Ivoire", "CI"),
        ("UK", "GB"),
        ("대한민국", "KR"),
        ("Korea, Republic of", "KR"),
        ("Guinea-Bissau", "GW"),
    ],
)
def test_a_country_is_known_by_its_codes_and_names(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["", "Atlantis", "EMEA", "Korea", "D", "ZZ"])
def test_what_is_no_one_country_has_no_code(written: str) -> None:
    assert country_code(written) == ""


def test_no_name_means_two_countries() -> None:
    with (files("mqa.terms") / "countries.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert [
        (name, row["code"]) for row in rows for name in row["names"].split(";") if country_code(name) != row["code"]
    ] == []
    assert {row["code"] for row in rows} == {*country_words().values()}


def test_the_engine_reads_names_of_countries_as_python_does() -> None:
    written = [*country_words(), "Österreich", " U.S.A. ", "Côte  d'Ivoire", "대한민국", "日本", "България", "Türkiye"]
    with duckdb.connect() as connection:
        words = connection.execute(f"select {word_sql('x')} from unnest(?) as t (x)", [written]).fetchall()
    assert [country_words().get(word) for (word,) in words] == [country_code(text) or None for text in written]


def test_a_domain_in_a_country_is_told_from_ids_and_hosts() -> None:
    texts = ("acme.com:DE", "acme.co.uk:gb", "acme.com", "acme.com:80", "acme.com:ZZ", "crm:DE", "family:acme.com")
    assert [with_country(text) for text in texts] == [
        ("acme.com", "DE"),
        ("acme.co.uk", "GB"),
        ("acme.com", ""),
        ("acme.com:80", ""),
        ("acme.com:ZZ", ""),
        ("crm:DE", ""),
        ("family:acme.com", ""),
    ]
    assert in_country("acme.com", "DE") == "acme.com:DE"
    assert in_country("acme.com", "") == "acme.com"
