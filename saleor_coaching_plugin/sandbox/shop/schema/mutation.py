"""What can be done in the shop."""

from __future__ import annotations

import graphene

from .mutations.account import AccountRegister, CreateToken
from .mutations.catalogue import (
    ProductChannelListingUpdate,
    ProductCreate,
    ProductVariantChannelListingUpdate,
    ProductVariantCreate,
)
from .mutations.checkout import CheckoutComplete, CheckoutCreate
from .mutations.checkout_details import (
    CheckoutAddPromoCode,
    CheckoutBillingAddressUpdate,
    CheckoutCustomerAttach,
    CheckoutEmailUpdate,
)
from .mutations.checkout_lines import CheckoutLinesAdd, CheckoutLinesUpdate
from .mutations.payment import TransactionCreate


class ShopMutation(graphene.ObjectType):
    """To be merged into the schema's Mutation."""

    token_create = CreateToken.Field()
    account_register = AccountRegister.Field()

    checkout_create = CheckoutCreate.Field()
    checkout_lines_add = CheckoutLinesAdd.Field()
    checkout_lines_update = CheckoutLinesUpdate.Field()
    checkout_customer_attach = CheckoutCustomerAttach.Field()
    checkout_email_update = CheckoutEmailUpdate.Field()
    checkout_billing_address_update = CheckoutBillingAddressUpdate.Field()
    checkout_add_promo_code = CheckoutAddPromoCode.Field()
    checkout_complete = CheckoutComplete.Field()

    transaction_create = TransactionCreate.Field()

    product_create = ProductCreate.Field()
    product_variant_create = ProductVariantCreate.Field()
    product_channel_listing_update = ProductChannelListingUpdate.Field()
    product_variant_channel_listing_update = ProductVariantChannelListingUpdate.Field()
