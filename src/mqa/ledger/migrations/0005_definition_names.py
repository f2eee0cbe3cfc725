"""What a definition was called: a row for each time that it was renamed."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models

REFUSAL = """
    create trigger ledger_definitionname_no_{verb} before {verb} on ledger_definitionname
    begin select raise(abort, 'Rows of ledger_definitionname are only ever added.'); end
"""


def only_ever_added(_: Any, schema_editor: Any) -> None:
    """Let the database itself refuse to rewrite history, whichever program asks."""
    for verb in ("update", "delete"):
        schema_editor.execute(REFUSAL.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = (("ledger", "0004_keys_of_callers"),)

    operations = (
        migrations.CreateModel(
            name="DefinitionName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("original", models.TextField()),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RunPython(only_ever_added, migrations.RunPython.noop),
    )
