"""What the sandbox serves: the shop's API merged with the plugin's, and the plugin's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import include, path

from .graphql import view


def home(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect("/products/")


urlpatterns = [
    path("", home),
    path("graphql/", view),
    path("", include("saleor_coaching_plugin.urls")),
]
