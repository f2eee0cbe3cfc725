"""Laws of handing off, whatever happens in whichever order: runs, answers, clocks, and everything done twice."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.delivery.answering import answer
from mqa.delivery.clocks import keep
from mqa.delivery.following import follow
from mqa.delivery.handing import hand_off
from mqa.ledger.models import Disposition, Handoff, Message, Packet, Run
from mqa.ledger.opening import open_ledger
from mqa.workspaces import Opened
from tests.delivery.company import AGREEMENT, MONDAY, company, found, packets_without_a_warehouse

STANDS = ("Watch account of interest", "Qualified MQA", "Priority MQA", "Qualified SAA", "Qualified pipeline")
REASONS = {"rejected": "wrong size", "deferred": "no budget this year"}
HANDED_OFF = ("Qualified", "Priority")

runs = st.tuples(st.just("run"), st.lists(st.sampled_from(STANDS), min_size=3, max_size=3), st.booleans())
answers = st.tuples(st.just("answer"), st.integers(0, 2), st.sampled_from(("accepted", *REASONS)))
hours = st.tuples(st.just("hours"), st.integers(1, 200), st.none())
lives = st.lists(st.one_of(runs, answers, hours), min_size=1, max_size=8)
law = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@contextmanager
def workspace() -> Iterator[Opened]:
    """A company of its own for one life."""
    with tempfile.TemporaryDirectory() as folder:
        open_ledger(Path(folder) / "ledger.sqlite3")
        try:
            yield company(Path(folder))
        finally:
            connections.close_all()


@pytest.fixture(autouse=True)
def _quick_packets(monkeypatch: pytest.MonkeyPatch) -> None:
    packets_without_a_warehouse(monkeypatch)


def lived(opened: Opened, life: list[tuple], check) -> None:
    """Live through a life, step by step; after each, all that runs by itself runs, and `check` is asked."""
    now, day = MONDAY, 100
    for what, first, second in life:
        if what == "hours":
            now += timedelta(hours=first)
        elif what == "run":
            day += 1
            run = found("\n".join(f"{nth} {stands}" for nth, stands in enumerate(first, start=1)), day)
            last = Disposition.objects.order_by("-id").values_list("id", flat=True).first() or 0
            Run.objects.filter(pk=run).update(answers_seen=last if second else 0)  # or it began before all answers
        else:
            say(opened, first + 1, second, now)
        done(opened, now)
        check(opened, now)


def done(opened: Opened, now) -> None:
    follow(opened, AGREEMENT, now)
    hand_off(opened, AGREEMENT, now)
    keep(opened, AGREEMENT, now)


def say(opened: Opened, account: int, what: str, now) -> None:
    handoff = Handoff.objects.filter(account_id=account, closed_at=None).first()
    if handoff:
        answer(opened, AGREEMENT, handoff.pk, what, reason=REASONS.get(what, ""), by="cas", now=now)


def everything() -> list[list[tuple]]:
    """All that the ledger says of handoffs."""
    return [list(model.objects.order_by("id").values_list()) for model in (Handoff, Packet, Disposition, Message)]


@law
@given(lives)
def test_an_account_has_at_most_one_open_handoff_and_one_while_it_waits_at_a_level_handed_off_at_once(life):
    def check(_: Opened, __) -> None:
        open_now = Counter(Handoff.objects.filter(closed_at=None).values_list("account_id", flat=True))
        assert set(open_now.values()) <= {1}
        run = Run.objects.order_by("-id").first()
        if run is None:
            return
        for row in run.served.filter(level="Priority", stage="MQA"):
            answered = Disposition.objects.filter(account_id=row.account_id, id__gt=run.answers_seen).exists()
            assert answered or open_now[row.account_id] == 1

    with workspace() as opened:
        lived(opened, life, check)


@law
@given(lives)
def test_doing_all_of_it_again_changes_nothing(life):
    def check(opened: Opened, now) -> None:
        before = everything()
        done(opened, now)
        assert everything() == before

    with workspace() as opened:
        lived(opened, life, check)


@law
@given(lives)
def test_no_handoff_is_open_for_who_is_with_sales_or_at_a_level_that_is_not_handed_off(life):
    def check(_: Opened, __) -> None:
        run = Run.objects.order_by("-id").first()
        for handoff in Handoff.objects.filter(closed_at=None):
            row = run.served.get(account_id=handoff.account_id)
            assert row.level in HANDED_OFF
            assert row.stage not in ("pipeline", "won")

    with workspace() as opened:
        lived(opened, life, check)


@law
@given(lives)
def test_every_handoff_has_packets_in_order_told_once_each_and_at_most_one_answer(life):
    def check(_: Opened, __) -> None:
        for handoff in Handoff.objects.all():
            versions = list(handoff.packets.order_by("id").values_list("version", flat=True))
            assert versions == [*range(1, len(versions) + 1)]
            told = Counter(handoff.messages.values_list("event", flat=True))
            assert (told["handed off"], told["amended"]) == (1, len(versions) - 1)
            assert told["answered"] == handoff.dispositions.count() <= 1
            assert told["withdrawn"] == (handoff.state == "withdrawn")

    with workspace() as opened:
        lived(opened, life, check)
