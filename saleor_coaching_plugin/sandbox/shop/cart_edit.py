"""Changing a checkout. Each change is one transaction that locks the row and counts it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F

from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError, PermissionDenied

from . import models
from .addresses import address_to_json
from .catalogue import channel_get
from .for_sale import listings_for_sale, refuse_quantity
from .ids import Kind, PrimaryKey, not_found, pk_of


class CartErrorCode(StrEnum):
    VOUCHER_NOT_APPLICABLE = "voucher_not_applicable"


@transaction.atomic
def cart_create(
    *,
    channel: str,
    language: str,
    email: str | None,
    user: models.User | None,
    billing_address: Address | None,
    lines: Mapping[str, int],
) -> models.Checkout:
    """`lines` is variant id -> quantity."""
    here = channel_get(channel)
    row = models.Checkout.objects.create(
        channel=here,
        language=language,
        email=email_normalised(email) if email else "",
        user=user,
        billing_address=address_to_json(billing_address) if billing_address else None,
    )
    _lines_put(row, lines)
    return row


def cart_lines_add(pk: PrimaryKey, lines: Mapping[str, int]) -> None:
    """`lines` is variant id -> how many more. Raises QUANTITY_INVALID, PRODUCT_NOT_PUBLISHED."""
    with _changing(pk) as row:
        present = _quantities(row, lines)
        for quantity in lines.values():
            refuse_quantity(quantity)
        _lines_put(row, {variant: present[variant] + more for variant, more in lines.items()})


def cart_lines_update(pk: PrimaryKey, lines: Mapping[str, int]) -> None:
    """`lines` is variant id -> new quantity; 0 takes the line out."""
    with _changing(pk) as row:
        gone = [pk_of(v, Kind.VARIANT, "variant_id") for v, count in lines.items() if count == 0]
        row.lines.filter(listing__variant__in=gone).delete()
        _lines_put(row, {variant: count for variant, count in lines.items() if count != 0})


def cart_email_set(pk: PrimaryKey, email: str) -> None:
    _set(pk, email=email_normalised(email))


def cart_billing_address_set(pk: PrimaryKey, address: Address) -> None:
    _set(pk, billing_address=address_to_json(address))


def cart_voucher_set(pk: PrimaryKey, code: str) -> None:
    """Raises DomainError(VOUCHER_NOT_APPLICABLE) for an unknown code."""
    voucher = models.Voucher.objects.filter(code=code).first()
    if voucher is None:
        raise DomainError(
            CartErrorCode.VOUCHER_NOT_APPLICABLE, "This code does not exist.", "promo_code"
        )
    _set(pk, voucher=voucher)


def cart_customer_attach(pk: PrimaryKey, user: models.User) -> None:
    """Raises PermissionDenied when the checkout is somebody's already."""
    with _changing(pk) as row:
        if row.user_id is not None:
            raise PermissionDenied("This checkout belongs to a customer already.")
        models.Checkout.objects.filter(pk=pk).update(user=user, email=user.email)


def _set(pk: PrimaryKey, **values: Any) -> None:
    with _changing(pk):
        models.Checkout.objects.filter(pk=pk).update(**values)


@contextmanager
def _changing(pk: PrimaryKey) -> Iterator[models.Checkout]:
    """The row, locked by its own change. Raises NOT_FOUND once it has become an order."""
    with transaction.atomic():
        live = models.Checkout.objects.filter(pk=pk, completed_at=None)
        if not live.update(revision=F("revision") + 1, changed_at=utc_now()):
            raise not_found(Kind.CHECKOUT)
        yield live.select_related("channel").get()


def _quantities(row: models.Checkout, lines: Mapping[str, int]) -> dict[str, int]:
    pks = {pk_of(variant_id, Kind.VARIANT, "variant_id"): variant_id for variant_id in lines}
    present = dict.fromkeys(lines, 0)
    for line in row.lines.filter(listing__variant__in=pks).select_related("listing"):
        present[pks[line.listing.variant_id]] = line.quantity
    return present


def _lines_put(row: models.Checkout, lines: Mapping[str, int]) -> None:
    listings = listings_for_sale(row.channel, lines)
    for quantity in lines.values():
        refuse_quantity(quantity)
    models.CheckoutLine.objects.bulk_create(
        [
            models.CheckoutLine(checkout=row, listing=listings[variant_id], quantity=quantity)
            for variant_id, quantity in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["checkout", "listing"],
        update_fields=["quantity"],
    )
