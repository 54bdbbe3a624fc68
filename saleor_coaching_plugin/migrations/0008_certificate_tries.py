"""How often a certificate could not be made, and when it is tried again."""

import django.db.models.functions.datetime
from django.db import migrations, models

import saleor_coaching_plugin.core.clock


class Migration(migrations.Migration):
    dependencies = [("coaching", "0007_anchor_stamp_tries")]

    operations = [
        migrations.AddField(
            "certificate", "attempts", models.PositiveIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            "certificate",
            "due_at",
            models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=saleor_coaching_plugin.core.clock.utc_now,
            ),
        ),
        migrations.RemoveIndex("certificate", "coaching_certificate_owed"),
        migrations.AddIndex(
            "certificate",
            models.Index(
                condition=models.Q(("made_at", None)),
                fields=["due_at"],
                name="coaching_certificate_owed",
            ),
        ),
    ]
