"""What the plugin classes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saleor.plugins.base_plugin import BasePlugin

if TYPE_CHECKING:
    from saleor.plugins.models import PluginConfiguration


class ActiveByDefault(BasePlugin):
    """On until the operator switches it off."""

    DEFAULT_ACTIVE = True

    def save_plugin_configuration(
        self, plugin_configuration: PluginConfiguration, cleaned_data: dict[str, Any]
    ) -> PluginConfiguration:
        """The first change of any setting makes the row, and Saleor makes it inactive."""
        if self.db_config is None:
            cleaned_data = {"active": self.active, **cleaned_data}
        return super().save_plugin_configuration(plugin_configuration, cleaned_data)
