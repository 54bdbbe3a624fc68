"""What the plugin serves under its own path: pages, GraphQL, webhooks."""

from __future__ import annotations

from django.urls import include, path

from .graphql.view import graphql_view
from .webhooks.stripe import stripe_webhook

urlpatterns = [
    path("graphql/", graphql_view),
    path("webhooks/stripe/", stripe_webhook),
    path("", include("saleor_coaching_plugin.portal.urls")),
]
