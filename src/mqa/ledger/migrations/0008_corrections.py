"""Who is who by the word of people."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

KINDS = ("merge", "alias", "split", "never", "assign", "name", "role", "undo")
REFUSAL = """
    create trigger ledger_correction_no_{verb} before {verb} on ledger_correction
    begin select raise(abort, 'Rows of ledger_correction are only ever added.'); end
"""


def only_ever_added(_: Any, schema_editor: Any) -> None:
    """Let the database itself refuse to rewrite history, whichever program asks."""
    for verb in ("update", "delete"):
        schema_editor.execute(REFUSAL.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0007_accounts_of_comparisons"),)

    operations = (
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=[(kind, kind) for kind in KINDS])),
                ("subject", models.TextField()),
                ("object", models.TextField()),
                ("day", models.BigIntegerField()),
                ("by", models.TextField()),
                ("note", models.TextField(default="")),
                ("at", models.DateTimeField()),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="ledger.correction",
                    ),
                ),
            ],
        ),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    )
