"""Countries: which one a text means, and the account of a domain in one of them.

The rows of `countries.csv` are countries by their ISO 3166 code of two letters; of each the code of three letters and
the names it has in English, its own languages and those of its neighbours. `siemens.com:DE` is the account of a domain
in a country, where a workspace has `accounts: by country`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

WITH_COUNTRY = re.compile(r"([^:@/\s]+\.[^:@/\s]+):([A-Za-z]{2})")


def country_code(text: str) -> str:
    """The code of the country that a text means; empty for what is none.

    >>> [country_code(text) for text in ("de", "Deutschland", " U.S.A. ", "Cote d'Ivoire", "Atlantis")]
    ['DE', 'DE', 'US', 'CI', '']
    """
    return country_words().get(_word(text), "")


def word_sql(text: str) -> str:
    """A text as `country_words` has it, as SQL."""
    return f"trim(regexp_replace(lower(strip_accents(replace({text}, '.', ''))), '\\s+', ' ', 'g'))"


@cache
def country_words() -> dict[str, str]:
    """The code of a country by each of its names and codes, in small letters without accents and full stops."""
    with (files("mqa.terms") / "countries.csv").open(encoding="utf-8") as file:
        rows = [(row["code"], row["names"].split(";")) for row in csv.DictReader(file)]
    return {_word(name): code for code, names in rows for name in (code, *names)}


def with_country(text: str) -> tuple[str, str]:
    """A domain without its country, and the code of that (empty: it has none).

    >>> with_country("siemens.com:de"), with_country("siemens.com"), with_country("crm:DE")
    (('siemens.com', 'DE'), ('siemens.com', ''), ('crm:DE', ''))
    """
    found = WITH_COUNTRY.fullmatch(text.strip())
    code = found[2].upper() if found else ""
    return (found[1], code) if found and code in country_words().values() else (text, "")


def in_country(domain: str, country: str) -> str:
    """The natural key of the account of a domain in a country (empty: of the whole company)."""
    return f"{domain}:{country}" if domain and country else domain


def _word(text: str) -> str:
    letters = normalize("NFD", text.lower().replace(".", ""))
    plain = normalize("NFC", "".join(letter for letter in letters if not combining(letter)))
    return " ".join(plain.split())
