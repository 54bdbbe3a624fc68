"""For whom a test mail's link shows an agreement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coaching", "0009_seats")]

    operations = [
        migrations.AddField(
            model_name="previewlink",
            name="audience",
            field=models.CharField(max_length=11, default="payer", db_default="payer"),
        ),
    ]
