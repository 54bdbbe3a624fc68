"""Orders that no checkout led to, made in Saleor by staff and apps, through its API."""

from __future__ import annotations

from saleor.account.models import Group, User
from saleor.product.models import Product
from saleor_agreements import done
from saleor_checkout import ADDRESS
from saleor_shop import Api, SaleorShop, global_id, variant_of

DRAFT_CREATE = """mutation ($input: DraftOrderCreateInput!) {
  draftOrderCreate(input: $input) { order { id } errors { field code message } } }"""
DRAFT_COMPLETE = """mutation ($id: ID!) {
  draftOrderComplete(id: $id) { order { id } errors { field code message } } }"""
MARK_AS_PAID = """mutation ($id: ID!) {
  orderMarkAsPaid(id: $id) { order { id } errors { field code message } } }"""


def staff_of_all_channels(saleor: SaleorShop) -> Api:
    """Somebody who may make orders."""
    user = saleor.staff(["MANAGE_ORDERS"])
    user.groups.add(Group.objects.create(name="Office", restricted_access_to_channels=False))
    return saleor.api_of(user)


def draft_made(
    api: Api, saleor: SaleorShop, customer: User, *products: Product, quantity: int = 1
) -> str:
    """Id of a draft order with so many units of each."""
    made = done(
        api,
        DRAFT_CREATE,
        input={
            "channelId": global_id(saleor.channel),
            "user": global_id(customer),
            "billingAddress": ADDRESS,
            "lines": [
                {"variantId": global_id(variant_of(each)), "quantity": quantity}
                for each in products
            ],
        },
    )
    return str(made["order"]["id"])
