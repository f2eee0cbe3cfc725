"""AQLs for programs."""

from __future__ import annotations

import pytest

from mqa.answers.aqls import Aql
from mqa.web.api import aqls as route

ANN = Aql(
    *(7, "acme.com", "Acme", "Priority", 1, "ann@acme.com", "CFO", "Buyer", 5_000_000, 9678),
    engaged=True,
    mql=False,
    reach="mail",
)
COUNTS = {"aqls": 1, "accounts": 1, "mqls": 4, "mqls_among_them": 0}


def test_a_person_stands_with_names_the_day_of_their_last_act_and_mqls_beside(client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(route.answers, "aqls", lambda *_, most: [ANN] * most)
    monkeypatch.setattr(route.answers, "counts", lambda _: COUNTS)
    found = client("viewer").get("/api/v1/aqls?most=2&limit=1").json()
    assert (found["in_all"], found["mqls"]) == (2, 4)
    assert found["people"] == [{**vars(ANN), "last_act": "2026-07-01"}]
