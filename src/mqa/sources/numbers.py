"""Numbers as people write them, where they can mean only one thing."""

from __future__ import annotations

import re
from decimal import Decimal

REMARKS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
ABOUT = re.compile(r"^(?:about|circa|approx\.?|approximately|around|ca?\.|over|more than|[~≈>])\s*", re.IGNORECASE)
CURRENCY = r"(?:[A-Z]{2}[$¥]|[A-Z]{3}|[$€£¥₹₩])"
UNIT = r"(?:employees|people|staff|FTE|euros?|yen|dollars)"
SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mio": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "mrd": 9,
    "billion": 9,
    "tn": 12,
    "trillion": 12,
}
WRITTEN = re.compile(
    rf"(?:{CURRENCY}\s*)?(?P<sign>[-+−]?)\s*(?:{CURRENCY}\s*)?(?P<digits>\d[\d.,'’\s]*)"
    rf"(?P<scale>(?!{UNIT})[A-Za-z]+\.?)?\s*(?:{CURRENCY}|{UNIT})?\s*\+?",
    re.IGNORECASE,
)
GROUPED = (  # how digits are grouped: the pattern, what separates groups, what begins the decimals
    (re.compile(r"\d+(\.\d+)?"), "", "."),
    (re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}"), ".", ","),
    (re.compile(r"\d{1,3}(\s\d{3})+([.,]\d+)?"), " \u00a0\u202f\u2009", ".,"),
    (re.compile(r"\d{1,3}(['’]\d{3})+(\.\d+)?"), "'’", "."),
    (re.compile(r"\d+,\d{1,2}"), "", ","),
)
LARGEST = 10**15  # beyond, thousandths do not fit into 64 bits


def thousandths(written: str) -> int | None:
    """A number in thousandths, or None where it cannot be read or could mean two things (a range, `1,2345`).

    Remarks in brackets, currencies, “about”, a closing “+” and words of scale are understood.

    >>> thousandths("23,299 (December, 2024)"), thousandths("US$ 1.2 billion"), thousandths("1,000+")
    (23299000, 1200000000000, 1000000)
    >>> thousandths("1.234,5"), thousandths("12,5 Mio"), thousandths("10-50"), thousandths("many")
    (1234500, 12500000000, None, None)
    """
    found = WRITTEN.fullmatch(ABOUT.sub("", REMARKS.sub(" ", written).strip()))
    value = _decimal(found["digits"].strip()) if found else None
    scale = SCALES.get((found["scale"] or "").rstrip(".").lower(), None if found["scale"] else 0) if found else None
    if found is None or value is None or scale is None:
        return None
    value = value.scaleb(scale) * (-1 if found["sign"] in ("-", "−") else 1)
    return round(value * 1000) if abs(value) < LARGEST else None


def _decimal(digits: str) -> Decimal | None:
    """The value of digits that are grouped in one of the known ways."""
    for pattern, groups, point in GROUPED:
        if pattern.fullmatch(digits):
            bare = "".join(sign for sign in digits if sign not in groups)
            return Decimal(bare.translate({ord(sign): "." for sign in point}))
    return None
