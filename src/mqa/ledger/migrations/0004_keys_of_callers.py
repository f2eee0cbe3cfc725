"""An idempotency key is of whoever says it; the audit is searched by kind of change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0003_agreements"),)

    operations = (
        migrations.RemoveConstraint(model_name="disposition", name="answered_once_by_key"),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.UniqueConstraint(
                fields=("key", "by"), condition=models.Q(key="", _negated=True), name="answered_once_by_key"
            ),
        ),
        migrations.AddIndex(model_name="auditentry", index=models.Index(fields=("what", "id"), name="audit_of_a_kind")),
    )
