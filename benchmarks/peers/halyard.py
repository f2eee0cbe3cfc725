"""What the peers know by heart of `definitions/halyard.yaml`, as the script of `by_hand` does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

WINDOW = 90
MICRO = 1_000_000
CODES = {  # 1 to 18: the signals of engagement in the file's order, 19 to 22 those of product; above: only counted
    "web.careers": 1,
    "email.unsubscribe": 2,
    "form.demo": 3,
    "form.contact": 4,
    "form.rfp": 5,
    "web.pricing": 6,
    "web.calculator": 7,
    "sales.meeting": 8,
    "sales.reply": 9,
    "web.comparison": 10,
    "content.technical": 11,
    "content.case": 12,
    "event.attended": 13,
    "webinar.attended": 14,
    "content.report": 15,
    "email.click": 16,
    "web.page": 18,
    "product.connected": 19,
    "product.scan": 20,
    "product.invite": 21,
    "product.limit": 22,
    "email.open": 25,
    "email.reply": 26,
    "email.delivered": 27,
    "email.bounce": 28,
}
UNSUBSCRIBED, BOUNCED = 2, 28
LONG_VISIT, OTHER_PAGE, OTHER_CONTENT = 17, 23, 24
PAGES_SEEN_LONG = (18, OTHER_PAGE)
VISITS = (1, 6, 7, 10, LONG_VISIT, 18, OTHER_PAGE)
DOWNLOADS = (11, 12, 15, OTHER_CONTENT)
PENALTIES, GAINS, PRODUCT = (1, 2), (3, 18), (19, 22)  # the codes of each pool, both ends included

SIGNALS = (  # code, points, half-life, cap, most acts of a day
    (1, -4, 14, 20, 2),
    (2, -8, 60, 24, 1),
    (3, 40, 30, 80, 1),
    (4, 30, 30, 60, 1),
    (5, 45, 45, 90, 1),
    (6, 8, 14, 40, 3),
    (7, 15, 21, 30, 1),
    (8, 35, 30, 70, 1),
    (9, 20, 21, 40, 1),
    (10, 6, 14, 30, 3),
    (11, 10, 30, 40, 2),
    (12, 8, 30, 32, 2),
    (13, 15, 45, 45, 1),
    (14, 12, 30, 36, 1),
    (15, 5, 21, 20, 2),
    (16, 2, 14, 12, 2),
    (17, 2, 7, 12, 2),
    (18, 1, 7, 10, 5),
    (19, 25, 30, 25, 1),
    (20, 4, 14, 40, 5),
    (21, 10, 30, 40, 4),
    (22, 30, 21, 30, 1),
)
CAPS = {code: cap * MICRO for code, _, _, cap, _ in SIGNALS}
TENTHS = {-1: 5, 0: 7, 1: 15, 2: 14, 3: 12, 4: 11, 5: 10, 6: 8}  # weight by role; -1: nameless, 0: none
MOST_PER_PERSON = 60 * MICRO
MARKETS = ("us", "ca", "gb", "ie", "de", "nl", "se", "no")
EXCLUDED = ("partner", "reseller", "customer")
REGULATED = ("banking", "insurance", "healthcare", "energy")
WAREHOUSES = ("snowflake", "databricks", "bigquery")
REPLACED = ("oldvault", "gridlock")
HIRING = ("security engineer", "privacy counsel")
TOPICS = ("data security posture", "data loss prevention", "dora compliance", "hipaa audit")
BENCHMARKS = {1: (180_000, 5), 2: (150_000, 4), 3: (90_000, 3)}  # by segment: thousandths of points, people
COMMITTEE_ASKED = (1, 2, 3, 6)  # the roles that the committee needs
LEVELS = {8: 1, 26: 2, 14: 3, 13: 4, 15: 5}  # by the number of their condition in alphabetical order


def codes(shapes: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """The code of each shape of acts that counts, from its number and kind."""
    found = {shape: _code(kind.lower()) for shape, kind in shapes}
    return [(shape, code) for shape, code in found.items() if code]


def _code(kind: str) -> int:
    room = kind.split(".")[0] if "." in kind else ""
    return CODES.get(kind, {"web": OTHER_PAGE, "content": OTHER_CONTENT}.get(room, 0))


def worth() -> list[tuple[int, int, int]]:
    """A row per code, role and age: their key (see `key`), the most acts of a day, and what one is worth."""
    return [
        (key(code, role, age), per_day, round(points * 100_000 * tenths * 0.5 ** (age / half_life)))
        for code, points, half_life, _, per_day in SIGNALS
        for role, tenths in TENTHS.items()
        for age in range(WINDOW)
    ]


def key(code: Any, role: Any, age: Any) -> Any:
    """One narrow key of three, of numbers or of whole columns."""
    return (code * 8 + role + 1) * 128 + age
