"""The packet of an account, from the rows of one day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mqa.explain.account import explanation
from mqa.explain.acts import did, known_as
from mqa.explain.packet import Known, packet
from mqa.explain.shares import Occasion
from mqa.handoff.packets import canonical
from tests.definitions import definition

JULY = 9678  # 2026-07-01
ANN, BEN, CAS = 1, 2, 3
RULES = definition(
    signals="""
        Demo: { activity: form.demo, points: 40, stage: decision }
        Prices: { activity: web.pricing, points: 8, stage: decision }
        Page: { activity: web.page, points: 1 }
    """,
    committee="""
        Economic buyer: { titles: [CFO], weight: 1.5, required: true }
        IT: { titles: ["*IT*"], weight: 1, required: true }
        Legal: { titles: ["*counsel*"], weight: 1, required: true }
    """,
    conditions="""
        Hot: { engagement_at_least: 60 }
        Two people: { people_at_least: 2, within: 14 days }
        Asked: { activity: [form.demo], times_at_least: 1, within: 60 days }
        Either: { any_of: [Asked, Two people] }
        MQA: { all_of: [Hot, Either] }
    """,
    levels="Qualified: { when: MQA, stage: MQA, action: direct_outreach }",
    intent="{ topics: [budgeting, forecasting], surge: 70, counts_for: 21 days }",
)
EMPTY = (
    *("journey", "buying_stages", "criteria_met", "known_facts", "contributions", "streaks", "surges", "transitions"),
    *("dated_facts", "research", "unreachable"),
)
CONDITIONS = {condition.name: nth for nth, condition in enumerate(RULES.conditions, start=1)}
HOLDING = ("Asked", "Two people", "Either", "MQA")
TITLES = {ANN: ("ann.berg@acme.com", "CFO"), BEN: ("ben@acme.com", "IT manager"), CAS: ("cas@acme.com", "Counsel")}


def scores(**given: Any) -> dict[str, Any]:
    ordinary = {"as_of": JULY, "state": "graded", "grade_rank": 0, "fit_score": 71_250_000, "segment": 1, "tier": 1}
    ordinary |= {"scope": 1, "last_age": 2, "evidence_age": 2, "known_share": 1_000_000}
    parts = dict.fromkeys(("breadth", "depth", "recency", "product"), 50_000_000)
    return {**ordinary, **parts, "engagement": 64_249_000, "engaged": 1, "seen": 2, "known": 3, **given}


def person(number: int, role: int, points: int, seen_age: int | None) -> dict[str, Any]:
    micro = points * 1_000_000
    engaged = int(points >= 5)
    row = {"person_id": number, "role": role, "gains": micro, "penalties": 0}
    return {**row, "engaged": engaged, "seen_age": seen_age, "points_age": seen_age}


def verdict(name: str, seen: int, needed: int, *, holds: bool = True, stays: bool | None = None) -> dict[str, Any]:
    row = {"condition": CONDITIONS[name], "seen": seen, "needed_to_enter": needed, "needed_to_stay": needed}
    return {**row, "enters": int(holds), "stays": int(holds if stays is None else stays)}


def act(person_id: int, signal: str, kind: str, days_ago: int, times: int = 1) -> Occasion:
    day = JULY - days_ago
    return Occasion(signal, person_id, day, day, kind, "", 0, ["x"], times, times)


def body(**given: Any) -> dict[str, Any]:
    occasions = given.pop("occasions", [act(ANN, "Demo", "form.demo", 12)])
    tables: dict[str, Any] = {
        **{name: [] for name in EMPTY},
        "scores": [scores()],
        "standings": [{"level": 1, "since": JULY - 9, "cooling_until": None, "asks_evidence_after": None}],
        "members": [{"person_id": ANN, "role": 1}, {"person_id": BEN, "role": 2}, {"person_id": CAS, "role": 3}],
        "person_scores": [person(ANN, 1, 60, 12), person(BEN, 2, 20, 2)],
        "contacts": [{"person_id": BEN, "rank": 2}, {"person_id": ANN, "rank": 1}],
        "verdicts": [verdict("Hot", 64_249_000, 60_000_000), *(verdict(name, 2, 1) for name in HOLDING)],
        **given,
    }
    people = {number: {"person_key": key, "title": title} for number, (key, title) in TITLES.items()}
    said = explanation(tables, {number: key for number, (key, _) in TITLES.items()}, occasions, RULES)
    assert said is not None
    account = {"account_id": 7, "domain": "acme.com", "name": "Acme", "owner": "Mila"}
    return packet(Known(account, JULY, JULY, 4, tables, people, occasions, {"CRM": "2026-07-01"}), said, RULES)


def test_why_now_is_said_in_sentences_what_matters_most_first():
    assert body()["why_now"] == [
        "It reached Qualified on 22 June because of “Hot” and “Asked”.",
        "Two people of the buying committee were active in the 14 days to 1 July: Ann Berg (CFO) and "
        "ben@acme.com (IT manager).",
        "Most of it hangs on one person: Ann Berg (CFO) has 75 % of the points.",
        "Ann Berg (CFO) asked for a demo on 19 June.",
        "Nobody was seen yet as Legal; cas@acme.com (Counsel) is known.",
    ]


def test_the_act_that_is_worth_most_is_told_before_later_ones():
    some = [act(BEN, "Prices", "web.pricing", 1), act(ANN, "Demo", "form.demo", 12), act(BEN, "Page", "web.page", 0)]
    sentences = [one for one in body(occasions=some)["why_now"] if "on 1" in one or "on 3" in one]
    assert sentences == [
        "Ann Berg (CFO) asked for a demo on 19 June.",
        "ben@acme.com (IT manager) looked at the prices on 30 June.",
    ]


def test_acts_long_ago_and_of_nobody_are_no_reason_now():
    some = [act(ANN, "Demo", "form.demo", 30), act(0, "Demo", "form.demo", 1)]
    assert not [one for one in body(occasions=some)["why_now"] if "demo" in one]


def test_a_role_nobody_is_known_in_is_named():
    said = body(members=[{"person_id": ANN, "role": 1}], person_scores=[person(ANN, 1, 60, 12)])
    assert said["why_now"][-1] == "Nobody is known yet as IT or Legal."
    assert [gap["role"] for gap in said["gaps"]] == ["IT", "Legal"]


def test_research_is_told_with_who_saw_it():
    week = {"topic": "budgeting", "provider": "Bombora", "week": JULY - 9, "strength_milli": 82_500}
    week |= {"counted": None, "counted_before": None, "days_before": None}
    surge = {"topic": 1, "provider": "Bombora", "week": JULY - 16, "strength_milli": 90_000}
    said = body(surges=[surge], research=[week, {**week, "topic": "forecasting", "strength_milli": 10_000}])
    assert "It researches budgeting more than usual, says Bombora." in said["why_now"]
    told = [(one["topic"], one["provider"], one["week"], one["strength"], one["surging"]) for one in said["topics"]]
    assert told == [
        ("budgeting", "Bombora", "2026-06-22", 825, True),
        ("forecasting", "Bombora", "2026-06-22", 100, False),
    ]


def test_a_topic_says_which_week_made_it_surge_and_what_was_counted():
    week = {"topic": "budgeting", "provider": "North", "week": JULY - 9, "strength_milli": 10_000}
    week |= {"counted": 6, "counted_before": 216, "days_before": 84}
    surge = {"topic": 1, "provider": "South", "week": JULY - 16, "strength_milli": 90_000}
    (topic,) = body(surges=[surge], research=[week])["topics"]
    assert topic["surge"] == {"provider": "South", "week": "2026-06-15", "strength": 900}
    assert (topic["counted"], topic["counted_before"], topic["days_before"]) == (6, 216, 84)


def test_scores_are_tenths():
    assert (body()["score"]["engagement"], body()["score"]["fit"]) == (642, 713)


def test_facts_carry_the_day_on_which_they_were_observed():
    row = {"fact": "employees", "value": None, "number_milli": 1_800_000, "value_on": None, "hindsight": 0}
    (fact,) = body(dated_facts=[{**row, "observed_on": JULY - 30, "source": "CRM"}])["facts"]
    assert fact == {"fact": "employees", "value": "1800", "as_of": "2026-06-01", "source": "CRM", "hindsight": False}


def test_a_verdict_that_only_stays_shows_what_it_needed_to_stay():
    row = {**verdict("Hot", 50_000_000, 60_000_000, holds=False, stays=True), "needed_to_stay": 45_000_000}
    (hot,) = [one for one in body(verdicts=[row])["verdicts"] if one["condition"] == "Hot"]
    assert (hot["seen"], hot["needed"], hot["holds"]) == ("50.0", "45.0", True)


def test_the_committee_names_everybody_and_how_far_they_got():
    first = body()["committee"][0]
    assert (first["role"], first["state"]) == ("Economic buyer", "engaged")
    assert first["people"] == [{"person": "ann.berg@acme.com", "title": "CFO", "state": "engaged"}]


def test_sales_is_told_whom_to_contact_first():
    assert [one["person"] for one in body()["contact_first"]] == ["ann.berg@acme.com", "ben@acme.com"]
    assert body()["contact_first"][0]["why"] == "asked for a demo on 19 June"


def test_who_cannot_be_written_to_is_called():
    said = body(unreachable=[{"person_id": ANN, "reach": "unsubscribed"}, {"person_id": CAS, "reach": "bounced"}])
    assert said["contact_first"][0]["why"].endswith("has unsubscribed from e-mail: call, do not mail")
    assert [gap["outreach"] for gap in said["gaps"]] == [
        "Call cas@acme.com (Counsel), who is known but has not been seen yet."
    ]


def test_no_sentence_of_a_packet_is_true_only_on_its_day():
    some = [act(ANN, "Demo", "form.demo", 12), act(BEN, "Page", "web.page", 1), act(ANN, "Page", "web.page", 0)]
    said = " ".join(texts(body(occasions=some)))
    assert [word for word in ("today", "yesterday", "ago", "last 14", "this week") if word in said] == []
    assert "ben@acme.com (IT manager)" in said


def texts(found) -> Iterator[str]:
    """Every text in a packet."""
    if isinstance(found, str):
        yield found
    for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from texts(one)


def test_the_timeline_is_the_latest_acts_by_person():
    some = [act(0, "Page", "web.page", 1), act(ANN, "Demo", "form.demo", 12, times=2)]
    timeline = body(occasions=some)["timeline"]
    assert [(one["day"], one["who"], one["what"], one["times"]) for one in timeline] == [
        ("2026-06-30", "nameless visitors", "looked at the website (page)", 1),
        ("2026-06-19", "ann.berg@acme.com", "asked for a demo", 2),
    ]


def test_a_packet_says_how_fresh_it_is():
    assert body()["freshness"] == {
        "as_of": "2026-07-01",
        "known_at": "2026-07-01",
        "run": 4,
        "last_act": "2026-06-29",
        "sources": {"CRM": "2026-07-01"},
        "scores": "complete",
        "late": [],
    }


def test_a_packet_is_plain_json_and_the_same_each_time():
    assert canonical(body()) == canonical(body())


def test_an_act_without_words_of_its_own_is_called_by_its_signal():
    assert did(act(ANN, "Podcast", "podcast.heard", 1)) == "did what counts as “Podcast”"


def test_a_name_is_only_read_from_an_address_that_shows_one():
    assert [known_as(one) for one in ("j.vos@a.com", "sales@a.com", "a.b@a.com")] == [
        "J Vos",
        "sales@a.com",
        "a.b@a.com",
    ]
