"""The payer lets participants know who invites them, or takes that back."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.seats.models import SeatGroup
from saleor_coaching_plugin.terms.amounts import amounts_refuse


def shared_name_clean(name: str, *, field: str) -> str:
    """What participants may read, or "". Raises InvalidInput, TermsError."""
    amounts_refuse(name, field=field)
    return line_clean(name, field=field) if name.strip() else ""


def group_share_name(*, group_id: uuid.UUID, name: str) -> SeatGroup:
    """The name that participants are told, on their pages at once; empty: none.

    Raises InvalidInput, TermsError (AMOUNT_FOR_PARTICIPANTS), NotFound.
    """
    shared_name = shared_name_clean(name, field="name")
    if not SeatGroup.objects.filter(id=group_id).update(shared_name=shared_name):
        raise NotFound("group of seats")
    return SeatGroup.objects.get(id=group_id)
