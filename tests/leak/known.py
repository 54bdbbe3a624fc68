"""Who must not find what: all that is planted, and all that the shop and we have made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from needles import Needle, amount, number, words
from plants import (
    ADVISER,
    ANNA,
    GUARDIAN,
    IN_THE_COURSE,
    PARTICIPANTS,
    PLANTED,
    TIM,
    UNIT_PRICE,
    Someone,
    planted_needles,
)
from search import Permitted

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice, Payment, Refund
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id
from saleor_coaching_plugin.sandbox.shop.models import Order, OrderLine
from saleor_coaching_plugin.seats.models import Participant

UNIT = "public price of the course"
SHARED = ("last name of Isoldine", "payer's first name")


def needles_for(person: Someone) -> list[Needle]:
    """For a participant, or for whoever got a copy of theirs."""
    own = {needle.name for needle in _own(person)}
    shared = set(SHARED) if person in IN_THE_COURSE else set()
    return [needle for needle in all_needles() if needle.name not in own | shared]


def all_needles() -> list[Needle]:
    """What no log may hold."""
    return [*planted_needles(), *_amounts(), *_numbers(), *_people()]


CATALOGUE = ("product", "products", "categories", "collections", "_entities")
PERMITTED = [
    Permitted(
        UNIT,
        lambda piece: piece.name.startswith(("/products/", "/buy/")),
        "The shop shows everybody what the course costs.",
    ),
    Permitted(
        UNIT,
        lambda piece: piece.name in CATALOGUE,
        "The catalogue tells everybody what the course costs.",
    ),
]
"""All that participants may find after all. Nothing of it tells what somebody has paid."""


def _own(person: Someone) -> Iterator[Needle]:
    yield from person.needles()
    if person in (ADVISER, ANNA):
        yield from (*ANNA.needles(), *ADVISER.needles())
    if person == TIM:
        yield words("guardian", GUARDIAN)
    participant = Participant.objects.filter(
        email__in=[person.email, ANNA.email if person == ADVISER else person.email]
    )
    yield from (_participant_number(each) for each in participant)


def _people() -> Iterator[Needle]:
    for person in (*PARTICIPANTS, ADVISER):
        yield from person.needles()
    yield words("guardian", GUARDIAN)
    yield from map(_participant_number, Participant.objects.all())


def _participant_number(participant: Participant) -> Needle:
    return number(f"number of {participant.first_name}", _last(participant.number))


def _amounts() -> Iterator[Needle]:
    """Each once, by its whole units, and none that is planted."""
    named = {int(float(UNIT_PRICE)): UNIT}
    for name, money in _sums():
        if int(money.amount) not in PLANTED.values():
            named.setdefault(int(money.amount), name)
    yield from (amount(name, major) for major, name in named.items())


def _sums() -> Iterator[tuple[str, Money]]:
    for invoice in Invoice.objects.all():
        yield f"total of {invoice.number}", Money(invoice.total_minor, invoice.currency)
    for payment in Payment.objects.all():
        yield f"payment of {payment.invoice.number}", payment.amount
    for refund in Refund.objects.all():
        yield f"refund {refund.number}", refund.amount
    for order in Order.objects.all():
        yield f"total of order {order.number}", Money(order.total_minor, order.channel.currency)
    for line in OrderLine.objects.all():
        currency = line.order.channel.currency
        yield f"unit in order {line.order.number}", Money(line.unit_price_minor, currency)


def _numbers() -> Iterator[Needle]:
    for order in Order.objects.all():
        yield number(f"number of order {order.number}", str(order.number))
        yield words(f"id of order {order.number}", str(order.pk))
        yield words(f"global id of order {order.number}", global_id(Kind.ORDER, order.pk))
    for cited in _cited():
        yield number(f"number {cited}", _last(cited))


def _cited() -> Iterable[str]:
    for model in (Invoice, Refund, ClientAgreement):
        yield from model.objects.values_list("number", flat=True)


def _last(cited: str) -> str:
    return cited.rpartition("-")[2]
