"""Read purchases."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import ProductSetup, Purchase


def purchases_of(email: str) -> QuerySet[Purchase]:
    """A person's purchases, newest first."""
    return Purchase.objects.filter(email=email).order_by("-bought_at")


def purchases_of_checkout(checkout_id: str) -> QuerySet[Purchase]:
    return Purchase.objects.filter(checkout_id=checkout_id).order_by("bought_at")


def thank_you_of(product_ids: list[str]) -> list[str]:
    """The thank-you texts (Markdown) of some products."""
    setups = ProductSetup.objects.filter(product_id__in=product_ids).exclude(thank_you="")
    return [setup.thank_you for setup in setups.order_by("product_id")]
