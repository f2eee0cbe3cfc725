"""The level that an account only just misses, in the serving copy."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_visitors")]
    operations = [
        migrations.AddField("servedaccount", "nearly", models.TextField(default="")),
    ]
