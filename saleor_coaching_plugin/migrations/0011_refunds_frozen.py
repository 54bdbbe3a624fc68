"""A refund's number, amount and payer stand; once it is sent, all of it."""

from django.db import migrations

from saleor_coaching_plugin.billing.immutability import REFUNDS_FROZEN


class Migration(migrations.Migration):
    dependencies = [("coaching", "0010_preview_audience")]

    operations = [migrations.RunSQL(*REFUNDS_FROZEN)]
