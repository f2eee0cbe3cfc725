"""What was loaded, where it is stored, which definition was run, and what is published."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Workspace(models.Model):
    """The workspace this ledger belongs to: one row, ever.

    `identity` is also written into the warehouse's folder, so that neither store is paired with a stranger.
    """

    identity = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)


class File(models.Model):
    """One immutable Parquet file of the warehouse.

    `name` is relative to the warehouse's folder. `rows` and `bytes` are its size; the account and day ranges
    include both ends and are empty where the table has no such column. `retired_at`: nobody new reads it
    from then on; a day later it may be deleted.
    """

    name = models.TextField(unique=True)
    table = models.TextField()
    rows = models.BigIntegerField()
    bytes = models.BigIntegerField()
    first_account = models.BigIntegerField(null=True)
    last_account = models.BigIntegerField(null=True)
    first_day = models.BigIntegerField(null=True)
    last_day = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)


class Load(models.Model):
    """One file (or database table) of one source, loaded once under one mapping. Only ever added.

    `file` is where it was read from; `content_hash` and `mapping_hash` say what was in it and how it was
    read: the same two of the same source are loaded once.
    """

    source = models.TextField()
    file = models.TextField()
    content_hash = models.TextField()
    mapping_hash = models.TextField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "content_hash", "mapping_hash"), name="loaded_once"),)


class LoadCount(models.Model):
    """How many rows of one load met one fate (`what`: read, kept, rejected, skipped ...). Only ever added."""

    load = models.ForeignKey(Load, models.PROTECT, related_name="counts")
    what = models.TextField()
    rows = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("load", "what"), name="counted_once"),)


class ToldOn(models.Model):
    """One day on which rows of one load became known, as they say themselves. Only ever added."""

    load = models.ForeignKey(Load, models.PROTECT, related_name="told_on")
    day = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("load", "day"), name="told_once"),)


class Segment(models.Model):
    """One stored file of a world table, brought in by one load. Only ever added, in the order of loads.

    One that was merged of several is listed under the last load whose rows it holds.
    """

    load = models.ForeignKey(Load, models.PROTECT, related_name="segments")
    file = models.OneToOneField(File, models.PROTECT, related_name="segment")


class Rollup(models.Model):
    """The activity days of one segment of activities under one set of patterns.

    `pattern_key` names the patterns, asset flags and content map; `file` is empty where no act matched.
    """

    pattern_key = models.TextField()
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="rollups")
    file = models.OneToOneField(File, models.PROTECT, null=True, related_name="rollup")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pattern_key", "segment"), name="rolled_up_once"),)


class DefinitionVersion(models.Model):
    """The text of one version of a definition, as it was when first used. Only ever added.

    `version` is the hash of what the text means; `name` is the definition's.
    """

    version = models.TextField(unique=True)
    name = models.TextField()
    text = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)


class DefinitionName(models.Model):
    """A name by which a definition goes since it was renamed. Only ever added.

    `original` is the name it had before it was ever renamed, by which all rows of the ledger go on calling it.
    """

    name = models.TextField()
    original = models.TextField()
    since = models.DateTimeField(default=timezone.now)


class Run(models.Model):
    """The whole line, once, for one `as_of`, by one definition version.

    `kind` is live or replay; `known_at` the knowledge it used; `fold_from` the day its standings start from;
    `token` the lease it was begun under. It ends published or failed (`why`); `superseded_at` says when
    another run took its place. `followed_at`: when the work it asks for (transitions, actions, handoffs) was entered.

    What it rests on: `last_load`, the last load whose rows it saw (empty: made before this was kept), `answers_seen`,
    the last disposition it could read, and `went_on_from`, the run whose standings it went on from (empty: it folded
    from nothing). `content`: the SHA-256 of its rows; `fitted_by`: the way it was judged how accounts fit
    (`mqa.increments`).
    `ages`: how old each source was (`mqa.terms.freshness`);
    `levels`: how many accounts stand at each, `jumps`: at which that is unusual (`mqa.terms.populations`).
    `refreshed_to`: the last load whose accounts were judged again since (empty: none was), `refreshes`: how often that
    was done.
    """

    definition = models.TextField()
    version = models.TextField()
    kind = models.TextField(choices=[("live", "live"), ("replay", "replay")])
    as_of = models.BigIntegerField()
    known_at = models.BigIntegerField()
    fold_from = models.BigIntegerField()
    token = models.BigIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    last_load = models.BigIntegerField(null=True)
    answers_seen = models.BigIntegerField(default=0)
    went_on_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="gone_on")
    content = models.TextField(default="")
    fitted_by = models.TextField(default="")
    followed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.TextField(default="")
    ages = models.JSONField(null=True)
    levels = models.JSONField(null=True)
    jumps = models.JSONField(null=True)
    refreshed_to = models.BigIntegerField(null=True)
    refreshes = models.BigIntegerField(default=0)


class RunTable(models.Model):
    """One stored file of one table of a run, or the word that the table is empty (no `file`)."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="tables")
    table = models.TextField()
    file = models.OneToOneField(File, models.PROTECT, null=True, related_name="run_table")


class Published(models.Model):
    """The pointer that readers follow: which run holds for a definition, a kind, an `as_of` and what was known."""

    definition = models.TextField()
    kind = models.TextField()
    as_of = models.BigIntegerField()
    known_at = models.BigIntegerField()
    run = models.OneToOneField(Run, models.PROTECT, related_name="pointer")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("definition", "kind", "as_of", "known_at"), name="one_run_holds"),
        )


class Lease(models.Model):
    """The right to write, held by one process at a time: one row per name.

    `token` rises with every holder, so that one who lost the lease without noticing cannot publish.
    `host` and `process` name the holder; `expires_at` is when anybody may take it over.
    """

    name = models.TextField(unique=True)
    token = models.BigIntegerField(default=0)
    host = models.TextField(default="")
    process = models.BigIntegerField(default=0)
    acquired_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=timezone.now)
