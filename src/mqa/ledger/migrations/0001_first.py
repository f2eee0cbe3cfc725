"""The first tables of the ledger."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

ONLY_EVER_ADDED = ("load", "loadcount", "segment", "definitionversion")
REFUSAL = """
    create trigger ledger_{table}_no_{verb} before {verb} on ledger_{table}
    begin select raise(abort, 'Rows of ledger_{table} are only ever added.'); end
"""


def only_ever_added(_: Any, schema_editor: Any) -> None:
    """Let the database itself refuse to rewrite history, whichever program asks."""
    for table in ONLY_EVER_ADDED:
        for verb in ("update", "delete"):
            schema_editor.execute(REFUSAL.format(table=table, verb=verb))


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="DefinitionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("text", models.TextField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("table", models.TextField()),
                ("rows", models.BigIntegerField()),
                ("bytes", models.BigIntegerField()),
                ("first_account", models.BigIntegerField(null=True)),
                ("last_account", models.BigIntegerField(null=True)),
                ("first_day", models.BigIntegerField(null=True)),
                ("last_day", models.BigIntegerField(null=True)),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("token", models.BigIntegerField(default=0)),
                ("host", models.TextField(default="")),
                ("process", models.BigIntegerField(default=0)),
                ("acquired_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("version", models.TextField()),
                ("kind", models.TextField(choices=[("live", "live"), ("replay", "replay")])),
                ("as_of", models.BigIntegerField()),
                ("known_at", models.BigIntegerField()),
                ("fold_from", models.BigIntegerField()),
                ("token", models.BigIntegerField()),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("why", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.TextField()),
                ("file", models.TextField()),
                ("content_hash", models.TextField()),
                ("mapping_hash", models.TextField()),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "content_hash", "mapping_hash"), name="loaded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RunTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.TextField()),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="run_table",
                        to="ledger.file",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tables", to="ledger.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="segment", to="ledger.file"
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="segments", to="ledger.load"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LoadCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.TextField()),
                ("rows", models.BigIntegerField()),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="ledger.load"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("load", "what"), name="counted_once")],
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("kind", models.TextField()),
                ("as_of", models.BigIntegerField()),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pointer", to="ledger.run"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("definition", "kind", "as_of"), name="one_run_holds")],
            },
        ),
        migrations.CreateModel(
            name="Rollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pattern_key", models.TextField()),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rollup", to="ledger.file"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rollups", to="ledger.segment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pattern_key", "segment"), name="rolled_up_once")],
            },
        ),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    )
