from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mqa.handoff.agreed import EVENTS
from mqa.handoff.wording import words

MONDAY = datetime(2026, 6, 29, 6, tzinfo=UTC)
ANN = "ann@halyard.example"
HANDED = {
    "account": {"domain": "acme.example", "name": "Acme"},
    "level": "Qualified",
    "owner": ANN,
    "due_at": "2026-06-30T12:00:00+00:00",
    "why_now": ["3 people of the committee came within 14 days.", "Two asked for a demo."],
    "contact_first": [{"person": "Bo Ek", "title": "CISO"}, {"person": "Cy Fox", "role": "User"}, {"person": "Di"}],
}


def told(event: str, reader: str = ANN, **more: Any) -> tuple[str, tuple[str, ...], str]:
    found = words(event, HANDED | more, MONDAY, "Europe/Amsterdam", reader=reader)
    return found.subject, found.sentences, found.answer_by


def test_a_handoff_says_to_whom_why_now_whom_to_contact_and_until_when():
    assert told("handed off") == (
        "Acme was handed to you: 3 people of the committee came within 14 days",
        (
            "3 people of the committee came within 14 days.",
            "Two asked for a demo.",
            "Contact first: Bo Ek (CISO), then Cy Fox (User).",
        ),
        "Answer by Tuesday 14:00.",
    )


def test_a_subject_has_room_for_a_thought_not_for_a_list():
    why = [
        "It reached Priority on 22 June because of “Good fit”, “Engaged”, “Three people”, “Four visits” and two more."
    ]
    assert told("handed off", why_now=why)[0] == "Acme was handed to you: it reached Priority on 22 June"
    assert told("handed off", why_now=["All in all " * 20])[0] == "Acme was handed to you"


def test_the_end_of_a_day_is_told_as_that_day():
    assert told("handed off", due_at="2026-07-01T00:00:00+02:00")[2] == "Answer by the end of Tuesday."


def test_a_room_is_told_the_owner_by_name():
    assert told("handed off", reader="")[0].startswith(f"Acme was handed to {ANN}: ")


def test_a_due_time_far_off_is_told_with_its_day():
    assert told("handed off", due_at="2026-07-06T12:00:00+02:00")[2] == "Answer by Monday 6 July 2026, 12:00."


def test_a_reminder_asks_the_reader():
    assert told("reminded")[::2] == ("Acme still waits for your answer", "Answer by Tuesday 14:00.")


def test_an_escalation_says_whose_answer_is_missing_since_when():
    subject, sentences, answer_by = told("escalated", reader="lead@halyard.example")
    assert (subject, sentences[0], answer_by) == (f"Acme has no answer from {ANN}", "It was due Tuesday 14:00.", "")


def test_a_reclaimed_account_says_from_whom_to_whom():
    subject, sentences, _ = told("reclaimed", **{"from": "cy@halyard.example"})
    assert subject == "Acme went from cy@halyard.example to you"
    assert sentences[0] == "No answer came from cy@halyard.example in time."


def test_a_withdrawn_handoff_needs_no_answer_and_says_why():
    subject, sentences, answer_by = told("withdrawn", reason="it has an open opportunity")
    assert (subject, answer_by) == ("Acme was taken back from you", "")
    assert sentences == ("It has an open opportunity.", "No answer is needed any more.")


def test_a_rise_in_level_is_told():
    assert told("amended", level="Priority")[0].startswith("Acme rose to Priority: 3 people")


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({"answer": "accepted"}, "Acme was accepted by cy@halyard.example"),
        ({"answer": "rejected", "reason": "no project"}, "Acme was rejected by cy@halyard.example: no project"),
        (
            {"answer": "deferred", "until": "2026-09-01"},
            "Acme was deferred by cy@halyard.example until 1 September 2026",
        ),
        ({"answer": "qualified"}, "Acme is willing to talk, says cy@halyard.example"),
    ],
)
def test_an_answer_is_told_with_who_gave_it(said, subject):
    assert told("answered", by="cy@halyard.example", **said)[0] == subject


def test_a_level_entered_says_what_to_do_and_one_left_what_ends():
    watch = {"level": "Watch", "action": "research_and_social_outreach", "why_now": []}
    assert told("level entered", **watch)[:2] == (
        "Acme entered Watch",
        ("What to do: research and social outreach.",),
    )
    assert told("level left", **watch)[:2] == ("Acme left Watch", ("This ends: research and social outreach.",))


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_words_even_where_nothing_is_known(event):
    assert words(event, {}, MONDAY, "UTC").subject
