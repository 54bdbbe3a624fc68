"""Ways by which orders come to be and are paid in Saleor, through its own API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from saleor.account.models import User
from saleor.product.models import Product
from saleor.tax.models import TaxClass
from saleor_orders import draft_made
from saleor_shop import Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.checkout.models import ProductSetup
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

ADDRESS = {
    "firstName": "Sam",
    "lastName": "Client",
    "streetAddress1": "Hauptstr. 1",
    "city": "Berlin",
    "postalCode": "10115",
    "country": "DE",
}
ERRORS = "errors { field code message }"


@dataclass
class Office:
    """The shop with a customer, and an app that may do what staff may."""

    saleor: SaleorShop
    api: Api = field(init=False)
    customer: User = field(init=False)

    def __post_init__(self) -> None:
        app = self.saleor.app(
            [
                "HANDLE_CHECKOUTS",
                "HANDLE_PAYMENTS",
                "MANAGE_CHECKOUTS",
                "MANAGE_ORDERS",
                "MANAGE_ORDERS_IMPORT",
                "MANAGE_PLUGINS",
                "MANAGE_USERS",
            ]
        )
        self.api = self.saleor.api_of(app)
        self.customer = self.saleor.customer()

    # checkouts

    def checkout(self, price: str = "120.00", quantity: int = 1) -> str:
        """With everything that completing it needs, except for money; its id."""
        product = self._product(price)
        line = {"variantId": global_id(variant_of(product)), "quantity": quantity}
        made = self._asked(
            "mutation ($input: CheckoutCreateInput!) { answer: checkoutCreate(input: $input) {"
            f" checkout {{ id }} {ERRORS} }} }}",
            input={
                "channel": self.saleor.channel.slug,
                "email": self.customer.email,
                "lines": [line],
                "billingAddress": ADDRESS,
            },
        )
        return str(made["checkout"]["id"])

    def completed(self, checkout: str) -> str:
        """The id of the order."""
        made = self._asked(
            "mutation ($id: ID!) { answer: checkoutComplete(id: $id) {"
            f" order {{ id }} {ERRORS} }} }}",
            id=checkout,
        )
        return str(made["order"]["id"])

    def order_from_checkout(self, checkout: str) -> str:
        """Without payment, as an app may."""
        made = self._asked(
            "mutation ($id: ID!) { answer: orderCreateFromCheckout(id: $id) {"
            f" order {{ id }} {ERRORS} }} }}",
            id=checkout,
        )
        return str(made["order"]["id"])

    def bought(self) -> str:
        """Paid first and completed then, as most storefronts do it."""
        checkout = self.checkout()
        self.charged(checkout, "120.00")
        return self.completed(checkout)

    # orders without a checkout

    def draft(self, price: str = "120.00") -> str:
        return draft_made(self.api, self.saleor, self.customer, self._product(price))

    def draft_completed(self, draft: str) -> str:
        made = self._asked(
            "mutation ($id: ID!) { answer: draftOrderComplete(id: $id) {"
            f" order {{ id }} {ERRORS} }} }}",
            id=draft,
        )
        return str(made["order"]["id"])

    def imported(self, count: int) -> list[str]:
        variant = variant_of(self._product("120.00"))
        amount = {"gross": "120.00", "net": "120.00"}
        line = {
            "variantId": global_id(variant),
            "createdAt": utc_now().isoformat(),
            "isShippingRequired": False,
            "isGiftCard": False,
            "quantity": 1,
            "taxClassId": global_id(TaxClass.objects.create(name="Services")),
            "totalPrice": amount,
            "undiscountedTotalPrice": amount,
            "warehouse": global_id(self.saleor.warehouse),
        }
        order = {
            "channel": self.saleor.channel.slug,
            "createdAt": utc_now().isoformat(),
            "user": {"id": global_id(self.customer)},
            "billingAddress": ADDRESS,
            "currency": "EUR",
            "languageCode": "EN",
            "status": "UNFULFILLED",
            "lines": [line],
        }
        made = self._asked(
            "mutation ($orders: [OrderBulkCreateInput!]!) {"
            " answer: orderBulkCreate(orders: $orders, stockUpdatePolicy: SKIP) {"
            " results { order { id } errors { message } } errors { path message code } } }",
            orders=[order] * count,
        )
        assert all(each["order"] for each in made["results"]), made["results"]
        return [str(each["order"]["id"]) for each in made["results"]]

    # what happens to an order

    def charged(self, order_or_checkout: str, amount: str) -> None:
        """Money that an app reports."""
        self._asked(
            "mutation ($id: ID!, $transaction: TransactionCreateInput!) {"
            " answer: transactionCreate(id: $id, transaction: $transaction) {"
            f" transaction {{ id }} {ERRORS} }} }}",
            id=order_or_checkout,
            transaction={"name": "Bank", "amountCharged": {"amount": amount, "currency": "EUR"}},
        )

    def marked_as_paid(self, order: str) -> None:
        self._asked(
            f"mutation ($id: ID!) {{ answer: orderMarkAsPaid(id: $id) {{ {ERRORS} }} }}", id=order
        )

    def confirmed(self, order: str) -> None:
        self._asked(
            f"mutation ($id: ID!) {{ answer: orderConfirm(id: $id) {{ {ERRORS} }} }}", id=order
        )

    def switched(self, *, on: bool) -> None:
        self._asked(
            'mutation ($on: Boolean!) { answer: pluginUpdate(id: "coaching", input: {active: $on})'
            f" {{ {ERRORS} }} }}",
            on=on,
        )

    def _product(self, price: str) -> Product:
        """One that the plugin knows, so that whoever bought it is recorded."""
        product = self.saleor.product(f"Coaching {Product.objects.count() + 1}", price)
        ProductSetup.objects.create(product_id=global_id(product))
        return product

    def _asked(self, query: str, **variables: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.api.data(query, **variables)["answer"]
        assert answer["errors"] == [], answer["errors"]
        return answer


def noted() -> list[tuple[str, str]]:
    """(event, order id) that the hooks wrote down, in order: one row of each event's handlers."""
    rows = OutboxMessage.objects.filter(handler="checkout.handlers.purchases_record").order_by("id")
    return [(row.event, row.payload["order_id"]) for row in rows]
