"""Somebody accepts for a client whom the law lets them act for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene

from saleor_coaching_plugin.agreements import acting
from saleor_coaching_plugin.agreements.acting import Capacity, acting_clean

from .enums import enum_of

ActingCapacityEnum = enum_of("ActingCapacityEnum", Capacity)


class ActingFor(graphene.ObjectType):
    """The root is an `agreements.acting.ActingFor`."""

    class Meta:
        description = "Who accepted in the client's place, and by what right."

    capacity = ActingCapacityEnum(required=True)
    name = graphene.String(required=True, description="Empty once it was erased.")
    basis = graphene.String(required=True, description="What entitles them, where they said so.")


class ActingForInput(graphene.InputObjectType):
    class Meta:
        description = (
            "Only when the law lets somebody act for the client, who is bound by it: a parent or "
            "guardian of a minor, or an authorised representative. It is recorded as such."
        )

    capacity = ActingCapacityEnum(required=True)
    name = graphene.String(required=True, description="Full name of the person who acts.")
    basis = graphene.String(
        default_value="",
        description="What entitles them, in a sentence; a guardian may leave it out.",
    )


def acting_for_of(given: Mapping[str, Any] | None) -> acting.ActingFor | None:
    """Raises InvalidInput naming `acting_for.<part>`."""
    if given is None:
        return None
    return acting_clean(
        capacity=Capacity(given["capacity"]), name=given["name"], basis=given["basis"] or ""
    )
