"""The pages where Saleor would serve them: under a path of the plugin's, and nothing else."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("plugins/global/coaching/", include("saleor_coaching_plugin.portal.urls")),
]
