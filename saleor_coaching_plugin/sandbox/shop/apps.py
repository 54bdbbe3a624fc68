"""The Django app of the sandbox's shop."""

from django.apps import AppConfig


class SandboxShopConfig(AppConfig):
    name = "saleor_coaching_plugin.sandbox.shop"
    label = "sandbox_shop"
    verbose_name = "Sandbox shop"
    default_auto_field = "django.db.models.BigAutoField"
