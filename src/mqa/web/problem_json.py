"""Problems as programs read them: application/problem+json with what is wrong, where, and how to mend it (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import responses
from typing import Any

from django.http import HttpResponse

from mqa.terms.problems import Problem

MEDIA_TYPE = "application/problem+json"


def problem_response(status: int, problems: Sequence[Problem]) -> Any:
    """An answer that tells of problems."""
    said = {
        "type": "about:blank",
        "title": responses.get(status, "Problem"),
        "status": status,
        "problems": [{"what": one.what, "where": str(one.place), "mend": one.mend} for one in problems],
    }
    return HttpResponse(json.dumps(said), status=status, content_type=MEDIA_TYPE)
