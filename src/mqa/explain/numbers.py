"""Numbers as people read them, rounded so that what is shown adds up to what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

MICRO = 1_000_000
TENTH = 100_000  # millionths: scores are shown with one decimal


def tenths(micro: int) -> int:
    """Millionths as whole tenths, halves up.

    >>> tenths(42_349_999), tenths(42_350_000), tenths(-50_000)
    (423, 424, 0)
    """
    return (micro + TENTH // 2) // TENTH


def adding_up(shares: Iterable[int]) -> list[int]:
    """Each share in tenths, such that any run of them from the first adds up to its rounded sum.

    >>> adding_up([333_333, 333_333, 333_334])
    [3, 4, 3]
    """
    return [tenths(after) - tenths(before) for before, after in pairwise(accumulate(shares, initial=0))]


def one_decimal(count_of_tenths: int) -> str:
    """Tenths as a number with one decimal.

    >>> one_decimal(423), one_decimal(-4)
    ('42.3', '-0.4')
    """
    sign = "-" if count_of_tenths < 0 else ""
    return f"{sign}{abs(count_of_tenths) // 10}.{abs(count_of_tenths) % 10}"


def score(micro: int) -> str:
    """A score of 0 to 100, with one decimal.

    >>> score(42_350_000)
    '42.4'
    """
    return one_decimal(tenths(micro))


def score_seen(micro: int, *needed: int) -> int:
    """A score as it is shown beside what is needed, in millionths: with one decimal as everywhere, or with as many as
    tell on which side of what is needed it is. 59.96 has not reached 60 and must not look as if it had.

    >>> score_seen(59_960_000, 60_000_000), score_seen(59_960_000, 70_000_000), score_seen(60_030_000, 60_000_001)
    (59960000, 60000000, 60030000)
    """
    shown = [tenths(micro) * TENTH, *(micro // digit * digit for digit in (10_000, 1_000, 100, 10))]
    return next((one for one in shown if all((one >= bound) == (micro >= bound) for bound in needed)), micro)


def score_needed(micro: int) -> str:
    """A threshold, exactly: with one decimal, or as many as it has.

    >>> score_needed(60_000_000), score_needed(33_333_334)
    ('60.0', '33.333334')
    """
    return one_decimal(micro // TENTH) if micro % TENTH == 0 else plain(Decimal(micro) / MICRO)


def percent(micro: int, *needed: int) -> str:
    """Millionths of 0-1 as a percentage, with one decimal, halves to the even digit; or with as many as tell on which
    side of what is needed, and of all of it, it is.

    >>> percent(666_666), percent(333_333), percent(500_000), percent(999_999)
    ('66.7 %', '33.3 %', '50 %', '99.9 %')
    >>> percent(499_999, 500_000), percent(500_001, 500_001)
    ('49.9 %', '50.0001 %')
    """
    tenth = int((Decimal(micro) / 1000).quantize(Decimal(1), ROUND_HALF_EVEN)) * 1000
    shown = [tenth, *(micro // digit * digit for digit in (1000, 100, 10))]
    told = next((one for one in shown if all((one >= bound) == (micro >= bound) for bound in (*needed, MICRO))), micro)
    return percent_needed(told)


def percent_needed(micro: int) -> str:
    """A threshold of 0-1 as a percentage, exactly.

    >>> percent_needed(500_000), percent_needed(666_700)
    ('50 %', '66.67 %')
    """
    return f"{plain(Decimal(micro) / 10_000)} %"


def points(micro: int) -> str:
    """Micro-points with one decimal.

    >>> points(12_550_000), points(-4_000_000)
    ('12.6', '-4.0')
    """
    return f"{(Decimal(micro) / MICRO).quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def plain(number: Decimal) -> str:
    """A number without needless zeros.

    >>> plain(Decimal("30.0")), plain(Decimal("0.5"))
    ('30', '0.5')
    """
    return format(number.normalize(), "f")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "person", "people"), counted(2, "person", "people"), counted(1200, "act")
    ('1 person', '2 people', '1,200 acts')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], conjunction: str = "or") -> str:
    """Words as a sentence lists them.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"], "and")
    ('A', 'A or B', 'A, B and C')
    """
    *others, last = [*words] or [""]
    return f"{', '.join(others)} {conjunction} {last}" if others else last
