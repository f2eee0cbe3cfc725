"""Runs say what they rest on and what their rows were; a day may hold a run for each day of knowledge."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def know(apps, _editor):  # type: ignore[no-untyped-def]
    """A pointer's day of knowledge is that of its run."""
    run, published = (apps.get_model("ledger", name) for name in ("Run", "Published"))
    known_at = Subquery(run.objects.filter(pk=OuterRef("run_id")).values("known_at"))
    published.objects.update(known_at=known_at)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0012_told_on"),)

    operations = (
        migrations.AddField("run", "last_load", models.BigIntegerField(null=True)),
        migrations.AddField("run", "content", models.TextField(default="")),
        migrations.AddField(
            "run",
            "went_on_from",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="gone_on", to="ledger.run"
            ),
        ),
        migrations.RemoveConstraint("published", "one_run_holds"),
        migrations.AddField("published", "known_at", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(know, migrations.RunPython.noop),
        migrations.AddConstraint(
            "published",
            models.UniqueConstraint(fields=("definition", "kind", "as_of", "known_at"), name="one_run_holds"),
        ),
    )
