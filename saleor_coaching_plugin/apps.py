"""The Django app. Its label is short because it prefixes every table."""

from celery.app import app_or_default
from django.apps import AppConfig
from django.core.checks import register

from .core.beat import beat_install


class CoachingConfig(AppConfig):
    name = "saleor_coaching_plugin"
    label = "coaching"
    verbose_name = "Coaching"
    # Saleor's project-wide default is AutoField.
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .bootstrap import bootstrap  # models can be imported only once apps are loaded
        from .checks import settings_check
        from .graphql.merge.install import merge_install

        bootstrap()
        beat_install(app_or_default())
        register(settings_check)
        merge_install()
