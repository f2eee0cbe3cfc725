"""Names of companies that do not exist, as many as wanted, and other ways to write some of them."""

from __future__ import annotations

import random

from mqa.identity.name_words import ONE_OF

CONSONANTS, VOWELS = "bcdfghklmnprstvxz", "aeio"
ENDS = ("n", "r", "s", "l", "x", "t", "m", "nd", "rt", "st")
FORMS = ("Inc.", "Ltd", "GmbH", "AG", "S.A.", "Corp.", "LLC", "B.V.", "Pty Ltd", "S.p.A.", "AB", "Co., Ltd.", "")


def names(many: int, seed: int) -> tuple[list[str], list[str], list[int]]:
    """Known names, as many wanted ones, and the place of the known name that each wanted one means (-1: none).

    A name is one or two made-up words (some words in many names), none to two common ones, and a legal form. Seven of
    ten wanted names are known ones that were cut, abbreviated, misspelt or given another form.
    """
    draw = random.Random(seed)
    common = sorted(ONE_OF)
    known = [_name(draw, common) for _ in range(many)]
    wanted, truth = [], []
    for _ in range(many):
        if draw.random() < 0.7:
            at = draw.randrange(many)
            truth.append(at)
            wanted.append(_otherwise(draw, known[at]))
        else:
            truth.append(-1)
            wanted.append(_name(draw, common))
    return known, wanted, truth


def _word(draw: random.Random) -> str:
    many = 2 if draw.random() < 0.2 else 3
    return "".join(draw.choice(CONSONANTS) + draw.choice(VOWELS) for _ in range(many)) + draw.choice(ENDS)


def _name(draw: random.Random, common: list[str]) -> str:
    own = [_word(draw) for _ in range(1 + (draw.random() < 0.3))]
    told = [common[int(len(common) * draw.random() ** 3)] for _ in range(draw.choice((0, 1, 1, 2)))]  # some far oftener
    return " ".join(word for word in (*map(str.capitalize, (*own, *told)), draw.choice(FORMS)) if word)


def _otherwise(draw: random.Random, name: str) -> str:
    words = name.split()
    at = draw.randrange(len(words))
    word, way = words[at], draw.randrange(5)
    if way == 0:
        words[-1] = draw.choice(FORMS)
    elif way == 1 and len(word) > 5:
        words[at] = word[: draw.randint(4, len(word) - 1)] + "."
    elif way == 2 and len(word) > 4:
        cut = draw.randrange(1, len(word) - 1)
        words[at] = word[:cut] + word[cut + 1 :]
    elif way == 3:
        words = [one.upper() for one in words]
    elif len(words) > 2:
        del words[draw.randrange(1, len(words))]
    return " ".join(word for word in words if word)
