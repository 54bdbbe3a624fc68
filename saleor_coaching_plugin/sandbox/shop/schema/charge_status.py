"""How much of a total has been paid."""

from __future__ import annotations

from enum import StrEnum

import graphene

from saleor_coaching_plugin.core.money import Money


class ChargeStatus(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    OVERCHARGED = "overcharged"


_VALUES = [(status.name, status.value) for status in ChargeStatus]
OrderChargeStatusEnum = graphene.Enum("OrderChargeStatusEnum", _VALUES)
CheckoutChargeStatusEnum = graphene.Enum("CheckoutChargeStatusEnum", _VALUES)


def charge_status(*, paid: Money, total: Money) -> ChargeStatus:
    """FULL also for what is free."""
    if paid.minor > total.minor:
        return ChargeStatus.OVERCHARGED
    if paid.minor == total.minor:
        return ChargeStatus.FULL
    return ChargeStatus.PARTIAL if paid.minor else ChargeStatus.NONE
