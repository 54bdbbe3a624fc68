"""The switches on the plugins' pages in Saleor's Dashboard."""

from __future__ import annotations

from django.db.models import QuerySet
from saleor.plugins.models import PluginConfiguration

PLUGIN_ID = "coaching"
GATE_ID = "coaching.checkout-gate"


def plugin_is_on() -> bool:
    """Before the first change of its configuration there is no row, and the plugin is on."""
    rows = PluginConfiguration.objects.filter(identifier=PLUGIN_ID, channel=None)
    return bool(rows.values_list("active", flat=True).first() is not False)


def channels_without_gate() -> QuerySet:
    """Primary keys of the channels in which the gate is switched off."""
    return PluginConfiguration.objects.filter(identifier=GATE_ID, active=False).values("channel")
