"""The work between marketing and sales: who stands where, what was handed to whom, what they said, what was sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mqa.ledger.models.stores import DefinitionVersion, Run, Segment

HANDOFF_STATES = ("open", "accepted", "rejected", "deferred", "withdrawn")
ANSWERS = ("accepted", "rejected", "deferred", "qualified")  # qualified: sales recorded that they are willing to talk


class ServedAccount(models.Model):
    """One account as the latest run of a definition left it: what lists and searches read, so that they are quick.

    Names stand beside numbers so that a row needs no definition to be read. `level_rank` 0: no level.
    `rank`: its place when sorted by level, engagement and domain, from 1; `nearly`: the highest level that it only just
    misses (empty: none). `refreshed_at`: when it was judged again since the run (empty: it stands as the run left it);
    its rank is then the place that it would have had among the accounts of the run.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="served")
    rank = models.BigIntegerField()
    account_id = models.BigIntegerField()
    domain = models.TextField()
    name = models.TextField()
    owner = models.TextField()
    segment = models.TextField()
    tier = models.TextField()
    state = models.TextField()
    grade = models.TextField()
    fit_score = models.BigIntegerField(null=True)
    known_share = models.BigIntegerField()
    engagement = models.BigIntegerField()
    breadth = models.BigIntegerField()
    depth = models.BigIntegerField()
    recency = models.BigIntegerField()
    product = models.BigIntegerField()
    engaged = models.BigIntegerField()
    seen = models.BigIntegerField()
    known = models.BigIntegerField()
    level = models.TextField()
    level_rank = models.BigIntegerField()
    since = models.BigIntegerField(null=True)
    evidence_on = models.BigIntegerField(null=True)
    cooling_until = models.BigIntegerField(null=True)
    stage = models.TextField()
    cause = models.TextField()
    hindsight = models.BigIntegerField()
    nearly = models.TextField(default="")
    refreshed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "account_id"), name="served_once"),)
        indexes = (
            models.Index(fields=("run", "rank"), name="served_by_rank"),
            models.Index(fields=("run", "stage", "rank"), name="served_by_stage"),
            models.Index(fields=("run", "domain"), name="served_by_domain"),
            models.Index(fields=("run", "owner", "rank"), name="served_by_owner"),
            models.Index(fields=("run", "engagement"), name="served_by_engagement"),
        )


