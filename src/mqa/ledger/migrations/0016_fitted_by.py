"""By which steps and rules a run judged how accounts fit: the next one goes on from it where they are the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0014_checks"),)

    operations = (migrations.AddField("run", "fitted_by", models.TextField(default="")),)
