"""What staff write into the draft of contract terms."""

from __future__ import annotations

import graphene

from .consents import ContractConsentInput


class ContractTermsDraftInput(graphene.InputObjectType):
    class Meta:
        description = "The draft of one language; it replaces the draft that there is."

    language = graphene.String(default_value="en", description="BCP 47 tag, `en` by default.")
    title = graphene.String(required=True)
    body = graphene.String(required=True, description="Markdown with Liquid merge fields.")
    consents = graphene.List(
        graphene.NonNull(ContractConsentInput),
        default_value=[],
        description="Boxes to tick besides the one for the terms themselves.",
    )


class ContractTermsCreateInput(ContractTermsDraftInput):
    class Meta:
        description = "New terms with their first draft."

    name = graphene.String(required=True)
    has_seats = graphene.Boolean(
        default_value=False,
        description="Whether they have a rendering for participants, without amounts; it cannot "
        "be changed later. Then each unit sold under them is a seat.",
    )
