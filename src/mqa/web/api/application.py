"""The API put together, and its addresses."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from mqa.web.api import accounts, agreement, aqls, changes, comparisons, handoffs, near_misses, running
from mqa.web.api.contract import openapi
from mqa.web.api.problems import tell_problems

WORDS = """Accounts, why they qualify or not, handoffs and what sales says of them, runs, the definition, what another
version of it would change.

Send `Authorization: Bearer <key>` with a key from the page Keys or `mqa key add`. Scopes: `read` looks, `answer` enters
what sales says, `run` starts runs and comparisons. Lists come in pages of at most 200. Whatever goes wrong comes as
problem+json.
"""

api = NinjaAPI(title="mqa", version="1", description=WORDS, urls_namespace="api", docs_url=None, openapi_url=None)
for one in (accounts, changes, near_misses, aqls, handoffs, running, agreement, comparisons):
    api.add_router("", one.router, tags=[one.__name__.rsplit(".", 1)[-1]])
tell_problems(api)

addresses = (
    [path("openapi.json", openapi(api), name="openapi"), *(one for one in api.urls[0] if one.name != "api-root")],
    "api",
    "api",
)
