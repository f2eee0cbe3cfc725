"""What an e-mail address says of who reads it: a person, a machine, or whoever is on duty.

The rows of `addresses.csv` are words, what they say, and their language (none: of all). Those of a robot or a role are
the part before the @, where `*` stands for anything that a dash or an underscore ends (`erik.bot` may be somebody's
name); those of students are a label of the host.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

MACHINE, ROBOT, ROLE, STUDENT = "no-reply", "robot", "role address", "student"
# Names before the @ that machines send from. Root is also a name of people: a machine's where it stands alone.
NO_REPLY = (
    r"(?:[a-z0-9]+[._+-])*(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|mailer-daemon|postmaster|bounces?|"
    r"notifications?|automated)(?:[._+-].*)?|(?:nobody|root)(?:\+.*)?"
)
REGIONS = "at|be|ch|de|dk|es|eu|fi|fr|it|nl|no|pl|pt|se|uk|us|int|dach|emea|apac"
OF_SEVERAL = rf"(?:[._-]?[0-9]{{1,3}}|[._-](?:{REGIONS}))?(?:\+.*)?"  # info2, sales.de, contact+web


def mailbox(local: str) -> str:
    """Whose the part before the @ is: a rule by which it is no person's, or nothing. Small letters are expected.

    >>> [mailbox(local) for local in ("no-reply", "build-bot", "info", "customer.service-uk", "ann", "sales.ann")]
    ['no-reply', 'robot', 'role address', 'role address', '', '']
    """
    return next((rule for rule, pattern in patterns().items() if re.fullmatch(pattern, local)), "")


@cache
def patterns() -> dict[str, str]:
    """What the whole part before the @ looks like, by rule, the first one first; engines read them as Python does."""
    said = {rule: "|".join(map(_pattern, words_that_say(rule))) for rule in (ROBOT, ROLE)}
    return {MACHINE: NO_REPLY} | {rule: f"(?:{some}){OF_SEVERAL}" for rule, some in said.items()}


def words_that_say(what: str) -> list[str]:
    """The words of all rows that say one thing."""
    with (files("mqa.identity") / "addresses.csv").open(encoding="utf-8") as file:
        return [row["words"] for row in csv.DictReader(file) if row["says"] == what]


def _pattern(words: str) -> str:
    """Words as a pattern: between two there may be a dot, a dash, an underscore, or nothing.

    >>> _pattern("service desk"), _pattern("* bot")
    ('service[._-]?desk', '.+[_-]bot')
    """
    return words.replace("* ", ".+[_-]").replace(" ", "[._-]?")
