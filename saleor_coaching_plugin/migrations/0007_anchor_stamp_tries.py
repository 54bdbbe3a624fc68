"""Which anchors the time authority has failed, and when to ask again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coaching", "0006_binding")]

    operations = [
        migrations.CreateModel(
            "AnchorStampTry",
            [
                (
                    "anchor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="coaching.ledgeranchor",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
        ),
    ]
