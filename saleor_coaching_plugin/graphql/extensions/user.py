"""`User` in a shop's API: what the person with this e-mail address has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.graphql.checkout.types import ProductPurchase
from saleor_coaching_plugin.graphql.core.access import USERS, own_or
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.portal.client_types import (
    ClientPortalAgreement,
    agreement_shown,
)
from saleor_coaching_plugin.graphql.seats.types import SeatGroup
from saleor_coaching_plugin.graphql.sequences.types import SequenceEnrolment

from .access import seen_by
from .dataloaders import (
    AgreementsOfPersonLoader,
    EnrolmentsOfPersonLoader,
    PurchasesOfPersonLoader,
    SeatGroupsOfPayerLoader,
)


def user_fields(email_of: Callable[[Any], str]) -> dict[str, graphene.Field]:
    """For a User type; `email_of` reads the person's address off its root."""

    def key_of(root: Any) -> str:
        return email_of(root).strip().lower()

    def resolve_client_agreements(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), Permission.MANAGE_ORDERS, lambda row: row.email)
        found = AgreementsOfPersonLoader.of(info.context).load(key_of(root))
        return found.then(lambda rows: [agreement_shown(row) for row in seen(rows)])

    def resolve_product_purchases(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), Permission.MANAGE_USERS, lambda row: row.email)
        return PurchasesOfPersonLoader.of(info.context).load(key_of(root)).then(seen)

    def resolve_seat_groups(root: Any, info: ResolveInfo) -> Promise:
        requestor = requestor_of(info.context)
        seen = seen_by(requestor, Permission.MANAGE_ORDERS, lambda row: row.payer_email)
        return SeatGroupsOfPayerLoader.of(info.context).load(key_of(root)).then(seen)

    def resolve_sequence_enrolments(root: Any, info: ResolveInfo) -> Promise:
        return EnrolmentsOfPersonLoader.of(info.context).load(key_of(root))

    return {
        "client_agreements": GuardedField(
            graphene.List(graphene.NonNull(ClientPortalAgreement)),
            access=own_or(Permission.MANAGE_ORDERS),
            description="Agreements that were sent to this person, newest first.",
            resolver=resolve_client_agreements,
        ),
        "product_purchases": GuardedField(
            graphene.List(graphene.NonNull(ProductPurchase)),
            access=own_or(Permission.MANAGE_USERS),
            description="Purchases that the plugin knows of, newest first.",
            resolver=resolve_product_purchases,
        ),
        "seat_groups": GuardedField(
            graphene.List(graphene.NonNull(SeatGroup)),
            access=own_or(Permission.MANAGE_ORDERS),
            description="Seats that this person pays for, newest first.",
            resolver=resolve_seat_groups,
        ),
        "sequence_enrolments": GuardedField(
            graphene.List(graphene.NonNull(SequenceEnrolment)),
            access=USERS,
            description="This person's runs through sequences, newest first.",
            resolver=resolve_sequence_enrolments,
        ),
    }
