"""A client works through a welcome packet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.portal.errors import PortalError, PortalErrorCode
from saleor_coaching_plugin.portal.models import (
    ItemCompletion,
    PacketAssignment,
    PacketItem,
    PacketItemKind,
)

MAX_ANSWER_CHARS = 10_000


@transaction.atomic
def packet_item_complete(
    *,
    email: str,
    assignment_id: uuid.UUID,
    item_id: uuid.UUID,
    answers: Mapping[str, str],
    now: datetime,
) -> PacketAssignment:
    """Mark an item as done; a form with its answers, which may be corrected later.

    `email` is the client's own, so another client's packet is simply not found. Raises NotFound,
    PortalError (ANSWER_REQUIRED, ANSWER_INVALID) whose field is the form field's name.
    """
    assignment = assignment_get(email=email, assignment_id=assignment_id)
    item = assignment.packet.items.filter(id=item_id).first()
    if item is None:
        raise NotFound("packet item", "item")
    ItemCompletion.objects.update_or_create(
        assignment=assignment,
        item=item,
        defaults={"answers": _answers_clean(item, answers), "completed_at": now},
    )
    return assignment


@transaction.atomic
def packet_complete(*, email: str, assignment_id: uuid.UUID, now: datetime) -> PacketAssignment:
    """Hand the packet in. Raises PortalError (PACKET_INCOMPLETE) naming what is still missing."""
    assignment = assignment_get(email=email, assignment_id=assignment_id)
    done = set(assignment.completions.values_list("item_id", flat=True))
    missing = [i.title for i in assignment.packet.items.all() if i.required and i.id not in done]
    if missing:
        raise PortalError(
            PortalErrorCode.PACKET_INCOMPLETE,
            f"Please complete first: {', '.join(missing)}.",
        )
    PacketAssignment.objects.filter(id=assignment.id, completed_at=None).update(completed_at=now)
    assignment.refresh_from_db(fields=["completed_at"])
    return assignment


def assignment_get(*, email: str, assignment_id: uuid.UUID) -> PacketAssignment:
    """A client's own assignment, or NotFound."""
    found = (
        PacketAssignment.objects.select_related("packet")
        .filter(id=assignment_id, email=email)
        .first()
    )
    if found is None:
        raise NotFound("welcome packet")
    return found


def _answers_clean(item: PacketItem, answers: Mapping[str, str]) -> dict[str, str]:
    if item.kind != PacketItemKind.FORM:
        return {}
    return {field["name"]: _answer(field, answers.get(field["name"], "")) for field in item.fields}


def _answer(field: Mapping[str, Any], raw: str) -> str:
    value = raw.strip()
    if field["required"] and not value:
        raise PortalError(
            PortalErrorCode.ANSWER_REQUIRED, f"Please answer “{field['label']}”.", field["name"]
        )
    if value and not _fits(field, value):
        raise PortalError(
            PortalErrorCode.ANSWER_INVALID,
            f"This does not answer “{field['label']}”.",
            field["name"],
        )
    return value


def _fits(field: Mapping[str, Any], value: str) -> bool:
    if len(value) > MAX_ANSWER_CHARS:
        return False
    if field["kind"] == "choice":
        return value in field["choices"]
    if field["kind"] == "checkbox":
        return value == "yes"
    if field["kind"] == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    return True
