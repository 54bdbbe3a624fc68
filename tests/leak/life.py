"""All that can become of what one person pays for and others take part in."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from graphql_relay import to_global_id
from office import asked, day_after
from plants import (
    ADDRESS,
    ADVISER,
    ANNA,
    BEN,
    CLEO,
    CODE,
    DORA,
    EMIL,
    GRETA,
    GUARDIAN,
    HUGO,
    ISOLDE,
    PAYMENT_REFERENCE,
    REFUND_REFERENCE,
    SHARED_NAME,
    TIM,
    Someone,
)
from scene import Scene
from visitor import Visitor

from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.sandbox.demo import documents
from saleor_coaching_plugin.seats.models import ParticipantLink, Seat, SeatGroup
from saleor_coaching_plugin.seats.states import ASSIGNABLE
from saleor_coaching_plugin.sequences.models import SequenceMessage

DAY = timedelta(days=1)
PROMO = """mutation($id: ID!, $code: String!) {
  checkoutAddPromoCode(id: $id, promoCode: $code) { errors { field message code } } }"""
MARK_PAID = """mutation($id: ID!, $reference: String!) {
  clientInvoiceMarkPaid(id: $id, reference: $reference) { errors { field message code } } }"""
MARK_SENT = """mutation($id: ID!, $reference: String!) {
  clientRefundMarkSent(id: $id, reference: $reference) { errors { field message code } } }"""
ACCEPT = """mutation($token: String!, $sha: String!, $consents: [ConsentAnswerInput!]!) {
  participantAgreementAccept(token: $token, textSha256: $sha, consents: $consents) {
    participantAgreement { id number status evidenceHash } errors { field message code } } }"""
READ = """query($token: String!) {
  participantAgreementByToken(token: $token) { sha256 consents { key } } }"""


def everything_happens(scene: Scene) -> None:
    family_pays(scene)
    family_takes_part(scene)
    course_is_bought(scene)
    course_is_taken(scene)
    time_goes_by(scene)


def family_pays(scene: Scene) -> None:
    for offer in (scene.office.family_agreement, scene.office.other_agreement):
        offer()
        scene.work()
        scene.visitor(ISOLDE).press(scene.link(ISOLDE, "/a/"), "accept/", **ADDRESS)
    scene.work()
    Invoice.objects.filter(number=None).update(issue_on=utc_now().date())
    scene.work()
    for number, invoice in enumerate(Invoice.objects.all()):
        reference = f"{PAYMENT_REFERENCE}-{number}"
        scene.office.do(
            MARK_PAID, id=to_global_id("ClientInvoice", invoice.id), reference=reference
        )
    scene.work()


def family_takes_part(scene: Scene) -> None:
    scene.log_in(ISOLDE)
    scene.visitor(BEN).get(scene.link(BEN, "/p/"))
    assign(scene, BEN, CLEO, language="de")
    assign(scene, None, EMIL)
    Seat.objects.filter(participant__email=ANNA.email).update(invite_on=utc_now().date())
    scene.work()
    accept(scene, ANNA, copy_to=ADVISER.email)
    accept(scene, CLEO)
    accept(scene, TIM, acting_name=GUARDIAN)
    declined = scene.link(DORA, "/p/")
    scene.visitor(DORA).press(declined, "decline/", **{"decline-message": "No time for it."})
    scene.visitor(EMIL).get(scene.link(EMIL, "/p/"))
    scene.work()
    refund(scene, Seat.objects.get(participant__email=DORA.email))
    remind(scene, EMIL)
    expire(scene, EMIL)


def course_is_bought(scene: Scene) -> None:
    product = scene.office.course()
    payer = scene.visitor(ISOLDE)
    page = f"/buy/{product.slug}/"
    gift = {
        "seat-1-first_name": GRETA.first_name,
        "seat-1-last_name": GRETA.last_name,
        "seat-1-email": GRETA.email,
        "seat-1-gift_message": "Have fun!",
        "seat-1-invite_on": day_after(1),
        "seat-1-share_name": "on",
    }
    payer.press(page, page, quantity="5", email=ISOLDE.email, **ADDRESS, **gift)
    checkout_id = PortalSession.objects.latest("created_at").checkout_id
    asked(PROMO, by=None, id=checkout_id, code=CODE)
    payer.press(f"{page}terms/", "terms/")
    total = commerce().checkout_get(checkout_id).total
    asked(
        documents.TRANSACTION_CREATE,
        by=scene.till,
        id=checkout_id,
        transaction={
            "pspReference": f"{PAYMENT_REFERENCE}-card",
            "amountCharged": {"amount": str(total.amount), "currency": total.currency},
        },
    )
    asked(documents.CHECKOUT_COMPLETE, by=None, id=checkout_id)
    scene.work()


def course_is_taken(scene: Scene) -> None:
    group = SeatGroup.objects.get(subject__startswith="purchase:")
    payer = scene.visitor(ISOLDE)
    payer.press(f"/portal/seats/{group.id}/", "share/", name=SHARED_NAME)
    Seat.objects.filter(participant__email=GRETA.email).update(invite_on=utc_now().date())
    assign(scene, None, HUGO)
    scene.work()
    accept_by_api(scene, GRETA)
    refund(scene, group.seats.filter(participant=None)[0])


def time_goes_by(scene: Scene) -> None:
    """Packets are handed in, sequences go on, and the terms change, which two agree to."""
    for person in (ANNA, CLEO, TIM, GRETA):
        visitor = scene.log_in(person)
        visitor.crawl("/portal/")
        hand_in(visitor)
    SequenceMessage.objects.filter(status="due").update(due_at=utc_now())
    scene.office.family_terms_change()
    scene.work()
    accept(scene, ANNA)
    accept(scene, TIM, acting_name=GUARDIAN)


def assign(scene: Scene, holder: Someone | None, person: Someone, **more: str) -> None:
    """By the payer, in place of whoever has the seat; with None the first that is free."""
    of_holder = {"participant__email": holder.email} if holder else {"participant": None}
    seat = Seat.objects.filter(status__in=ASSIGNABLE, **of_holder).latest("group__created_at")
    prefix = f"seat-{seat.position}-"
    named = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        **more,
    }
    page = f"/portal/seats/{seat.group_id}/"
    typed = {prefix + name: value for name, value in named.items()}
    response = scene.visitor(ISOLDE).post(f"{page}{seat.id}/assign/", typed)
    assert response.status_code == 303, response.content.decode()
    scene.work()


def accept(scene: Scene, person: Someone, **typed: str) -> None:
    scene.visitor(person).press(scene.link(person, "/p/"), "accept/", **typed)
    scene.work()


def accept_by_api(scene: Scene, person: Someone) -> None:
    token = scene.link(person, "/p/").split("/")[2]
    read = asked(READ, by=None, token=token)
    ticked = [
        {"key": each["key"], "accepted": True, "initiallyChecked": False}
        for each in read["consents"]
    ]
    asked(ACCEPT, by=None, token=token, sha=read["sha256"], consents=ticked)
    scene.work()


def refund(scene: Scene, seat: Seat) -> None:
    scene.office.do(documents.SEAT_REFUND, id=to_global_id("Seat", seat.id))
    scene.work()
    owed = Refund.objects.get(seat_id=seat.id)
    scene.office.do(
        MARK_SENT,
        id=to_global_id("ClientRefund", owed.id),
        reference=f"{REFUND_REFERENCE}-{owed.number}",
    )
    scene.work()


def remind(scene: Scene, person: Someone) -> None:
    """Half of the time is over."""
    seats = Seat.objects.filter(participant__email=person.email)
    assert seats.update(expires_at=F("expires_at") - 8 * DAY) == 1
    scene.work()
    assert seats.get().reminded_at
    scene.visitor(person).get(scene.link(person, "/p/"))


def expire(scene: Scene, person: Someone) -> None:
    seats = Seat.objects.filter(participant__email=person.email)
    links = ParticipantLink.objects.filter(text__participant__email=person.email)
    links.update(expires_at=utc_now())
    seats.update(expires_at=utc_now())
    scene.work()
    assert seats.get().status == "expired"


def hand_in(visitor: Visitor) -> None:
    items = sorted({each for each in visitor.answered if "/items/" in each})
    for item in items:
        if not item.endswith("/file/"):
            visitor.press(item, item, **{"answer-hope": "Calm"})
    (packet,) = {each.partition("items/")[0] for each in items}
    visitor.press(packet, "complete/")
