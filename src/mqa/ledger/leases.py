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
    return _busy(lease) if lease and timezone.now() < lease.expires_at and not _left_behind(lease) else ""


def acquire(name: str = WRITER, seconds: float = 600) -> int:
    """Take the lease `name` for so many seconds and return its token, higher than any before.

    A lease that has expired, or whose holder on this machine is no longer running, is taken over. Raises Busy while
    another process holds it.
    """
    with transaction.atomic():
        lease, _ = Lease.objects.select_for_update().get_or_create(name=name)
        now = timezone.now()
        if now < lease.expires_at and not _left_behind(lease):
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
        raise Busy("Another load or run has taken over since this one began. Nothing was changed; start it again.")


def _busy(lease: Lease) -> str:
    return (
        f"Another load or run is at work (process {lease.process} on {lease.host}, "
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
