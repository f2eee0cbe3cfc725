"""Work between marketing and sales: handoffs, answers, messages; and who may do what."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

ONLY_EVER_ADDED = ("transition", "packet", "disposition", "storedanswer", "cadencemoment", "auditentry")
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
    dependencies = [
        ("ledger", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.TextField(unique=True)),
                ("secret_hash", models.TextField()),
                ("name", models.TextField()),
                ("scopes", models.TextField()),
                ("added_by", models.TextField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.TextField(unique=True)),
                ("name", models.TextField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("viewer", "viewer"),
                            ("sales", "sales"),
                            ("marketing", "marketing"),
                            ("admin", "admin"),
                        ]
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("welcomed_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="run",
            name="answers_seen",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="followed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.TextField()),
                ("what", models.TextField()),
                ("about", models.TextField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["about", "id"], name="audit_of_a_thing")],
            },
        ),
        migrations.CreateModel(
            name="CadenceMoment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("moment", models.DateTimeField()),
                ("handed_off", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("definition", "moment"), name="each_moment_once")],
            },
        ),
        migrations.CreateModel(
            name="Handoff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("account_id", models.BigIntegerField()),
                ("domain", models.TextField()),
                ("name", models.TextField()),
                ("level", models.TextField()),
                ("level_rank", models.BigIntegerField()),
                ("tier", models.TextField()),
                ("segment", models.TextField()),
                ("route", models.TextField()),
                ("team", models.TextField(default="")),
                ("owner", models.TextField()),
                ("path", models.TextField()),
                ("tried", models.JSONField(default=list)),
                ("respond_within", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("remind_at", models.DateTimeField()),
                ("escalate_at", models.DateTimeField()),
                ("reclaim_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("reclaims", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("deferred", "deferred"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                    ),
                ),
                ("reason", models.TextField(default="")),
                ("until", models.BigIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handoffs", to="ledger.run"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.definitionversion"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disposition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("account_id", models.BigIntegerField()),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("deferred", "deferred"),
                            ("qualified", "qualified"),
                        ]
                    ),
                ),
                ("reason", models.TextField(default="")),
                ("told", models.TextField(default="")),
                ("until", models.BigIntegerField(null=True)),
                ("note", models.TextField(default="")),
                ("by", models.TextField()),
                ("day", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("key", models.TextField(default="")),
                (
                    "handoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispositions", to="ledger.handoff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(unique=True)),
                ("channel", models.TextField()),
                ("event", models.TextField()),
                ("body", models.JSONField()),
                ("entered_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("attempts", models.BigIntegerField(default=0)),
                ("lease", models.TextField(default="")),
                ("leased_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(default="")),
                (
                    "handoff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="ledger.handoff",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Packet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField()),
                ("body", models.JSONField()),
                ("hash", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "handoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packets", to="ledger.handoff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("domain", models.TextField()),
                ("name", models.TextField()),
                ("owner", models.TextField()),
                ("segment", models.TextField()),
                ("tier", models.TextField()),
                ("state", models.TextField()),
                ("grade", models.TextField()),
                ("fit_score", models.BigIntegerField(null=True)),
                ("known_share", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("breadth", models.BigIntegerField()),
                ("depth", models.BigIntegerField()),
                ("recency", models.BigIntegerField()),
                ("product", models.BigIntegerField()),
                ("engaged", models.BigIntegerField()),
                ("seen", models.BigIntegerField()),
                ("known", models.BigIntegerField()),
                ("level", models.TextField()),
                ("level_rank", models.BigIntegerField()),
                ("since", models.BigIntegerField(null=True)),
                ("evidence_on", models.BigIntegerField(null=True)),
                ("cooling_until", models.BigIntegerField(null=True)),
                ("stage", models.TextField()),
                ("cause", models.TextField()),
                ("hindsight", models.BigIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="served", to="ledger.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoredAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("last_disposition", models.BigIntegerField()),
                (
                    "segment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="ledger.segment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.TextField()),
                ("account_id", models.BigIntegerField()),
                ("domain", models.TextField()),
                ("day", models.BigIntegerField()),
                ("from_stage", models.TextField()),
                ("to_stage", models.TextField()),
                ("from_level", models.TextField()),
                ("to_level", models.TextField()),
                ("cause", models.TextField()),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="ledger.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="ledger.user",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(fields=["closed_at", "due_at"], name="handoffs_by_due"),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(fields=["owner", "closed_at"], name="handoffs_by_owner"),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(fields=["account_id", "opened_at"], name="handoffs_of_account"),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("definition", "account_id"), name="one_open_handoff"
            ),
        ),
        migrations.AddIndex(
            model_name="disposition",
            index=models.Index(fields=["definition", "id"], name="dispositions_in_order"),
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="answered_once_by_key"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("dead_at", None), ("sent_at", None)), fields=["not_before"], name="messages_to_send"
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.UniqueConstraint(fields=("handoff", "version"), name="one_packet_a_version"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "rank"], name="served_by_rank"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "level_rank", "rank"], name="served_by_level"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "stage", "rank"], name="served_by_stage"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "domain"], name="served_by_domain"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "owner", "rank"], name="served_by_owner"),
        ),
        migrations.AddIndex(
            model_name="servedaccount",
            index=models.Index(fields=["run", "engagement"], name="served_by_engagement"),
        ),
        migrations.AddConstraint(
            model_name="servedaccount",
            constraint=models.UniqueConstraint(fields=("run", "account_id"), name="served_once"),
        ),
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(fields=["definition", "account_id", "id"], name="transitions_of_account"),
        ),
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(fields=["definition", "day"], name="transitions_by_day"),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.UniqueConstraint(fields=("run", "account_id"), name="one_transition_a_run"),
        ),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    ]
