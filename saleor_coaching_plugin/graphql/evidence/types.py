"""What a look at the ledger found."""

from __future__ import annotations

import graphene


class EvidenceVerification(graphene.ObjectType):
    class Meta:
        description = "Whether a chain of the ledger is as it was written."

    chain = graphene.String(required=True)
    intact = graphene.Boolean(required=True)
    entries = graphene.Int(required=True, description="How many entries were looked at.")
    faults = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="What does not hold."
    )
