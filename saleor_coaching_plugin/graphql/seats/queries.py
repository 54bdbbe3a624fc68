"""Reading seats, and a participant's agreement by its link."""

from __future__ import annotations

from collections.abc import Sequence

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import BY_SECRET, ORDERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.inputs import search_check
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.selectors import groups_found, link_open
from saleor_coaching_plugin.seats.services.respond import seat_view

from .enums import SeatStatusEnum
from .participant_types import ParticipantAgreement
from .types import SeatGroup
from .whose import PAYER_OR_STAFF, group_for


class SeatQueries(graphene.ObjectType):
    seat_group = GuardedField(
        SeatGroup,
        access=PAYER_OR_STAFF,
        description="The seats that one payer has paid for, by id.",
        id=graphene.ID(required=True),
    )
    seat_groups = ListField(
        SeatGroup,
        access=ORDERS,
        description="All seats that were paid for, by payer; newest first.",
        agreement_id=graphene.ID(description="Only those of this client agreement."),
        status=graphene.List(
            graphene.NonNull(SeatStatusEnum),
            description="Only where a seat is in one of these states.",
        ),
        search=graphene.String(
            description="Words that stand in the title, or in the name or e-mail address of the "
            "payer or of a participant."
        ),
    )
    participant_agreement_by_token = GuardedField(
        ParticipantAgreement,
        access=BY_SECRET,
        description="What a participant's link opens, an invitation or changed terms; the first "
        "time, that is noted.",
        token=graphene.String(required=True, description="The secret from the link."),
    )

    @staticmethod
    def resolve_seat_group(root: None, info: ResolveInfo, id: str) -> models.SeatGroup:
        return group_for(info.context, id)

    @staticmethod
    def resolve_seat_groups(
        root: None,
        info: ResolveInfo,
        agreement_id: str | None = None,
        status: Sequence[str] = (),
        search: str = "",
    ) -> QuerySet[models.SeatGroup]:
        search_check(search)
        found = groups_found(statuses=status, search=search)
        if agreement_id is None:
            return found
        key = uuid_of(ClientAgreement, agreement_id, "agreement_id")
        return found.filter(subject=f"agreement:{key}")

    @staticmethod
    def resolve_participant_agreement_by_token(
        root: None, info: ResolveInfo, token: str
    ) -> models.ParticipantText:
        now = utc_now()
        # Only the participant's own look counts as a look.
        if requestor_of(info.context).is_staff_or_app:
            return link_open(token, now=now).text
        return seat_view(token=token, now=now).text
