"""Keys of programs: the secret is shown once, when the key is made; only its hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mqa.ledger.audit import note
from mqa.ledger.models import ApiKey
from mqa.ledger.models.access import SCOPES
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem, Refused

MARK = "mqa"  # keys begin with it, so that people and scanners of secrets know them by sight
USED_WITHIN = timedelta(minutes=5)  # how exactly we know when a key was last used: not each call writes


@dataclass(frozen=True)
class Key:
    """A key, without its secret."""

    prefix: str
    name: str
    scopes: tuple[str, ...]
    added_by: str
    added_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def listed() -> list[Key]:
    """All keys, the latest first; those that were revoked too."""
    return [_key(row) for row in ApiKey.objects.order_by("-id")]


def add(name: str, scopes: Sequence[str], *, by: str, now: datetime) -> tuple[Key, str]:
    """Make a key; gives it and its secret, which nobody can read again. Raises Refused."""
    wanted = tuple(scope for scope in SCOPES if scope in scopes)
    problems = [_no_scope(scope) for scope in scopes if scope not in SCOPES]
    if not scopes:
        problems.append(Problem(Place("scopes"), "The key could do nothing.", f"Give it some of: {', '.join(SCOPES)}."))
    if not name.strip():
        problems.append(Problem(Place("name"), "The key has no name.", "Say which program uses it."))
    if problems:
        raise Refused(problems)
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    whole = f"{MARK}_{prefix}_{secret}"
    with transaction.atomic():
        row = ApiKey.objects.create(
            prefix=prefix,
            secret_hash=_digest(whole),
            name=name.strip(),
            scopes=" ".join(wanted),
            added_by=by,
            added_at=now,
        )
        note(by, "added key", f"key {prefix}", after={"name": row.name, "scopes": row.scopes}, now=now)
    return _key(row), whole


def revoke(prefix: str, *, by: str, now: datetime) -> Key:
    """Let a key never be accepted again; a second time changes nothing. Raises Refused where there is none."""
    with transaction.atomic():
        row = ApiKey.objects.filter(prefix=prefix.removeprefix("key ").strip()).first()
        if row is None:
            mend = did_you_mean(prefix, list(ApiKey.objects.values_list("prefix", flat=True)))
            raise Refused([Problem(Place(""), f"There is no key {quoted(prefix)}.", mend or "“mqa key list” has all.")])
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            note(by, "revoked key", f"key {row.prefix}", now=now)
    return _key(row)


def known(whole: str, now: datetime) -> Key | None:
    """The key that a secret opens; None where there is none or it was revoked. Notes that it was used now."""
    parts = whole.split("_", 2)
    row = ApiKey.objects.filter(prefix=parts[1], revoked_at=None).first() if len(parts) == 3 else None
    if row is None or not hmac.compare_digest(row.secret_hash, _digest(whole)):
        return None
    if row.used_at is None or now - row.used_at > USED_WITHIN:
        ApiKey.objects.filter(pk=row.pk).update(used_at=now)
    return _key(row)


def _key(row: ApiKey) -> Key:
    scopes = tuple(row.scopes.split())
    return Key(row.prefix, row.name, scopes, row.added_by, row.added_at, row.used_at, row.revoked_at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _no_scope(scope: str) -> Problem:
    mend = did_you_mean(scope, SCOPES) or f"There are: {', '.join(SCOPES)}."
    return Problem(Place("scopes"), f"There is no scope {quoted(scope)}.", mend)
