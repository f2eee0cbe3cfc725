"""The page Audit: who changed what, for admins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mqa.ledger.audit import changes
from mqa.web.showing import Paging, asked_page, shown


def audit(request: Any) -> Any:
    """Every change, the latest first; narrowed by who made it and by what it is about."""
    page, size = asked_page(request)
    who, about = (request.GET.get(name, "").strip()[:200] for name in ("who", "about"))
    found, in_all = changes(who=who, about=about, first=(page - 1) * size, most=size)
    context = {"changes": found, "asked_who": who, "asked_about": about}
    rows = [asdict(change) for change in found]
    return shown(request, "audit.html", context, rows=rows, paging=Paging(page, size, in_all))
