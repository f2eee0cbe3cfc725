"""A run's copy is written in half the time without the indexes that others make up for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0017_refreshed"),)

    operations = (
        migrations.RemoveIndex("servedaccount", "served_by_level"),
        migrations.AlterField(
            "servedaccount",
            "run",
            models.ForeignKey("ledger.run", django.db.models.deletion.CASCADE, related_name="served", db_index=False),
        ),
    )
