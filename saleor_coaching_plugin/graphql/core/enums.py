"""Enums of the schema from the domains' own, by their names and values."""

from __future__ import annotations

from enum import Enum
from typing import Any

import graphene

from saleor_coaching_plugin.terms.models import VersionStatus


def enum_of(name: str, members: type[Enum]) -> Any:
    """A GraphQL enum of the same members; what resolvers get is the member's value."""
    return graphene.Enum(name, [(member.name, member.value) for member in members])


CoachingVersionStatusEnum = enum_of("CoachingVersionStatusEnum", VersionStatus)
