"""The accounts of a comparison lie beside its figures: who reads the figures need not read them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0006_comparisons"),)

    operations = (migrations.AddField(model_name="comparison", name="accounts", field=models.JSONField(default=list)),)
