"""Who is who by the word of people."""

from __future__ import annotations

from django.db import models

from mqa.terms.corrections import KINDS


class Correction(models.Model):
    """One correction of who is who, or the undoing of one (`undoes`). Only ever added.

    `subject`, `object`: natural keys of accounts (a domain, or a source's name, a colon and an id), of a person (an
    address, or the same of a contact), or a role; empty as an object: nobody's. `day`: the day from which it holds,
    where the workspace lies.
    """

    kind = models.TextField(choices=[(kind, kind) for kind in KINDS])
    subject = models.TextField()
    object = models.TextField()
    day = models.BigIntegerField()
    by = models.TextField()
    note = models.TextField(default="")
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
