"""How many people were engaged when an account changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0010_nearly"),)

    operations = (migrations.AddField("transition", "engaged", models.BigIntegerField(null=True)),)
