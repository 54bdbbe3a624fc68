"""Who recorded a payment: the plugin, or another app."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sandbox_shop", "0001_initial")]

    # What is there already may have come from either; the plugin's refunds go by hand then.
    operations = [
        migrations.AddField(
            name, "by_plugin", models.BooleanField(default=False), preserve_default=False
        )
        for name in ("checkoutpayment", "orderpayment")
    ]