class RefreshedAccount(models.Model):
    """An account that was judged again since a run: the rows that the next day goes on from in place of the run's.

    Each is a list of rows, in the order of the columns of its table.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="refreshed")
    account_id = models.BigIntegerField()
    standings = models.JSONField()
    streaks = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "account_id"), name="refreshed_once"),)


class Transition(models.Model):
    """One change of stage or level of one account under one definition, with its cause. Only ever added.

    `day`: the day it happened; `run`: the run that found it, or whose account was judged again; `entered_at`: when it
    was written down.
    The change that first shows an account has an empty `from_stage`; suspects are not written down before that.
    `engaged`: how many people were engaged by that run (null: written down before this was kept).
    """

    definition = models.TextField()
    account_id = models.BigIntegerField()
    domain = models.TextField()
    day = models.BigIntegerField()
    from_stage = models.TextField()
    to_stage = models.TextField()
    from_level = models.TextField()
    to_level = models.TextField()
    cause = models.TextField()
    engaged = models.BigIntegerField(null=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="transitions")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=("definition", "account_id", "id"), name="transitions_of_account"),
            models.Index(fields=("definition", "day"), name="transitions_by_day"),
        )


class Handoff(models.Model):
    """An account given to an owner with a packet and a due time. At most one is open per account and definition.

    `owner` is an e-mail address or a name as the CRM writes it; `path` says how the route led there; `respond_within`
    is as the definition writes it. `reminded_at`, `escalated_at`: when, if ever; `reclaims`: how often it went on to
    the next on the route; `tried`: owners it was with before. `until`: deferred until this day (a day number).
    """

    definition = models.TextField()
    version = models.ForeignKey(DefinitionVersion, models.PROTECT)
    account_id = models.BigIntegerField()
    domain = models.TextField()
    name = models.TextField()
    level = models.TextField()
    level_rank = models.BigIntegerField()
    tier = models.TextField()
    segment = models.TextField()
    route = models.TextField()
    team = models.TextField(default="")
    owner = models.TextField()
    path = models.TextField()
    tried = models.JSONField(default=list)
    respond_within = models.TextField()
    run = models.ForeignKey(Run, models.PROTECT, related_name="handoffs")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    escalate_at = models.DateTimeField()
    reclaim_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    reclaims = models.BigIntegerField(default=0)
    state = models.TextField(choices=[(state, state) for state in HANDOFF_STATES], default="open")
    reason = models.TextField(default="")
    until = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("definition", "account_id"), condition=models.Q(closed_at=None), name="one_open_handoff"
            ),
        )
        indexes = (
            models.Index(fields=("closed_at", "due_at"), name="handoffs_by_due"),
            models.Index(fields=("owner", "closed_at"), name="handoffs_by_owner"),
            models.Index(fields=("account_id", "opened_at"), name="handoffs_of_account"),
        )


class Packet(models.Model):
    """What the owner of a handoff is told, frozen: a rise in level adds a version. Only ever added.

    `body` is the whole packet as JSON, `hash` the SHA-256 of its canonical text.
    """

    handoff = models.ForeignKey(Handoff, models.PROTECT, related_name="packets")
    version = models.BigIntegerField()
    body = models.JSONField()
    hash = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("handoff", "version"), name="one_packet_a_version"),)


class Disposition(models.Model):
    """What sales said of a handoff. Only ever added: a later word stands beside the earlier one.

    `answer`: accepted, rejected, deferred, or qualified (willing to talk); `told`: what the reason tells (fit,
    timing, people, data); `until`: deferred until this day; `day`: the day of the answer where the workspace lies;
    `key`: an idempotency key of whoever says it (empty: none).
    """

    handoff = models.ForeignKey(Handoff, models.PROTECT, related_name="dispositions")
    definition = models.TextField()
    account_id = models.BigIntegerField()
    answer = models.TextField(choices=[(answer, answer) for answer in ANSWERS])
    reason = models.TextField(default="")
    told = models.TextField(default="")
    until = models.BigIntegerField(null=True)
    note = models.TextField(default="")
    by = models.TextField()
    day = models.BigIntegerField()
    at = models.DateTimeField()
    key = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "by"), condition=~models.Q(key=""), name="answered_once_by_key"),
        )
        indexes = (models.Index(fields=("definition", "id"), name="dispositions_in_order"),)


class StoredAnswer(models.Model):
    """How far the dispositions of a definition are stored as a segment that runs read. Only ever added."""

    definition = models.TextField()
    last_disposition = models.BigIntegerField()
    segment = models.OneToOneField(Segment, models.PROTECT, related_name="answers")


class Message(models.Model):
    """The outbox: one thing to tell one channel, entered in the transaction that caused it.

    `key` makes sending twice harmless; `event` is what happened (handed off, level entered ...), `body` all that the
    channel needs. Nobody sends it before `not_before` or while another's lease lasts. It ends sent, or dead after too
    many attempts (`last_error` says why).
    """

    key = models.TextField(unique=True)
    channel = models.TextField()
    event = models.TextField()
    body = models.JSONField()
    handoff = models.ForeignKey(Handoff, models.PROTECT, null=True, related_name="messages")
    entered_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.BigIntegerField(default=0)
    lease = models.TextField(default="")
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before",), condition=models.Q(sent_at=None, dead_at=None), name="messages_to_send"
            ),
        )


class CadenceMoment(models.Model):
    """One moment of a definition's cadence at which those waiting were handed off. Only ever added."""

    definition = models.TextField()
    moment = models.DateTimeField()
    handed_off = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("definition", "moment"), name="each_moment_once"),)
