"""The sandbox as a Django app: it hangs the plugin into the shop."""

from django.apps import AppConfig

from .celery import app as celery_app  # as Saleor does: it is there before any app is ready

__all__ = ["SandboxConfig", "celery_app"]


class SandboxConfig(AppConfig):
    name = "saleor_coaching_plugin.sandbox"
    label = "sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .shop.hooks import hooks_install
        from .shop_hooks import PluginHooks  # its services need the models, now loaded

        hooks_install(PluginHooks())
