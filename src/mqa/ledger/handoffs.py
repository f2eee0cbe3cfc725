"""Handoffs: who waits for one, those that are open, their packets, and the moments of the cadence that have passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from mqa.ledger import runs
from mqa.ledger.models import CadenceMoment, DefinitionVersion, Disposition, Handoff, Packet, Run, ServedAccount
from mqa.ledger.names import original_name, rows_of
from mqa.ledger.runs import PublishedRun
from mqa.ledger.served import IN_ORDER, is_served

AT_ONCE = 10_000  # parameters of one query
Body = Mapping[str, Any]


def followed_run(definition: str) -> PublishedRun | None:
    """The latest run of a definition, if it was followed; None too where it knew less than its day."""
    latest = runs.published(definition)
    if latest is None or latest.known_at < latest.as_of:
        return None
    followed = Run.objects.filter(pk=latest.run_id).exclude(followed_at=None).exists()
    return latest if followed and is_served(latest.run_id) else None


def is_latest(definition: str, run_id: int) -> bool:
    """Whether a run is still the latest that is followed."""
    latest = followed_run(definition)
    return latest is not None and latest.run_id == run_id


def version_row(version: str) -> int:
    """The number under which a version of a definition is kept."""
    return int(DefinitionVersion.objects.values_list("pk", flat=True).get(version=version))


def standing(run_id: int, levels: Collection[str], stages: Collection[str]) -> QuerySet[ServedAccount]:
    """The accounts of a run at one of these levels and stages, in the order of the list."""
    return ServedAccount.objects.filter(run=run_id, level__in=levels, stage__in=stages).order_by(*IN_ORDER)


def waiting(definition: str, run_id: int, levels: Collection[str], stages: Collection[str]) -> QuerySet[ServedAccount]:
    """Those of them that have no open handoff, and no answer later than the run has seen."""
    its_own = {"definition": original_name(definition), "account_id": OuterRef("account_id")}
    seen = Run.objects.filter(pk=run_id).values("answers_seen")
    answered = Disposition.objects.filter(**its_own, id__gt=Subquery(seen))
    opened = Handoff.objects.filter(**its_own, closed_at=None)
    return standing(run_id, levels, stages).filter(~Exists(opened), ~Exists(answered))


def still_open(definition: str, owner: str = "") -> QuerySet[Handoff]:
    """The open handoffs of a definition (empty: of all), of one owner or everybody, the one due first first."""
    found = Handoff.objects.filter(closed_at=None).order_by("due_at", "id")
    found = found.filter(definition=original_name(definition)) if definition else found
    return found.filter(owner=owner) if owner else found


def fallen(definition: str, standing: QuerySet[ServedAccount]) -> QuerySet[Handoff]:
    """The open handoffs of a definition whose account is none of those that stand."""
    return still_open(definition).filter(~Exists(standing.filter(account_id=OuterRef("account_id"))))


def risen(definition: str, standing: QuerySet[ServedAccount], rank: Mapping[str, int]) -> QuerySet[Handoff]:
    """The open handoffs of a definition whose account stands at a level of higher rank than the one they tell of.

    `rank`: that of each level by name; a level that it does not name has the rank that was written down with it.
    """
    by_name = (When(level=name, then=Value(nth)) for name, nth in rank.items())
    told = Case(*by_name, default=F("level_rank"), output_field=BigIntegerField())
    higher = standing.filter(account_id=OuterRef("account_id"), level_rank__gt=OuterRef("told"))
    return still_open(definition).annotate(told=told).filter(Exists(higher))


def in_state(definition: str, state: str = "") -> QuerySet[Handoff]:
    """The handoffs of a definition in a state (empty: all): the open ones by due time, others the latest first."""
    if state == "open":
        return still_open(definition)
    found = rows_of(Handoff, definition).order_by("-id")
    return found.filter(state=state) if state else found


def owners(definition: str) -> list[str]:
    """Everybody who ever had a handoff of a definition."""
    found = rows_of(Handoff, definition).order_by("owner").values_list("owner", flat=True)
    return list(found.distinct())


def of_domain(definition: str, domain: str) -> bool:
    """Whether the account of a domain ever had a handoff of a definition."""
    return bool(rows_of(Handoff, definition).filter(domain=domain).exists())


def domains(definition: str) -> list[str]:
    """The domains of all accounts that ever had a handoff of a definition."""
    return list(rows_of(Handoff, definition).order_by().values_list("domain", flat=True).distinct())


def with_a_clock_due(definition: str, now: datetime) -> list[int]:
    """The open handoffs whose clock may ask for something: a step has become due, or they have no owner."""
    due = Q(remind_at__lte=now, reminded_at=None) | Q(escalate_at__lte=now, escalated_at=None)
    found = still_open(definition).filter(due | Q(reclaim_at__lte=now) | Q(owner=""))
    return list(found.values_list("pk", flat=True))


def served(run_id: int, accounts: Collection[int]) -> dict[int, ServedAccount]:
    """Some accounts as a run left them, by number."""
    wanted = sorted(accounts)
    found: dict[int, ServedAccount] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = ServedAccount.objects.filter(run=run_id, account_id__in=wanted[start : start + AT_ONCE])
        found |= {row.account_id: row for row in some}
    return found


def engaged(definition: str, accounts: Collection[int]) -> dict[int, int]:
    """How many people of some accounts are engaged by the latest run of a definition."""
    latest = runs.published(definition)
    found = ServedAccount.objects.filter(run=latest.run_id if latest else 0, account_id__in=accounts)
    return dict(found.values_list("account_id", "engaged"))


def as_served(definition: str, account_id: int) -> ServedAccount | None:
    """An account as the latest run of a definition left it."""
    latest = runs.published(definition)
    return served(latest.run_id, [account_id]).get(account_id) if latest else None


def of_account(definition: str, account_id: int) -> QuerySet[Handoff]:
    """All handoffs of an account under a definition, the latest first."""
    return rows_of(Handoff, definition).filter(account_id=account_id).order_by("-id")


def later(handoff: Handoff) -> QuerySet[Handoff]:
    """The handoffs of the same account under the same definition that were opened after one."""
    return of_account(handoff.definition, handoff.account_id).filter(pk__gt=handoff.pk)


def is_of(handoff: Handoff, definition: str) -> bool:
    """Whether a handoff is one of a definition."""
    return handoff.definition == original_name(definition)


def numbered(numbers: Collection[int]) -> QuerySet[Handoff]:
    """The handoffs of these numbers, the oldest first."""
    return Handoff.objects.filter(pk__in=numbers).order_by("id")


def by_owner(numbers: Collection[int]) -> dict[str, int]:
    """How many of these handoffs each owner has, those with the most first."""
    wanted, found = sorted(numbers), Counter[str]()
    for start in range(0, len(wanted), AT_ONCE):
        some = Handoff.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        found.update(some.values_list("owner", flat=True))
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def locked(handoff_id: int) -> Handoff | None:
    """The handoff of a number, which nobody else changes until this transaction ends; None: there is none."""
    return Handoff.objects.select_for_update().filter(pk=handoff_id).first()


def load() -> dict[str, int]:
    """How many handoffs each owner has open, under whichever definition."""
    found = Handoff.objects.filter(closed_at=None).values_list("owner").annotate(open=Count("id"))
    return {str(owner): int(count) for owner, count in found}


def last() -> int:
    """The number of the last handoff of all; 0: there is none yet."""
    return Handoff.objects.aggregate(last=Max("id"))["last"] or 0


def turn() -> dict[str, int]:
    """The number of the last handoff that each owner was given: who has the lowest was given one longest ago."""
    found = Handoff.objects.values_list("owner").annotate(last=Max("id"))
    return {str(owner): int(last) for owner, last in found}


def close(handoff: Handoff, state: str, now: datetime, *, reason: str = "", until: int | None = None) -> None:
    """End a handoff: accepted, rejected, deferred (until a day) or withdrawn; one that was closed before stays so."""
    handoff.state, handoff.reason, handoff.until = state, reason, until
    handoff.closed_at = handoff.closed_at or now
    handoff.save()


def add_packet(handoff: Handoff, body: Body, digest: str, now: datetime) -> Packet:
    """Add the next version of a handoff's packet."""
    last = handoff.packets.aggregate(last=Max("version"))["last"] or 0
    return Packet.objects.create(handoff=handoff, version=last + 1, body=dict(body), hash=digest, made_at=now)


def packet_of(handoff_id: int) -> Packet | None:
    """The latest packet of a handoff."""
    return Packet.objects.filter(handoff=handoff_id).order_by("-version").first()


def moment_passed(definition: str, moment: datetime) -> bool:
    """Whether those waiting at this moment of the cadence were handed off."""
    return rows_of(CadenceMoment, definition).filter(moment=moment).exists()


def enter_moment(definition: str, moment: datetime, handed_off: int) -> None:
    """Write down that those waiting at this moment were handed off; the second time nothing happens."""
    CadenceMoment.objects.get_or_create(
        definition=original_name(definition), moment=moment, defaults={"handed_off": handed_off}
    )
