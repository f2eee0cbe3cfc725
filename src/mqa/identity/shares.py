"""What lists of shares add behind the name of a company."""

from __future__ import annotations

from mqa.identity.legal_forms import ENDINGS
from mqa.identity.name_words import CERTIFICATES, CURRENCIES, SHARES, SHARES_BEFORE


def without_shares(words: list[str]) -> list[str]:
    """The words of a name without class, certificate and nominal value of a share.

    >>> without_shares("acme ag inh on".split()), without_shares("acme sp adr 5 dl 0001".split())
    (['acme', 'ag'], ['acme'])
    >>> without_shares("acme inc class a".split()), without_shares("studio 54".split())
    (['acme', 'inc'], ['studio', '54'])
    """
    end = len(words)
    if not CERTIFICATES.isdisjoint(words):
        end = next((at for at, word in enumerate(words) if at and word in CERTIFICATES), end)
    while end > 1:
        last, before = words[end - 1], words[end - 2]
        if (
            last in SHARES
            or (end < len(words) and (last in SHARES_BEFORE or len(last) == 1))
            or (len(last) == 1 and last.isascii() and (before in SHARES_BEFORE or before in ENDINGS))
        ):
            end -= 1
        elif last[-1].isdigit() and (priced := _priced(words, end)):
            end -= priced
        else:
            break
    return words[:end] if end < len(words) else words


def _priced(words: list[str], end: int) -> int:
    """How many words before `end` are a nominal value: `eo 0 30`, `dl1 25`, `rp100`."""
    start = end
    while start > 1 and words[start - 1].isdecimal():
        start -= 1
    currency, value = words[start - 1][:2], words[start - 1][2:]
    told = start > 1 and currency in CURRENCIES and (value.isdecimal() if value else start < end)
    return end - start + 1 if told else 0
