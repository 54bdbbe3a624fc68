"""Seats are found by the order that paid for them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0012_participant_amendments'),
    ]

    operations = [
        migrations.AlterField(
            model_name='seatgroup',
            name='order_id',
            field=models.CharField(blank=True, db_index=True, max_length=128),
        ),
    ]
