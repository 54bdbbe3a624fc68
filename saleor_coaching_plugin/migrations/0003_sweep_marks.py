"""From now on the sweeps look at the shop: what is older is history, and not touched."""

from django.db import migrations

INSERT = """
INSERT INTO coaching_sweepmark (name, reached, created_at)
VALUES ('orders', now(), now()), ('paid_checkouts', now(), now())
"""


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_immutability")]

    operations = [migrations.RunSQL(INSERT, "DELETE FROM coaching_sweepmark")]
