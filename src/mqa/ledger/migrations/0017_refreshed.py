"""Runs whose accounts were judged again since, which accounts those are, and where they stand."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

REFUSAL = """
    create trigger ledger_transition_no_{verb} before {verb} on ledger_transition
    begin select raise(abort, 'Rows of ledger_transition are only ever added.'); end
"""


def only_ever_added(_: Any, schema_editor: Any) -> None:
    """A table that is made anew without a constraint loses what refused to rewrite its rows."""
    for verb in ("update", "delete"):
        schema_editor.execute(REFUSAL.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0016_fitted_by"),)

    operations = (
        migrations.RemoveConstraint("transition", "one_transition_a_run"),  # an account may move again within a day
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
        migrations.AddField("run", "refreshed_to", models.BigIntegerField(null=True)),
        migrations.AddField("run", "refreshes", models.BigIntegerField(default=0)),
        migrations.AddField("servedaccount", "refreshed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "RefreshedAccount",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("account_id", models.BigIntegerField()),
                ("standings", models.JSONField()),
                ("streaks", models.JSONField()),
                ("run", models.ForeignKey("ledger.run", django.db.models.deletion.CASCADE, related_name="refreshed")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "account_id"), name="refreshed_once")],
            },
        ),
    )
