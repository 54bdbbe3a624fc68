"""What an acceptance of a cart goes on to count for; so far each version of a text was material."""

from django.db import migrations, models

FILL = "UPDATE coaching_checkoutacceptance SET binding = fingerprint;"


class Migration(migrations.Migration):
    dependencies = [("coaching", "0005_evidence_kept")]

    operations = [
        migrations.AddField(
            "checkoutacceptance",
            "binding",
            models.CharField(max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
