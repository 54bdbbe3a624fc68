"""The Django app. Its label is short because it prefixes every table."""

from django.apps import AppConfig
from django.core.checks import register


class CoachingConfig(AppConfig):
    name = "saleor_coaching_plugin"
    label = "coaching"
    verbose_name = "Coaching"
    # Saleor's project-wide default is AutoField.
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .bootstrap import bootstrap  # models can be imported only once apps are loaded
        from .checks import settings_check

        bootstrap()
        register(settings_check)
