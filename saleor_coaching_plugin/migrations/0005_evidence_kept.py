"""Triggers over the new evidence. Personal data can be erased once nothing holds it any more."""

from django.db import migrations

from saleor_coaching_plugin.core.immutability import append_only
from saleor_coaching_plugin.evidence.immutability import (
    APPEND_ONLY,
    CONSENTS_KEPT,
    PERSONAL_DATA_KEPT,
)

FORWARDS, BACKWARDS = append_only("coaching_ledgerpersonaldata")
EMAILS_FILL = """
UPDATE coaching_ledgerpersonaldata SET email = lower(coalesce(data::jsonb ->> 'email', ''));
"""


class Migration(migrations.Migration):
    dependencies = [("coaching", "0004_evidence")]

    operations = [
        migrations.RunSQL(BACKWARDS, FORWARDS),
        migrations.RunSQL(EMAILS_FILL, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(forwards, backwards)
            for forwards, backwards in (PERSONAL_DATA_KEPT, CONSENTS_KEPT, *APPEND_ONLY)
        ),
    ]
