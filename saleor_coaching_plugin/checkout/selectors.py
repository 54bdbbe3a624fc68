"""Read acceptances, product setups and purchases."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import CheckoutAcceptance, ProductSetup, Purchase


def purchases_of(email: str) -> QuerySet[Purchase]:
    """A person's purchases, newest first."""
    return Purchase.objects.filter(email=email).order_by("-bought_at")


def purchases_of_checkout(checkout_id: str) -> QuerySet[Purchase]:
    return Purchase.objects.filter(checkout_id=checkout_id).order_by("bought_at")


def thank_you_of(product_ids: list[str]) -> list[str]:
    """The thank-you texts (Markdown) of some products."""
    setups = ProductSetup.objects.filter(product_id__in=product_ids).exclude(thank_you="")
    return [setup.thank_you for setup in setups.order_by("product_id")]


def purchases_found(
    *, email: str | None = None, product_id: str | None = None
) -> QuerySet[Purchase]:
    """For staff: purchases, newest first; one person's, of one product."""
    found = Purchase.objects.order_by("-bought_at", "-id")
    if email is not None:
        found = found.filter(email=email.strip().lower())
    return found if product_id is None else found.filter(product_id=product_id)


def product_setup_of(product_id: str) -> ProductSetup | None:
    return ProductSetup.objects.filter(product_id=product_id).first()


def acceptance_of(checkout_id: str, fingerprint: str) -> CheckoutAcceptance | None:
    """The acceptance of one exact cart."""
    return CheckoutAcceptance.objects.filter(
        checkout_id=checkout_id, fingerprint=fingerprint
    ).first()
