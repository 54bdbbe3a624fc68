"""As whom staff look at an agreement."""

from __future__ import annotations

from uuid import UUID

import graphene

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.graphql.core.ids import uuid_of

from .enums import ClientAgreementAudienceEnum
from .types import ClientAgreementParty


def audience_argument() -> graphene.Argument:
    return graphene.Argument(
        ClientAgreementAudienceEnum,
        default_value=Audience.PAYER.value,
        description="As whom to look. As a participant: one made up for it, who has a seat.",
    )


def party_argument() -> graphene.ID:
    return graphene.ID(description="The payer if it is left out; a participant is no party.")


def party_id_of(party_id: str | None, audience: str) -> UUID | None:
    """Raises NotFound, and InvalidInput where a party is named and a participant meant."""
    if party_id is None:
        return None
    if audience == Audience.PARTICIPANT:
        raise InvalidInput("A participant is none of the parties. Leave the party out.", "party_id")
    return uuid_of(ClientAgreementParty, party_id, "party_id")
