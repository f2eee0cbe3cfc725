"""How a version of a definition came to be agreed on, with which lists, and what it was compared with."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mqa.ledger.models.stores import DefinitionVersion, Run

WHAT = ("submitted", "signed", "activated")


class ListContent(models.Model):
    """The content of a list that some definition names, as it was; kept once, whichever name it. Only ever added."""

    content_hash = models.TextField(unique=True)
    content = models.TextField()


class DefinitionList(models.Model):
    """One list of one version of a definition: where its text looks for it, and what was in it. Only ever added."""

    version = models.ForeignKey(DefinitionVersion, models.PROTECT, related_name="lists")
    path = models.TextField()
    content = models.ForeignKey(ListContent, models.PROTECT, related_name="definitions")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "path"), name="one_list_a_path"),)


class AgreementEntry(models.Model):
    """One step towards an agreement: a version was submitted, signed by a team, or activated. Only ever added.

    `team` is only said of what is signed; `who` is an e-mail address or `command line`. The version that was activated
    last is the one that runs live.
    """

    version = models.ForeignKey(DefinitionVersion, models.PROTECT, related_name="entries")
    what = models.TextField(choices=[(what, what) for what in WHAT])
    team = models.TextField(default="")
    who = models.TextField()
    note = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "team"), condition=models.Q(what="signed"), name="signed_once_by_a_team"
            ),
        )


class Comparison(models.Model):
    """Two versions of a definition that somebody wants judged on one day: asked for, begun, and ended one way.

    It is begun beside the run that holds then (`run`: its day is the day that is judged), under the lease `token`. It
    ends done (`result`: its figures; `accounts`: those that would stand elsewhere) or failed (`why`). `who` is an
    e-mail address or `key <prefix>`.
    """

    was = models.ForeignKey(DefinitionVersion, models.PROTECT, related_name="compared_with")
    now = models.ForeignKey(DefinitionVersion, models.PROTECT, related_name="comparisons")
    who = models.TextField()
    asked_at = models.DateTimeField()
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="comparisons")
    token = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.TextField(default="")
    result = models.JSONField(null=True)
    accounts = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("was", "now"),
                condition=models.Q(done_at=None, failed_at=None),
                name="asked_once_at_a_time",
            ),
        )
