"""A stand-in for Stripe: a real HTTP server on loopback that the real Stripe SDK talks to.

It serves the sandbox, where nobody has a Stripe account, and the tests, which must not reach
Stripe. No money moves, and only Stripe's published test card numbers are taken.

It knows: customers; invoices and invoice items with their whole life; hosted invoice and checkout
pages that work without JavaScript; Checkout Sessions in payment mode; payment intents and charges
made by those pages; refunds; events; idempotency keys; expansion; pagination; and webhooks signed
in Stripe's scheme, retried, in no particular order. Objects have the shape of API versions from
2025-03-31.basil on (an invoice has no `payment_intent`, `charge` or `paid`); a request pinned to an
older version is refused instead of being answered in a shape the caller does not expect.

It leaves out: everything else of Stripe's API, and of the above: taxes, discounts, shipping,
products and stored prices, saved payment methods, automatic collection and finalisation, payment
records for what was paid out of band, deletion, search, Connect, other payment methods than cards,
3-D Secure, disputes, asynchronous payments, `invoice.overdue`, mail, rate limits, rendering of
events in the version of an endpoint. Of the events that Stripe would send, it makes only those
named in `resources.events.EVENT_TYPES`. A parameter it does not know is refused, never ignored.
"""

from .simulator import StripeSimulator

__all__ = ["StripeSimulator"]
