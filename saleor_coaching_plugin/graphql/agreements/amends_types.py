"""What a text amends, as its reader sees it. The root is an AmendedText."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.changes import AmendedText
from saleor_coaching_plugin.graphql.core.scalars import DateTime

from .enums import ClientAgreementAmendmentStatusEnum


class ClientAgreementAmends(graphene.ObjectType):
    class Meta:
        description = (
            "The text is new terms for an agreement that was accepted before, which stays in "
            "force until they are accepted."
        )

    status = ClientAgreementAmendmentStatusEnum(required=True)
    accepted_at = DateTime(required=True, description="When the text before was accepted.")
    closed_at = DateTime(description="When the new terms were accepted or declined.")
    change_notes = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What has changed, in sentences for clients.",
    )
    redline = graphene.String(
        required=True, description="HTML of the new text with `<ins>` and `<del>` in it."
    )
    client_note = graphene.String(required=True, description="The reason for declining.")

    @staticmethod
    def resolve_change_notes(root: AmendedText, info: ResolveInfo) -> list[str]:
        return list(root.notes)
