"""Names of companies, normalised: the words that tell one from another, the legal form, the initials."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from mqa.identity.legal_forms import BEGINNINGS, ENDINGS, SPACELESS, VAGUE, Path
from mqa.identity.name_words import ABBREVIATIONS, JOINING, LETTERS, LINKING
from mqa.identity.shares import without_shares

_AMPERSAND = re.compile(r"\b(\w{1,2})\s?[&+]\s?(\w)\b")
_ACTING_FOR = re.compile(r".* (?:represented by|on behalf of|acting (?:by )?through) (?=\w)")  # a state, for its office
_WORDS = re.compile(r"[^\W_]+")
_SPACELESS = re.compile("|".join(SPACELESS))


class NameForms(NamedTuple):
    """A name as it is compared: its words in order (never none, but for a name without a letter or digit), its legal
    form (empty: none is told), its initials (empty: it has one word)."""

    words: tuple[str, ...]
    form: str = ""
    acronym: str = ""


def name_forms(name: str) -> NameForms:
    """What a name says, without the ways of writing it.

    >>> name_forms("The Müller & Söhne Mfg. Co., Ltd.")
    NameForms(words=('muller', 'sohne', 'manufacturing'), form='ltd', acronym='msm')
    >>> name_forms("PT Acme Intl Tbk").words, name_forms("Acme S.p.A. (Acme)"), name_forms("AT&T Inc.").words
    (('acme', 'international'), NameForms(words=('acme',), form='spa', acronym=''), ('att',))
    >>> name_forms("ООО Ромашка"), name_forms("株式会社東芝").words
    (NameForms(words=('romashka',), form='ooo', acronym=''), ('東芝',))
    """
    words = _ACTING_FOR.sub("", plain(name)).split()
    if len(words) > 1 or not name.isascii():
        words = without_shares(words)
        words, form = _without_form(words if name.isascii() else _spaced(words))
    else:
        form = ""
    words = [ABBREVIATIONS.get(word, word) for word in words]
    initials = "".join([word[0] for word in words if word not in LINKING])
    return NameForms(tuple(words), form, initials if len(initials) > 1 else "")


def plain(name: str) -> str:
    """The words of a name: small, Latin, without accents and marks; single letters joined; no `and`, no `the`.

    >>> plain("  Société Générale S.A. "), plain("H & M"), plain("X 5 Retail Group"), plain("Čapek + Łoś")
    ('societe generale sa', 'hm', 'x5 retail group', 'capek los')
    """
    text = name.lower()
    if not text.isascii():
        text = _latin(text)
    elif "'" in text or "`" in text:
        text = text.translate(LETTERS)
    if "&" in text or "+" in text:
        text = _AMPERSAND.sub(r"\1\2", text)
    found = _WORDS.findall(text)
    words, single = [], False
    for word in found:
        if len(word) > 1:
            single = False
            if word not in JOINING:
                words.append(word)
        elif single:
            words[-1] += word  # `s p a` is `spa`
        else:
            single = True
            words.append(word)
    return " ".join(words or found)


def _latin(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)).translate(LETTERS))


def _spaced(words: list[str]) -> list[str]:
    """Legal forms that are written without a space (東芝株式会社) as words of their own."""
    return [part for word in words for part in _SPACELESS.sub(r" \g<0> ", word).split()]


def _without_form(words: list[str]) -> tuple[list[str], str]:
    """The words without legal forms at both ends, and the form; a word is always left."""
    words, form = _told_once(words), ""
    while len(words) > 1 and (words[-1] in ENDINGS or words[0] in BEGINNINGS):
        length, told = _led(ENDINGS, words[:0:-1])
        if length:
            words = words[:-length]
        else:
            length, told = _led(BEGINNINGS, words[:-1])
            if not length:
                break
            words = words[length:]
        form = form if form and form not in VAGUE else told
    return words, form


def _led(path: Path, words: list[str]) -> tuple[int, str]:
    """How many of the words are a legal form, as many as can be, and which."""
    length, form = 0, ""
    for at, word in enumerate(words, start=1):
        if word not in path:
            break
        path = path[word]
        if path.form is not None:
            length, form = at, path.form
    return length, form


def _told_once(words: list[str]) -> list[str]:
    """A name that is told again behind its legal form, perhaps cut off (`Acme SpA Acme S`), once."""
    if len(words) < 3:
        return words
    first = words[0]
    for at in range(2, len(words)):
        told = first.startswith(words[at]) and words[at - 1] in ENDINGS
        if told and " ".join(words).startswith(" ".join(words[at:])):
            return words[:at]
    return words
