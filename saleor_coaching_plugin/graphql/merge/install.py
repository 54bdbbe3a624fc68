"""Get in before Saleor builds its schema."""

from __future__ import annotations

import sys
from types import ModuleType

import wrapt
from django.conf import settings
from django.core.checks import register

from saleor_coaching_plugin.conf import conf

from .outcome import merge_check, merge_failed

BUILDER_MODULE = "saleor.graphql.core.federation.schema"
BUILDER = "build_federated_schema"
API_MODULE = "saleor.graphql.api"
"""Builds its schema while it is imported."""


def merge_install() -> None:
    """To be called when Django's apps are ready. If it cannot be done, Saleor starts without."""
    if "saleor.graphql" not in settings.INSTALLED_APPS or not conf().merge_graphql:
        return
    register(merge_check)
    if API_MODULE in sys.modules:
        merge_failed(RuntimeError(f"{API_MODULE} was imported before the plugin was ready"))
    else:
        # Not imported here: the module lists Saleor's entities as it is imported, and these are
        # complete only when Saleor's API imports it.
        wrapt.register_post_import_hook(_wrap_builder, BUILDER_MODULE)


def _wrap_builder(module: ModuleType) -> None:
    """Never raises: Saleor is in the middle of its imports."""
    try:
        original = getattr(module, BUILDER)
        from .build import builder_around  # imports Saleor, and there may be none

        setattr(module, BUILDER, builder_around(original))
    except Exception as error:
        merge_failed(error)
