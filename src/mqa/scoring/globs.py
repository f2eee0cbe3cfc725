"""Patterns in which `*` stands for any text and nothing else is special."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache


def any_matches(patterns: Iterable[str], text: str) -> bool:
    """Whether one of the patterns matches, whatever the case.

    >>> any_matches(["/docs/*"], "/Docs/api"), any_matches(["/docs?"], "/docs1")
    (True, False)
    """
    return any(_expression(pattern.lower()).match(text.lower()) for pattern in patterns)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace("[", "[[]").replace("?", "[?]")))
