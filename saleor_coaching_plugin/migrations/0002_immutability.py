"""Triggers: what was published, shown or recorded can be changed by nobody, in plain SQL either."""

from django.db import migrations

from saleor_coaching_plugin.billing.immutability import INVOICES_FROZEN, PAYMENTS_FROZEN
from saleor_coaching_plugin.core.immutability import (
    DROP_REFUSE_FUNCTION,
    DROP_REFUSE_LOSS_FUNCTION,
    REFUSE_FUNCTION,
    REFUSE_LOSS_FUNCTION,
    append_only,
    frozen_when,
)
from saleor_coaching_plugin.sequences.immutability import IMMUTABLE_REVERSE_SQL, IMMUTABLE_SQL

PUBLISHED = "OLD.status = 'published'"

TRIGGERS = [
    (REFUSE_FUNCTION, DROP_REFUSE_FUNCTION),
    (REFUSE_LOSS_FUNCTION, DROP_REFUSE_LOSS_FUNCTION),
    append_only("coaching_ledgerentry"),
    append_only("coaching_ledgerpersonaldata"),
    frozen_when("coaching_termsversion", PUBLISHED, "it is published"),
    frozen_when("coaching_templateversion", PUBLISHED, "it is published"),
    frozen_when("coaching_partytext", "true", "a client was shown it"),
    INVOICES_FROZEN,
    PAYMENTS_FROZEN,
    (IMMUTABLE_SQL, IMMUTABLE_REVERSE_SQL),
]


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial")]

    operations = [migrations.RunSQL(forwards, backwards) for forwards, backwards in TRIGGERS]
