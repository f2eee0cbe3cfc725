"""How often somebody may try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mqa.web.throttle import WITHIN, Throttle

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
NOTHING = timedelta(0)


def after(failures: int, *, callers: int = 1, addresses: int = 1) -> Throttle:
    """A throttle after so many failures at noon, spread over callers and addresses."""
    throttle = Throttle()
    for nth in range(failures):
        throttle.failed(f"10.0.0.{nth % callers}", f"{nth % addresses}@b.example", NOON)
    return throttle


def test_four_failures_are_human_the_fifth_has_to_wait():
    assert after(4).wait("10.0.0.0", "0@b.example", NOON) == NOTHING
    assert after(5).wait("10.0.0.0", "0@b.example", NOON) == WITHIN


def test_the_wait_ends_when_the_first_failure_is_old():
    throttle = after(5)
    assert throttle.wait("10.0.0.0", "0@b.example", NOON + timedelta(minutes=14)) == timedelta(minutes=1)
    assert throttle.wait("10.0.0.0", "0@b.example", NOON + WITHIN) == NOTHING


def test_a_caller_who_tries_many_addresses_has_to_wait_for_all():
    assert after(30, addresses=30).wait("10.0.0.0", "new@b.example", NOON) == WITHIN


def test_an_address_that_many_callers_try_has_to_wait():
    assert after(100, callers=50).wait("10.0.1.1", "0@b.example", NOON) == WITHIN


def test_signing_in_forgets_what_went_wrong_before():
    throttle = after(4)
    throttle.succeeded("10.0.0.0", "0@b.example")
    throttle.failed("10.0.0.0", "0@b.example", NOON)
    assert throttle.wait("10.0.0.0", "0@b.example", NOON) == NOTHING
