"""What the checkout gate needs of Saleor: the checkout, and that a refusal leaves no traces."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from saleor.checkout.fetch import (
    CheckoutInfo,
    CheckoutLineInfo,
    fetch_checkout_info,
    fetch_checkout_lines,
)
from saleor.checkout.models import Checkout
from saleor.discount.utils.voucher import (
    get_customer_email_for_voucher_usage,
    release_voucher_code_usage,
)
from saleor.payment import TransactionEventType
from saleor.payment.models import TransactionEvent, TransactionItem
from saleor.plugins.manager import get_plugins_manager

_REQUESTS = [TransactionEventType.CHARGE_REQUEST, TransactionEventType.AUTHORIZATION_REQUEST]
_JUST_NOW = timedelta(seconds=1)


def checkout_loaded(checkout: Checkout) -> tuple[CheckoutInfo, list[CheckoutLineInfo]]:
    """A checkout as Saleor hands it to the order hook."""
    lines, _ = fetch_checkout_lines(checkout)
    return fetch_checkout_info(checkout, lines, get_plugins_manager(allow_replica=False)), lines


def voucher_give_back(checkout_info: CheckoutInfo) -> None:
    """Take back the use of the voucher that a completion with a legacy payment has counted.

    Saleor counts it before it asks the hook, and gives it back for errors about taxes alone. It
    holds the checkout's row then, inside a transaction; elsewhere the hook comes before the count,
    and a use that is counted belongs to another completion under way.
    """
    checkout = checkout_info.checkout
    if not (connection.in_atomic_block and checkout.is_voucher_usage_increased):
        return
    checkout.is_voucher_usage_increased = False
    checkout.save(update_fields=["is_voucher_usage_increased"])
    release_voucher_code_usage(
        checkout_info.voucher_code,
        checkout_info.voucher,
        get_customer_email_for_voucher_usage(checkout_info),
    )


def transaction_forget(transaction: TransactionItem) -> None:
    """Delete the transaction that Saleor has written just before it asked for a payment session.

    Left behind, each refusal would count against the limit of transactions per checkout, and an
    unpaid order would count as one with a payment. A transaction that has been to a payment app
    stays: it has answers, or its request is older than the moment between writing and asking.
    """
    answered = TransactionEvent.objects.exclude(type__in=_REQUESTS).values("transaction_id")
    TransactionItem.objects.filter(
        pk=transaction.pk, psp_reference=None, created_at__gt=timezone.now() - _JUST_NOW
    ).exclude(pk__in=answered).delete()
