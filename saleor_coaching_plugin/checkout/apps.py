"""Inside Saleor the gate's entry point makes this folder a Django app of its own.

It has no models: those of this folder belong to the plugin's app, whose label they name.
"""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "saleor_coaching_plugin.checkout"
    label = "coaching_checkout"
    verbose_name = "Coaching: checkout gate"
    default_auto_field = "django.db.models.BigAutoField"
