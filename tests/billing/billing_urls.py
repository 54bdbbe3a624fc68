"""The webhook alone."""

from __future__ import annotations

from django.urls import path

from saleor_coaching_plugin.webhooks.stripe import stripe_webhook

urlpatterns = [path("webhooks/stripe/", stripe_webhook)]
