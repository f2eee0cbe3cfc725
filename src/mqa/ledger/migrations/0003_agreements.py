"""What is agreed: the lists of definitions, and who submitted, signed and activated which version."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

ONLY_EVER_ADDED = ("listcontent", "definitionlist", "agreemententry")
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
    dependencies = (("ledger", "0002_work_and_access"),)

    operations = (
        migrations.CreateModel(
            name="ListContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.TextField(unique=True)),
                ("content", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="DefinitionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="ledger.definitionversion",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="definitions",
                        to="ledger.listcontent",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.TextField(
                        choices=[("submitted", "submitted"), ("signed", "signed"), ("activated", "activated")]
                    ),
                ),
                ("team", models.TextField(default="")),
                ("who", models.TextField()),
                ("note", models.TextField(default="")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.definitionversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="definitionlist",
            constraint=models.UniqueConstraint(fields=("version", "path"), name="one_list_a_path"),
        ),
        migrations.AddConstraint(
            model_name="agreemententry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "signed")), fields=("version", "team"), name="signed_once_by_a_team"
            ),
        ),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    )
