"""A run's copy is written sooner without an index that ranks make up for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("ledger", "0017_refreshed"),)

    operations = (migrations.RemoveIndex("servedaccount", "served_by_level"),)
