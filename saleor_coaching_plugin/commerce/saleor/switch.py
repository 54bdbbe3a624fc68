"""The switch on the plugin's page in Saleor's Dashboard."""

from __future__ import annotations

from saleor.plugins.models import PluginConfiguration

PLUGIN_ID = "coaching"


def plugin_is_on() -> bool:
    """Before the first change of its configuration there is no row, and the plugin is on."""
    rows = PluginConfiguration.objects.filter(identifier=PLUGIN_ID, channel=None)
    return bool(rows.values_list("active", flat=True).first() is not False)
