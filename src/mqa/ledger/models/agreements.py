"""How a version of a definition came to be agreed on, and the lists it was agreed on with."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mqa.ledger.models.stores import DefinitionVersion

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
