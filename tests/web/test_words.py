"""How templates write what they are given."""

from __future__ import annotations

from mqa.web.words import held


def test_an_entry_of_the_audit_is_told_without_what_is_empty():
    assert held({"state": "rejected", "reason": "wrong size", "until": None, "note": ""}) == (
        "state: rejected, reason: wrong size"
    )
    assert held(None) == ""
