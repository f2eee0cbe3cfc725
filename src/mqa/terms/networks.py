"""Whose a network is: a company's (or an authority's) own, or that of somebody who lends it to everybody."""

from __future__ import annotations

COMPANY = "company"
LENT = (  # a visit from there says nothing of where its visitor works
    "access provider",
    "mobile operator",
    "cloud",
    "hoster",
    "vpn",
    "university",
    "school",
    "internet exchange",
)
NETWORK_CLASSES = (COMPANY, *LENT)
