"""Say what buying a product starts."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.graphql.checkout.errors import ProductSetupError
from saleor_coaching_plugin.graphql.checkout.types import ProductSetup
from saleor_coaching_plugin.graphql.core.access import PRODUCTS
from saleor_coaching_plugin.graphql.core.ids import existing_uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.portal.types import WelcomePacket
from saleor_coaching_plugin.graphql.sequences.types import Sequence
from saleor_coaching_plugin.portal import models as portal
from saleor_coaching_plugin.sequences import models as sequences


class ProductSetupUpdate(BaseMutation):
    class Meta:
        description = "Say what a paid order line of a product starts; it replaces what was said."
        access = PRODUCTS
        error_type = ProductSetupError
        error_fields = {"product": "product_id"}

    class Arguments:
        product_id = graphene.ID(required=True, description="The shop's id.")
        sequence_id = graphene.ID(description="None, if left out.")
        packet_id = graphene.ID(description="None, if left out.")
        thank_you = graphene.String(
            default_value="", description="Markdown for the thank-you page."
        )

    product_setup = graphene.Field(ProductSetup)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        product_id: str,
        thank_you: str,
        sequence_id: str | None = None,
        packet_id: str | None = None,
    ) -> ProductSetupUpdate:
        setup = product_setup_save(
            product_id=product_id,
            sequence_id=existing_uuid_of(Sequence, sequences.Sequence, sequence_id, "sequence_id"),
            packet_id=existing_uuid_of(WelcomePacket, portal.WelcomePacket, packet_id, "packet_id"),
            thank_you=thank_you,
        )
        return cls(product_setup=setup)
