"""Acts and people in the words of a colleague: “Eva Smit (CFO) asked for a demo on 19 June”."""

from __future__ import annotations

from datetime import date

from mqa.explain.shares import Occasion
from mqa.terms.durations import date_of

DID = {
    "content.case": "read a case study",
    "content.report": "read a report",
    "content.technical": "read a technical guide",
    "email.click": "clicked in an e-mail",
    "email.delivered": "got an e-mail",
    "email.open": "opened an e-mail",
    "email.reply": "answered an e-mail",
    "email.unsubscribe": "unsubscribed",
    "event.attended": "came to an event",
    "form.contact": "asked to be contacted",
    "form.demo": "asked for a demo",
    "form.rfp": "asked for a proposal",
    "form.trial": "asked for a trial",
    "product.connected": "connected the product",
    "product.invite": "invited a colleague to the product",
    "product.limit": "reached the limit of the plan",
    "product.scan": "used the product",
    "sales.meeting": "accepted a meeting",
    "sales.reply": "replied to sales",
    "web.calculator": "used the calculator",
    "web.careers": "looked at jobs",
    "web.comparison": "compared products",
    "web.pricing": "looked at the prices",
    "webinar.attended": "came to a webinar",
}
FAMILIES = {
    "content": "read “{}”",
    "form": "sent the form “{}”",
    "web": "looked at the website ({})",
}
NAME_PARTS = (2, 3)


def did(occasion: Occasion) -> str:
    """What somebody did on an occasion; an act we have no words for is called by its signal."""
    return deed(occasion.kind) or f"did what counts as “{occasion.signal}”"


def deed(kind: str) -> str:
    """What somebody did by an act of a kind; empty where we have no words for it.

    >>> deed("form.demo"), deed("web.about_us"), deed("governance.kubernetes")
    ('asked for a demo', 'looked at the website (about us)', '')
    """
    family, _, rest = kind.partition(".")
    return DID.get(kind) or (FAMILIES[family].format(rest.replace("_", " ")) if family in FAMILIES else "")


def on(day: int, as_of: int) -> str:
    """A day in a sentence, with its year only where that is another.

    >>> on(9666, 9678), on(9400, 9678)
    ('19 June', '26 September 2025')
    """
    found, now = date_of(day), date_of(as_of)
    return _said(found) if found.year == now.year else f"{_said(found)} {found.year}"


def known_as(person_key: str) -> str:
    """How a sentence names a person of whom only an address is known: by the name in it, if one can be seen.

    >>> known_as("eva.smit@acme.com"), known_as("esmit@acme.com"), known_as("crm:1.2")
    ('Eva Smit', 'esmit@acme.com', 'crm:1.2')
    """
    local, at, _ = person_key.partition("@")
    parts = local.partition("+")[0].replace("_", ".").split(".")
    if at and len(parts) in NAME_PARTS and all(part.isalpha() for part in parts) and len(parts[-1]) > 1:
        return " ".join(part.capitalize() for part in parts)
    return person_key


def _said(day: date) -> str:
    return f"{day.day} {day:%B}"
