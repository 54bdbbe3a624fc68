"""Every mutation with variables that succeed, and who may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from factories.contracts import token_of
from factories.late_terms import (
    checkout_terms_asked,
    order_terms_asked,
    ordered,
    required_of,
    token_queued,
)
from factories.seat_shop import product_with_seats
from factories.seats import ANNA
from factories.shop import shop_checkout, shop_product
from graphql_examples import (
    FORM,
    acceptance_typed,
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    agreement_with_seats,
    checkout_with_terms,
    invoice_open,
    packet_given,
    packet_made,
    participant_invited,
    product_with_terms,
    refund_owed,
    seat_paid,
    seats_opened,
    sequence_drafted,
    sequence_published,
    template_drafted,
    template_published,
    terms_drafted,
    terms_published,
    ticked,
)
from graphql_relay import to_global_id

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.checkout.models import TermsRequest
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.services.complete import packet_item_complete
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.sequences.services.enrolment import Recipient
from saleor_coaching_plugin.sequences.services.staff import enrol_by_staff
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign

CLIENT = "client"
CUSTOMER = "customer"
PAYER = "payer"
ANYONE = "anyone"


@dataclass(frozen=True)
class Case:
    """`asker` is a permission's name, or CLIENT, CUSTOMER, PAYER or ANYONE.

    What a payer may, MANAGE_ORDERS may too.
    """

    asker: str
    query: str
    variables: Callable[[], dict[str, Any]]
    apps: bool = True
    """Whether an app with the permission may, too."""


def node(name: str, row: Any) -> str:
    return str(to_global_id(name, row.id))


def mutation(name: str, arguments: str, result: str = "") -> str:
    """`arguments` are declarations such as `$id: ID!, $input: SomeInput!`."""
    if not arguments:
        return f"mutation {{ {name} {{ {result} errors {{ field code message }} }} }}"
    passed = ", ".join(
        f"{each.partition(':')[0].strip()[1:]}: {each.partition(':')[0].strip()}"
        for each in arguments.split(",")
    )
    return (
        f"mutation M({arguments}) {{ {name}({passed}) "
        f"{{ {result} errors {{ field code message }} }} }}"
    )


DRAFT = {"language": "de", "title": "Vertrag", "body": "Für {{ client.name }}", "consents": []}


def template_typed(**changes: Any) -> dict[str, Any]:
    product = shop_product("Six sessions", 1500_00)
    return {
        "termsId": node("ContractTerms", terms_published()),
        "productId": product.id,
        "variantId": product.variants[0].id,
        "fee": {"amount": "1500.00", "currency": "EUR"},
        "packageName": "Six sessions",
        "sessions": 6,
        "instalments": 3,
        "proposalSubject": "Your agreement",
        "proposalBody": "[Read it]({{ agreement.link }})",
        "sequenceId": node("Sequence", sequence_published()),
        "packetId": node("WelcomePacket", packet_made()),
    } | changes


def agreement_typed(**changes: Any) -> dict[str, Any]:
    return {
        "firstName": "Sam",
        "lastName": "Client",
        "email": "Sam@Client.example",
        "fee": {"amount": "1200.50", "currency": "EUR"},
        "sessions": 4,
        "startOn": "2027-05-01",
        "customValues": [{"name": "goal", "value": "Sleep well"}],
    } | changes


def assignment_typed() -> dict[str, Any]:
    return {
        "id": node("ContractTerms", terms_published("For {{ product.name }}.")),
        "kind": "PRODUCT",
        "objectId": shop_product().id,
    }


def unassignment_typed() -> dict[str, Any]:
    terms = terms_published("For {{ product.name }}.")
    assignment = terms_assign(
        terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=shop_product().id
    )
    return {"id": node("ContractTermsAssignment", assignment)}


def setup_typed(**changes: Any) -> dict[str, Any]:
    return {
        "productId": shop_product().id,
        "sequenceId": node("Sequence", sequence_published()),
        "packetId": node("WelcomePacket", packet_made()),
        "thankYou": "**Thank you!**",
    } | changes


def checkout_seats_typed(**changes: Any) -> dict[str, Any]:
    product = product_with_seats()
    return {
        "checkoutId": shop_checkout(product, quantity=2).id,
        "productId": product.id,
        "participants": [participant_typed(giftMessage="Enjoy it.", inviteOn=_tomorrow())],
        "sharedName": "Ada",
    } | changes


def participant_typed(**changes: Any) -> dict[str, Any]:
    return {"firstName": "Grace", "lastName": "Hopper", "email": "grace@friend.example"} | changes


def seats_plan_typed(**changes: Any) -> dict[str, Any]:
    return {
        "agreementId": node("ClientAgreement", agreement_with_seats()),
        "participants": [participant_typed(giftMessage="Enjoy it.", inviteOn=_tomorrow())],
        "sharedName": "Ada",
    } | changes


def seat_typed(**changes: Any) -> dict[str, Any]:
    free = seats_opened().seats.get(position=1)
    return {"id": node("Seat", free), "participant": participant_typed()} | changes


def participation_typed(person: Person = ANNA, **changes: Any) -> dict[str, Any]:
    """What a participant sends who has read all and ticked the one box."""
    seat, token = participant_invited(person)
    return {
        "token": token,
        "textSha256": seat.participant.texts.get().sha256,
        "consents": [ticked("terms")],
        "presentation": {"component": "storefront", "version": "1.2"},
    } | changes


def _tomorrow() -> str:
    return (utc_now().date() + timedelta(days=1)).isoformat()


def checkout_acceptance_typed(**changes: Any) -> dict[str, Any]:
    checkout = checkout_with_terms()
    return {
        "checkoutId": checkout.id,
        "fingerprint": terms_required(checkout).fingerprint,
        "consents": [ticked("terms-1")],
        "presentation": {"component": "storefront", "version": "1.2"},
    } | changes


def order_asked_about(number: int = 1) -> TermsRequest:
    """An order that an app made of a product under terms; the link is `token_queued`."""
    return order_terms_asked(ordered(product_with_terms(), reference=f"erp:{number}"))


def checkout_asked_about() -> TermsRequest:
    """A checkout that is paid, and blocked by its terms."""
    return checkout_terms_asked(checkout_with_terms())


def late_acceptance_typed(**changes: Any) -> dict[str, Any]:
    request = order_asked_about()
    return {
        "token": token_queued(),
        "fingerprint": required_of(request).fingerprint,
        "consents": [ticked("terms-1")],
        "presentation": {"component": "storefront", "version": "1.2"},
    } | changes


def client_acceptance_typed() -> dict[str, Any]:
    agreement = agreement_sent()
    return {"token": token_of(agreement), "input": acceptance_typed(agreement)}


def countersignature_typed(agreement: ClientAgreement, **changes: Any) -> dict[str, Any]:
    text = agreement.parties.get().texts.get(revision=agreement.revision)
    return {"id": node("ClientAgreement", agreement), "textSha256": text.sha256} | changes


def enrolment_typed(**changes: Any) -> dict[str, Any]:
    return {
        "sequenceId": node("Sequence", sequence_published()),
        "email": "Sam@Client.example",
        "firstName": "Sam",
        "lastName": "Client",
        "timezone": "Europe/Berlin",
        "values": [{"name": "product.name", "value": "Workbook"}],
    } | changes


def enrolled() -> Any:
    enrolment, _ = enrol_by_staff(
        sequence_id=sequence_published().id,
        recipient=Recipient("sam@client.example", "Sam Client", "en"),
        first_name="Sam",
        values={},
        now=utc_now(),
    )
    return enrolment


PACKET = {
    "name": "Welcome",
    "intro": "Please.",
    "items": [
        {
            "kind": "FORM",
            "title": "About you",
            "fields": [{"name": "goal", "label": "Goal?", "kind": "text", "required": True}],
        },
        {
            "kind": "DOCUMENT",
            "title": "Workbook",
            "filename": "workbook.pdf",
            "contentType": "application/pdf",
            "content": "JVBERg==",
        },
    ],
}


def form_typed(**changes: Any) -> dict[str, Any]:
    assignment = packet_given()
    return {
        "assignmentId": node("WelcomePacketAssignment", assignment),
        "itemId": node("WelcomePacketItem", assignment.packet.items.get(title=FORM.title)),
        "answers": [{"name": "first_goal", "value": "Sleep"}],
    } | changes


def packet_done() -> dict[str, Any]:
    assignment = packet_given()
    packet_item_complete(
        email=assignment.email,
        assignment_id=assignment.id,
        item_id=assignment.packet.items.get(title=FORM.title).id,
        answers={"first_goal": "Sleep"},
        now=utc_now(),
    )
    return {"assignmentId": node("WelcomePacketAssignment", assignment)}


CASES = {
    "contractTermsCreate": Case(
        "MANAGE_PRODUCTS",
        mutation(
            "contractTermsCreate", "$input: ContractTermsCreateInput!", "contractTerms { id }"
        ),
        lambda: {"input": {"name": "Terms"} | DRAFT},
    ),
    "contractTermsUpdate": Case(
        "MANAGE_PRODUCTS",
        mutation(
            "contractTermsUpdate", "$id: ID!, $input: ContractTermsDraftInput!", "version { id }"
        ),
        lambda: {"id": node("ContractTerms", terms_published()), "input": DRAFT},
    ),
    "contractTermsPublish": Case(
        "MANAGE_PRODUCTS",
        mutation(
            "contractTermsPublish",
            "$id: ID!, $material: Boolean, $changeNote: String",
            "version { number status sha256 isMaterial changeNote }",
        ),
        lambda: {"id": node("ContractTermsVersion", terms_drafted().versions.get())},
    ),
    "contractTermsAssign": Case(
        "MANAGE_PRODUCTS",
        mutation(
            "contractTermsAssign",
            "$id: ID!, $kind: ContractTermsAssignmentKindEnum!, $objectId: ID!",
            "assignment { id kind objectId }",
        ),
        assignment_typed,
    ),
    "contractTermsUnassign": Case(
        "MANAGE_PRODUCTS", mutation("contractTermsUnassign", "$id: ID!"), unassignment_typed
    ),
    "productSetupUpdate": Case(
        "MANAGE_PRODUCTS",
        mutation(
            "productSetupUpdate",
            "$productId: ID!, $sequenceId: ID, $packetId: ID, $thankYou: String",
            "productSetup { productId sequenceId packetId thankYou }",
        ),
        setup_typed,
    ),
    "agreementTemplateCreate": Case(
        "MANAGE_ORDERS",
        mutation(
            "agreementTemplateCreate",
            "$input: AgreementTemplateCreateInput!",
            "agreementTemplate { id name versions { sequenceId packetId fee { amount } } }",
        ),
        lambda: {"input": template_typed(name="Coaching")},
    ),
    "agreementTemplateUpdate": Case(
        "MANAGE_ORDERS",
        mutation(
            "agreementTemplateUpdate",
            "$id: ID!, $input: AgreementTemplateInput!",
            "version { id number status sessions }",
        ),
        lambda: {
            "id": node("AgreementTemplate", template_published()),
            "input": template_typed(sessions=9),
        },
    ),
    "agreementTemplatePublish": Case(
        "MANAGE_ORDERS",
        mutation("agreementTemplatePublish", "$id: ID!", "version { number status }"),
        lambda: {"id": node("AgreementTemplateVersion", template_drafted().versions.get())},
    ),
    "clientAgreementCreate": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientAgreementCreate",
            "$input: ClientAgreementCreateInput!",
            "clientAgreement { id number status client { email } fee { amount currency } startOn }",
        ),
        lambda: {
            "input": agreement_typed(templateId=node("AgreementTemplate", template_published()))
        },
    ),
    "clientAgreementUpdate": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientAgreementUpdate",
            "$id: ID!, $input: ClientAgreementInput!",
            "clientAgreement { client { email } sessions customValues { name value } }",
        ),
        lambda: {"id": node("ClientAgreement", agreement_drafted()), "input": agreement_typed()},
    ),
    "clientAgreementSend": Case(
        "MANAGE_ORDERS",
        mutation("clientAgreementSend", "$id: ID!", "clientAgreement { status text { html } }"),
        lambda: {"id": node("ClientAgreement", agreement_drafted())},
    ),
    "clientAgreementCountersign": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientAgreementCountersign",
            "$id: ID!, $textSha256: String!, $signerName: String, $presentation: PresentationInput",
            "countersignature { name signedAt timing } clientAgreement { status }",
        ),
        lambda: countersignature_typed(agreement_sent()),
        apps=False,
    ),
    "clientAgreementPreviewSend": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientAgreementPreviewSend",
            "$id: ID!, $partyId: ID, $email: String, $audience: ClientAgreementAudienceEnum",
        ),
        lambda: {"id": node("ClientAgreement", agreement_drafted()), "email": "me@coach.example"},
    ),
    "clientAgreementResend": Case(
        "MANAGE_ORDERS",
        mutation("clientAgreementResend", "$id: ID!", "clientAgreement { status }"),
        lambda: {"id": node("ClientAgreement", agreement_sent())},
    ),
    "clientAgreementRevoke": Case(
        "MANAGE_ORDERS",
        mutation("clientAgreementRevoke", "$id: ID!", "clientAgreement { status closedAt }"),
        lambda: {"id": node("ClientAgreement", agreement_sent())},
    ),
    "clientAgreementAccept": Case(
        CLIENT,
        mutation(
            "clientAgreementAccept",
            "$token: String!, $input: ClientAgreementAcceptInput!",
            "clientAgreement { status acceptedAt billingAddress { country } }",
        ),
        client_acceptance_typed,
    ),
    "clientAgreementDecline": Case(
        CLIENT,
        mutation(
            "clientAgreementDecline",
            "$token: String!, $reason: String",
            "clientAgreement { status clientNote }",
        ),
        lambda: {"token": token_of(agreement_sent()), "reason": "Not this year."},
    ),
    "clientAgreementRequestChanges": Case(
        CLIENT,
        mutation(
            "clientAgreementRequestChanges",
            "$token: String!, $message: String!",
            "clientAgreement { status clientNote }",
        ),
        lambda: {"token": token_of(agreement_sent()), "message": "Five sessions, please."},
    ),
    "checkoutSeatsPlan": Case(
        ANYONE,
        mutation(
            "checkoutSeatsPlan",
            "$checkoutId: ID!, $productId: ID!, $participants: [SeatParticipantInput!]!, "
            "$sharedName: String",
            "seats { productId productName quantity planned }",
        ),
        checkout_seats_typed,
    ),
    "checkoutTermsAccept": Case(
        CLIENT,
        mutation(
            "checkoutTermsAccept",
            "$checkoutId: ID!, $fingerprint: String!, $consents: [ConsentAnswerInput!]!, "
            "$presentation: PresentationInput, $actingFor: ActingForInput",
            "acceptance { fingerprint acceptedAt }",
        ),
        checkout_acceptance_typed,
    ),
    "orderTermsAccept": Case(
        CLIENT,
        mutation(
            "orderTermsAccept",
            "$token: String!, $fingerprint: String!, $consents: [ConsentAnswerInput!]!, "
            "$presentation: PresentationInput, $actingFor: ActingForInput",
            "acceptance { fingerprint acceptedAt }",
        ),
        late_acceptance_typed,
    ),
    "orderTermsResend": Case(
        "MANAGE_ORDERS",
        mutation(
            "orderTermsResend", "$orderId: ID!", "orderTermsRequest { id status email orderId }"
        ),
        lambda: {"orderId": order_asked_about().subject_id},
    ),
    "checkoutTermsResend": Case(
        "MANAGE_ORDERS",
        mutation(
            "checkoutTermsResend",
            "$checkoutId: ID!",
            "orderTermsRequest { id status email checkoutId }",
        ),
        lambda: {"checkoutId": checkout_asked_about().subject_id},
    ),
    "clientInvoiceMarkPaid": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientInvoiceMarkPaid",
            "$id: ID!, $reference: String!, $amount: CoachingMoneyInput",
            "clientInvoice { status paid { amount } remaining { amount } } payment { reference }",
        ),
        lambda: {"id": node("ClientInvoice", invoice_open()), "reference": "bank-1"},
    ),
    "clientRefundMarkSent": Case(
        "MANAGE_ORDERS",
        mutation(
            "clientRefundMarkSent",
            "$id: ID!, $reference: String!",
            "clientRefund { status reference sentAt }",
        ),
        lambda: {"id": node("ClientRefund", refund_owed()), "reference": "transfer-7"},
    ),
    "agreementSeatsPlan": Case(
        "MANAGE_ORDERS",
        mutation(
            "agreementSeatsPlan",
            "$agreementId: ID!, $participants: [SeatParticipantInput!]!, $sharedName: String",
            "seatPlan { sharedName participants { firstName email giftMessage inviteOn } }",
        ),
        seats_plan_typed,
    ),
    "seatAssign": Case(
        PAYER,
        mutation(
            "seatAssign",
            "$id: ID!, $participant: SeatParticipantInput!",
            "seat { id status inviteOn expiresAt participant { firstName email isMinor } }",
        ),
        seat_typed,
    ),
    "seatTake": Case(
        CUSTOMER,
        mutation("seatTake", "$id: ID!", "seat { status participant { firstName email } }"),
        lambda: {"id": seat_typed()["id"]},
    ),
    "seatFree": Case(
        PAYER,
        mutation("seatFree", "$id: ID!", "seat { status participant { email } }"),
        lambda: {"id": node("Seat", participant_invited()[0])},
    ),
    "seatRemind": Case(
        PAYER,
        mutation("seatRemind", "$id: ID!", "seat { status remindedAt expiresAt }"),
        lambda: {"id": node("Seat", participant_invited()[0])},
    ),
    "seatGroupShareName": Case(
        PAYER,
        mutation("seatGroupShareName", "$id: ID!, $name: String!", "seatGroup { sharedName }"),
        lambda: {"id": node("SeatGroup", seats_opened()), "name": "Ada L."},
    ),
    "participantAgreementAccept": Case(
        CLIENT,
        mutation(
            "participantAgreementAccept",
            "$token: String!, $textSha256: String!, $consents: [ConsentAnswerInput!]!, "
            "$presentation: PresentationInput, $actingFor: ActingForInput, $copyTo: String",
            "participantAgreement { id number status acceptedAt evidenceHash }",
        ),
        participation_typed,
    ),
    "participantAgreementDecline": Case(
        CLIENT,
        mutation(
            "participantAgreementDecline",
            "$token: String!, $reason: String",
            "participantAgreement { status acceptedAt }",
        ),
        lambda: {"token": participant_invited()[1], "reason": "Not this year."},
    ),
    "seatRefund": Case(
        "MANAGE_ORDERS",
        mutation(
            "seatRefund",
            "$id: ID!",
            "seat { status refundedAt } clientRefunds { id number amount { amount } status }",
        ),
        lambda: {"id": node("Seat", seat_paid())},
    ),
    "evidencePersonalDataErase": Case(
        "MANAGE_USERS",
        mutation(
            "evidencePersonalDataErase",
            "$email: String!, $reason: EvidenceErasureReasonEnum!",
            "kept { kind heldUntil holdReason }",
        ),
        lambda: {"email": agreement_accepted().parties.get().email, "reason": "REQUESTED"},
    ),
    "sequenceCreate": Case(
        "MANAGE_USERS",
        mutation("sequenceCreate", "$input: SequenceCreateInput!", "sequence { id name }"),
        lambda: {"input": {"name": "Welcome", "steps": [{"subject": "Hello", "body": "You"}]}},
    ),
    "sequenceUpdate": Case(
        "MANAGE_USERS",
        mutation("sequenceUpdate", "$id: ID!, $input: SequenceInput!", "version { number }"),
        lambda: {
            "id": node("Sequence", sequence_published()),
            "input": {"steps": [{"subject": "Hello", "body": "You", "delaySeconds": 60}]},
        },
    ),
    "sequencePublish": Case(
        "MANAGE_USERS",
        mutation("sequencePublish", "$id: ID!", "version { number status }"),
        lambda: {"id": node("SequenceVersion", sequence_drafted().versions.get())},
    ),
    "sequenceEnrol": Case(
        "MANAGE_USERS",
        mutation(
            "sequenceEnrol",
            "$input: SequenceEnrolInput!",
            "created enrolment { id recipientEmail status messages { status } }",
        ),
        lambda: {"input": enrolment_typed()},
    ),
    "sequenceEnrolmentCancel": Case(
        "MANAGE_USERS",
        mutation("sequenceEnrolmentCancel", "$id: ID!", "enrolment { status messages { status } }"),
        lambda: {"id": node("SequenceEnrolment", enrolled())},
    ),
    "portalLoginRequest": Case(
        ANYONE,
        mutation("portalLoginRequest", "$email: String!"),
        lambda: {"email": packet_given(agreement_sent().parties.get().email).email},
    ),
    "welcomePacketCreate": Case(
        "MANAGE_USERS",
        mutation(
            "welcomePacketCreate",
            "$input: WelcomePacketInput!",
            "welcomePacket { id items { title content } }",
        ),
        lambda: {"input": PACKET},
    ),
    "welcomePacketUpdate": Case(
        "MANAGE_USERS",
        mutation(
            "welcomePacketUpdate",
            "$id: ID!, $input: WelcomePacketInput!",
            "welcomePacket { name items { title } }",
        ),
        lambda: {"id": node("WelcomePacket", packet_made()), "input": PACKET},
    ),
    "welcomePacketItemComplete": Case(
        CUSTOMER,
        mutation(
            "welcomePacketItemComplete",
            "$assignmentId: ID!, $itemId: ID!, $answers: [WelcomePacketAnswerInput!]",
            "assignment { items { completedAt answers { name value } } }",
        ),
        form_typed,
    ),
    "welcomePacketComplete": Case(
        CUSTOMER,
        mutation("welcomePacketComplete", "$assignmentId: ID!", "assignment { completedAt }"),
        packet_done,
    ),
}
