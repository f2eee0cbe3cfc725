"""What versions of a definition were compared with, because somebody asked."""

import django.db.models.deletion
from django.db import migrations, models


def link(to: str, name: str, *, null: bool = False) -> models.ForeignKey:
    """The number of a row that must stay."""
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"ledger.{to}"
    )


class Migration(migrations.Migration):
    dependencies = (("ledger", "0005_definition_names"),)

    operations = (
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("token", models.BigIntegerField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("why", models.TextField(default="")),
                ("result", models.JSONField(null=True)),
                ("was", link("definitionversion", "compared_with")),
                ("now", link("definitionversion", "comparisons")),
                ("run", link("run", "comparisons", null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None), ("failed_at", None)),
                fields=("was", "now"),
                name="asked_once_at_a_time",
            ),
        ),
    )
