"""Money that came or went back, as events of one transaction of ours per checkout or order.

A reference is looked for among all transactions of the checkout or order: what another app has
reported under it is not counted again.
"""

from __future__ import annotations

from typing import Any

from saleor.payment.models import TransactionEvent, TransactionItem

from saleor_coaching_plugin.commerce.payment_rules import payment_conflict
from saleor_coaching_plugin.core.money import Money

from .amounts import money_of
from .api import mutate
from .own_app import IDENTIFIER
from .refusals import refusals_translated

CHARGE, REFUND = "CHARGE_SUCCESS", "REFUND_SUCCESS"
_CREATE = """
mutation ($id: ID!) {
  transactionCreate(id: $id, transaction: {name: "Coaching", availableActions: []}) {
    transaction { token } errors { code field message }
  }
}"""
_REPORT = """
mutation (
  $token: UUID!, $reference: String!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal!
) {
  transactionEventReport(
    token: $token, pspReference: $reference, type: $type, amount: $amount, availableActions: []
  ) { errors { code field message } }
}"""


def event_known(kind: str, amount: Money, reference: str, **whose: Any) -> bool:
    """Whether it was reported before; `whose` is `order` or `checkout`.

    Raises CommerceError(PAYMENT_CONFLICT) when the reference stands for something else.
    """
    known = TransactionEvent.objects.filter(
        **{f"transaction__{relation}": row for relation, row in whose.items()},
        psp_reference=reference,
        type__in=(CHARGE.lower(), REFUND.lower()),
        include_in_calculations=True,
    )
    same = {(each.type.upper(), money_of(each.amount_value, each.currency)) for each in known}
    if same - {(kind, amount)}:
        raise payment_conflict()
    return bool(same)


def event_report(kind: str, amount: Money, reference: str, *, object_id: str, **whose: Any) -> None:
    """The caller holds a lock on the checkout or order that `object_id` and `whose` name."""
    ours = TransactionItem.objects.filter(app_identifier=IDENTIFIER, **whose).first()
    with refusals_translated():
        token = ours.token if ours else mutate(_CREATE, id=object_id)["transaction"]["token"]
        mutate(
            _REPORT,
            token=str(token),
            reference=reference,
            type=kind,
            amount=str(amount.amount),
        )
