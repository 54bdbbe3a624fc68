"""What a coach sets up in the back office, through GraphQL."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import Cast
from .documents import (
    PACKET_CREATE,
    PRODUCT_CREATE,
    PRODUCT_PUBLISH,
    SEQUENCE_CREATE,
    SEQUENCE_PUBLISH,
    TERMS_CREATE,
    TERMS_PUBLISH,
    VARIANT_CREATE,
    VARIANT_PRICE,
)

WEEK = 7 * 24 * 60 * 60


def product_set_up(cast: Cast, name: str, price: str) -> tuple[str, str, str]:
    """A published product with one variant; (product id, variant id, slug)."""
    product = cast.coach.do(
        PRODUCT_CREATE,
        input={
            "name": name,
            "productType": cast.shop.shelf.product_type,
            "category": cast.shop.shelf.category,
        },
    )["product"]
    channel = cast.shop.shelf.channel_id
    cast.coach.do(
        PRODUCT_PUBLISH,
        id=product["id"],
        input={"updateChannels": [{"channelId": channel, **cast.shop.listing}]},
    )
    variant = cast.coach.do(
        VARIANT_CREATE,
        input={"product": product["id"], "attributes": [], "name": name, **cast.shop.variant},
    )["productVariant"]
    cast.coach.do(VARIANT_PRICE, id=variant["id"], input=[{"channelId": channel, "price": price}])
    return product["id"], variant["id"], product["slug"]


def terms_set_up(cast: Cast, name: str, file: str, *, has_seats: bool = False) -> str:
    """Published contract terms; their id."""
    terms = cast.coach.do(
        TERMS_CREATE,
        input={
            "name": name,
            "language": "en",
            "title": name,
            "body": text(file),
            "hasSeats": has_seats,
        },
    )["contractTerms"]
    cast.coach.do(TERMS_PUBLISH, id=terms["versions"][0]["id"])
    return str(terms["id"])


def sequence_set_up(cast: Cast, name: str, files: list[str]) -> str:
    """A published sequence of weekly mails, the first at once; its id."""
    steps = []
    for position, file in enumerate(files):
        subject, _, body = text(file).partition("\n")
        steps.append({"subject": subject, "body": body, "delaySeconds": WEEK * min(position, 1)})
    sequence = cast.coach.do(SEQUENCE_CREATE, input={"name": name, "steps": steps})["sequence"]
    cast.coach.do(SEQUENCE_PUBLISH, id=sequence["versions"][0]["id"])
    return str(sequence["id"])


def packet_set_up(cast: Cast) -> str:
    """A welcome packet with a form and a document; its id."""
    form = {
        "kind": "FORM",
        "title": "About you",
        "fields": [
            {
                "name": "goal",
                "label": "What would make this worthwhile?",
                "kind": "long_text",
                "required": True,
            }
        ],
    }
    document = {"kind": "DOCUMENT", "title": "How we work together", "body": text("how_we_work")}
    packet = cast.coach.do(
        PACKET_CREATE,
        input={"name": "Welcome packet", "intro": "Two small things.", "items": [form, document]},
    )["welcomePacket"]
    return str(packet["id"])
