"""People may say who a visitor is."""

from django.db import migrations, models

KINDS = ("merge", "alias", "split", "never", "assign", "name", "role", "visitor", "undo")


class Migration(migrations.Migration):
    dependencies = (("ledger", "0008_corrections"),)

    operations = (
        migrations.AlterField(
            model_name="correction",
            name="kind",
            field=models.TextField(choices=[(kind, kind) for kind in KINDS]),
        ),
    )
