"""On which days sources told something new, and what their ages made of a run's scores."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

REFUSAL = """
    create trigger ledger_toldon_no_{verb} before {verb} on ledger_toldon
    begin select raise(abort, 'Rows of ledger_toldon are only ever added.'); end
"""


def only_ever_added(_: Any, schema_editor: Any) -> None:
    """Let the database itself refuse to rewrite history, whichever program asks."""
    for verb in ("update", "delete"):
        schema_editor.execute(REFUSAL.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0011_engaged"),)

    operations = (
        migrations.CreateModel(
            name="ToldOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.BigIntegerField()),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told_on", to="ledger.load"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("load", "day"), name="told_once")],
            },
        ),
        migrations.AddField("run", "ages", models.JSONField(null=True)),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    )
