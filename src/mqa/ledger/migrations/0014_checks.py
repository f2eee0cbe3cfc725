"""How many accounts stand at each level by a run, and at which that is unusual."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0013_what_runs_saw"),)

    operations = (
        migrations.AddField("run", "levels", models.JSONField(null=True)),
        migrations.AddField("run", "jumps", models.JSONField(null=True)),
    )
