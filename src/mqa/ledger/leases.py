"""Leases: one writer at a time, told apart by a token that rises with every holder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mqa.ledger.models import Lease
from mqa.terms.problems import Busy

WRITER = "writer"


@contextmanager
def held(name: str = WRITER, seconds: float = 600) -> Iterator[int]:
    """Hold the lease `name` while the block runs; gives its token."""
    token = acquire(name, seconds)
    try:
        yield token
    finally:
        release(name, token)


def at_work(name: str = WRITER) -> str:
    """Who holds the lease, in a sentence that says what to do; empty where anybody may take it. Takes nothing."""
    lease = Lease.objects.filter(name=name).first()
    return _busy(lease) if lease and _is_held(lease) else ""


def holds(name: str, token: int) -> bool:
    """Whether who took the lease under this token holds it still. Takes nothing."""
    lease = Lease.objects.filter(name=name, token=token).first()
    return lease is not None and _is_held(lease)


def acquire(name: str = WRITER, seconds: float = 600) -> int:
    """Take the lease `name` for so many seconds and return its token, higher than any before.

    A lease that has expired, or whose holder on this machine is no longer running, is taken over. Raises Busy while
    another process holds it.
    """
    with transaction.atomic():
        lease, _ = Lease.objects.select_for_update().get_or_create(name=name)
        now = timezone.now()
        if _is_held(lease):
            raise Busy(_busy(lease))
        lease.token += 1
        lease.host, lease.process = socket.gethostname(), os.getpid()
        lease.acquired_at, lease.expires_at = now, now + timedelta(seconds=seconds)
        lease.save()
    return int(lease.token)


def renew(name: str, token: int, seconds: float = 600) -> None:
    """Hold on to the lease for so many seconds from now. Raises Busy where another has taken it over."""
    with transaction.atomic():
        require(name, token)
        Lease.objects.filter(name=name).update(expires_at=timezone.now() + timedelta(seconds=seconds))


def release(name: str, token: int) -> None:
    """Give the lease back; nothing happens where another has taken it over."""
    Lease.objects.filter(name=name, token=token).update(expires_at=timezone.now(), host="", process=0)


def require(name: str, token: int) -> None:
    """Raise Busy unless `token` is the latest of the lease. Call it inside the transaction that it guards."""
    latest = Lease.objects.select_for_update().filter(name=name).values_list("token", flat=True).first()
    if latest != token:
        what = "Another load, run or comparison has taken over since this one began."
        raise Busy(f"{what} Nothing was changed; start it again.")


def _is_held(lease: Lease) -> bool:
    return timezone.now() < lease.expires_at and not _left_behind(lease)


def _busy(lease: Lease) -> str:
    return (
        f"Another load, run or comparison is at work (process {lease.process} on {lease.host}, "
        f"since {lease.acquired_at:%Y-%m-%d %H:%M} UTC). Try again when it has finished."
    )


def _left_behind(lease: Lease) -> bool:
    """Whether the holder was a process of this machine that has ended; where its number lives again, we wait."""
    if os.name != "posix" or not lease.process or lease.host != socket.gethostname():
        return False
    try:
        os.kill(lease.process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
