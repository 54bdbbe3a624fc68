"""What each mutation refuses: the code, the field, and that nothing was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from factories import agreements, contracts
from factories.contracts import BROWSER, SEATS_BODY, token_of
from factories.seats import TIM
from factories.shop import shop_customer, shop_customer_token, shop_product, shop_staff
from graphql_api import errors_of, everything
from graphql_cases import (
    CASES,
    CUSTOMER,
    PAYER,
    agreement_typed,
    checkout_acceptance_typed,
    checkout_asked_about,
    checkout_seats_typed,
    client_acceptance_typed,
    countersignature_typed,
    enrolment_typed,
    form_typed,
    late_acceptance_typed,
    node,
    order_asked_about,
    packet_done,
    participant_typed,
    participation_typed,
    seat_typed,
    seats_plan_typed,
    setup_typed,
    template_typed,
)
from graphql_examples import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    agreement_with_seats,
    invoice_open,
    packet_given,
    packet_made,
    participant_invited,
    refund_owed,
    seat_accepted,
    seat_paid,
    seats_opened,
    sequence_drafted,
    template_drafted,
    template_published,
    terms_drafted,
    terms_published,
    ticked,
)
from graphql_relay import to_global_id

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.respond import agreement_decline
from saleor_coaching_plugin.agreements.services.template import CustomField
from saleor_coaching_plugin.billing.services.seat_refund import seat_refund
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.states import SeatStatus
from saleor_coaching_plugin.sequences.services.sequence import sequence_create
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign, terms_create, terms_draft_save

NOWHERE = "00000000-0000-4000-8000-000000000000"
EUR = {"amount": "10.00", "currency": "EUR"}


class Bad(NamedTuple):
    mutation: str
    variables: Callable[[], dict[str, Any]]
    code: str
    field: str | None


def unknown(name: str) -> str:
    return str(to_global_id(name, NOWHERE))


def draft(**changes: Any) -> dict[str, Any]:
    return {"language": "en", "title": "Terms", "body": "Text", "consents": []} | changes


def terms_new(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"input": draft(name="Terms") | changes}


def template_new(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"input": template_typed(**{"name": "Coaching"} | changes)}


def agreement_new(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {
        "input": agreement_typed(templateId=node("AgreementTemplate", template_published()))
        | changes
    }


def acceptance(**changes: Any) -> Callable[[], dict[str, Any]]:
    def variables() -> dict[str, Any]:
        typed = client_acceptance_typed()
        return typed | {"input": typed["input"] | changes}

    return variables


def address(**changes: Any) -> Callable[[], dict[str, Any]]:
    def variables() -> dict[str, Any]:
        typed = client_acceptance_typed()
        known = typed["input"]["billingAddress"]
        return typed | {"input": typed["input"] | {"billingAddress": known | changes}}

    return variables


def acted_by(**changes: Any) -> Callable[[], dict[str, Any]]:
    director = {"capacity": "REPRESENTATIVE", "name": "Eve Navy", "basis": "Managing director"}
    return acceptance(actingFor=director | changes)


def shown_by(**changes: Any) -> Callable[[], dict[str, Any]]:
    return acceptance(presentation={"component": "storefront"} | changes)


def participant(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: checkout_seats_typed(participants=[participant_typed(**changes)])


def participants(*mailboxes: str) -> Callable[[], dict[str, Any]]:
    people = [participant_typed(email=f"{each}@friend.example") for each in mailboxes]
    return lambda: checkout_seats_typed(participants=people)


def enrolment(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"input": enrolment_typed(**changes)}


def steps(*given: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    return lambda: {"input": {"name": "Welcome", "steps": list(given)}}


def packet(item: dict[str, Any], **changes: Any) -> Callable[[], dict[str, Any]]:
    whole = {"kind": "TASK", "title": "Do it"} | item
    return lambda: {"input": {"name": "Welcome", "items": [whole]} | changes}


def ids(name: str, make: Callable[[], Any]) -> Callable[[], dict[str, Any]]:
    return lambda: {"id": node(name, make())}


def countersigned(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: countersignature_typed(agreement_sent(), **changes)


def preview(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"id": node("ClientAgreement", agreement_drafted())} | changes


def agreement_declined() -> ClientAgreement:
    agreement = agreement_sent()
    return agreement_decline(token=token_of(agreement), reason="", act=BROWSER, now=utc_now())


def seat_unpaid() -> Seat:
    """The other one's share is all that was paid so far."""
    seat = seat_paid()
    seat_refund(seat_id=seat.id, now=utc_now())
    return seat.group.seats.get(position=2)


def seat_taken() -> Seat:
    seat = seat_paid()
    seat.participant = Participant.objects.create(
        number="PA-1", seat=seat, email="bo@client.example", language="en"
    )
    seat.status = SeatStatus.ACTIVE
    seat.save()
    return seat


def reference_of_the_payment() -> dict[str, Any]:
    refund = refund_owed()
    return {"id": node("ClientRefund", refund), "reference": refund.payment_reference}


def seat_for(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: seat_typed(participant=participant_typed(**changes))


def copied_participant(field: str) -> Callable[[], dict[str, Any]]:
    """The second of two gets a copy with the amounts; `field` has that address."""

    def variables() -> dict[str, Any]:
        agreement = agreement_with_seats()
        copied = {"guardianName": "Mary Hopper", field: "copy@family.example"}
        ClientAgreement.objects.filter(id=agreement.id).update(copy_emails=[copied[field]])
        return seats_plan_typed(
            agreementId=node("ClientAgreement", agreement),
            participants=[
                participant_typed(),
                participant_typed(**{"guardianEmail": "mary@friend.example"} | copied),
            ],
        )

    return variables


def unpublishable_template() -> Any:
    return template_drafted(proposal_body="No link.").versions.get()


def template_with_an_amount() -> Any:
    terms = contracts.terms_published(SEATS_BODY, has_seats=True)
    template = template_drafted(terms, seats=2, package_name="Six sessions, €1,500")
    return template.versions.get()


def draft_with_an_amount() -> ClientAgreement:
    terms = contracts.terms_published(SEATS_BODY, has_seats=True)
    goal = CustomField("goal", "The goal", for_participants=True)
    template = template_published(terms=terms, seats=2, custom_fields=[goal])
    return agreements.agreement_drafted(template, custom_values={"goal": "Earn €500 a week"})


def second_version(**said: Any) -> Callable[[], dict[str, Any]]:
    """A draft without the boxes of the version before, and what is said of its change."""

    def variables() -> dict[str, Any]:
        draft = terms_draft_save(terms_id=terms_published().id, language="en", title="T", body="x")
        return {"id": node("ContractTermsVersion", draft)} | said

    return variables


def drafted_with_seats(body: str = SEATS_BODY, **changes: Any) -> Callable[[], dict[str, Any]]:
    def variables() -> dict[str, Any]:
        terms = terms_create(
            name="Terms", language="en", **{"title": "T"} | changes, body=body, has_seats=True
        )
        return {"id": node("ContractTermsVersion", terms.versions.get())}

    return variables


def terms_with_seats_again() -> dict[str, Any]:
    body = "{{ product.name }}"
    first, second = (contracts.terms_published(body, has_seats=True) for _ in range(2))
    product = shop_product()
    terms_assign(terms_id=first.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return {"id": node("ContractTerms", second), "kind": "PRODUCT", "objectId": product.id}


def terms_for_agreements() -> dict[str, Any]:
    return {"id": node("ContractTerms", terms_published()), "kind": "CHANNEL", "objectId": "x"}


BAD = [
    # terms
    Bad("contractTermsCreate", terms_new(name=" "), "INVALID", "name"),
    Bad("contractTermsCreate", terms_new(title="a\nb"), "INVALID", "title"),
    Bad("contractTermsCreate", terms_new(body=" "), "INVALID", "body"),
    Bad("contractTermsCreate", terms_new(body="<b>Text</b>"), "HTML_NOT_ALLOWED", "body"),
    Bad("contractTermsCreate", terms_new(body="{{ client.name"), "TEMPLATE_SYNTAX", "body"),
    Bad("contractTermsCreate", terms_new(body="a" * 200_001), "TEMPLATE_LIMIT", "body"),
    Bad("contractTermsCreate", terms_new(body="a\x00b"), "INVALID", "body"),
    Bad("contractTermsCreate", terms_new(body="half \ud800"), "INVALID", "body"),
    Bad("contractTermsCreate", terms_new(language="English"), "INVALID", "language"),
    Bad("contractTermsCreate", terms_new(language="en-aaaaaaaa-bbbbbbbb"), "INVALID", "language"),
    Bad(
        "contractTermsCreate",
        terms_new(consents=[{"key": "terms", "text": "Yes", "required": True}]),
        "CONSENT_INVALID",
        "consents",
    ),
    Bad(
        "contractTermsUpdate",
        lambda: {"id": unknown("ContractTerms"), "input": draft()},
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "contractTermsUpdate",
        lambda: {"id": "no id at all", "input": draft()},
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "contractTermsUpdate",
        lambda: {"id": node("Sequence", sequence_drafted()), "input": draft()},
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "contractTermsPublish",
        lambda: {
            "id": node("ContractTermsVersion", terms_drafted("{{ no.field }}").versions.get())
        },
        "UNKNOWN_MERGE_FIELD",
        "body",
    ),
    Bad("contractTermsPublish", lambda: {"id": unknown("ContractTermsVersion")}, "NOT_FOUND", "id"),
    Bad("contractTermsPublish", second_version(), "MATERIAL_UNSAID", "material"),
    Bad("contractTermsPublish", second_version(material=True), "INVALID", "changeNote"),
    Bad(
        "contractTermsPublish",
        second_version(material=True, changeNote="two\nlines"),
        "INVALID",
        "changeNote",
    ),
    Bad("contractTermsPublish", second_version(material=False), "BOXES_CHANGED", "material"),
    Bad(
        "contractTermsPublish", drafted_with_seats("{{ fee.total }}"), "UNKNOWN_MERGE_FIELD", "body"
    ),
    Bad("contractTermsPublish", drafted_with_seats("€500"), "AMOUNT_FOR_PARTICIPANTS", "body"),
    Bad(
        "contractTermsPublish",
        drafted_with_seats(title="For €500"),
        "AMOUNT_FOR_PARTICIPANTS",
        "title",
    ),
    Bad("contractTermsAssign", terms_with_seats_again, "SEATS_TWICE", "objectId"),
    Bad("contractTermsAssign", terms_for_agreements, "FIELD_NOT_FOR_PRODUCTS", "id"),
    Bad(
        "contractTermsAssign",
        lambda: terms_for_agreements() | {"id": node("ContractTerms", terms_drafted())},
        "NOT_PUBLISHED",
        "id",
    ),
    Bad(
        "contractTermsAssign",
        lambda: terms_for_agreements() | {"id": node("ContractTerms", terms_published("Text"))},
        "INVALID",
        "objectId",
    ),
    Bad("contractTermsUnassign", lambda: {"id": "UHJvZHVjdDox"}, "NOT_FOUND", "id"),
    # products
    Bad("productSetupUpdate", lambda: setup_typed(productId="none"), "INVALID", "productId"),
    Bad(
        "productSetupUpdate",
        lambda: setup_typed(sequenceId=unknown("Sequence")),
        "NOT_FOUND",
        "sequenceId",
    ),
    Bad(
        "productSetupUpdate",
        lambda: setup_typed(packetId=unknown("WelcomePacket")),
        "NOT_FOUND",
        "packetId",
    ),
    Bad(
        "productSetupUpdate",
        lambda: setup_typed(packetId=node("Sequence", sequence_drafted())),
        "NOT_FOUND",
        "packetId",
    ),
    Bad(
        "productSetupUpdate",
        lambda: setup_typed(thankYou="<i>Thanks</i>"),
        "HTML_NOT_ALLOWED",
        "thankYou",
    ),
    # templates
    Bad("agreementTemplateCreate", template_new(name=""), "INVALID", "name"),
    Bad("agreementTemplateCreate", template_new(fee=EUR | {"amount": "-1"}), "INVALID", "fee"),
    Bad("agreementTemplateCreate", template_new(fee=EUR | {"amount": "1.005"}), "INVALID", "fee"),
    Bad("agreementTemplateCreate", template_new(fee=EUR | {"currency": "USD"}), "INVALID", "fee"),
    Bad("agreementTemplateCreate", template_new(fee=EUR | {"currency": "€"}), "INVALID", "fee"),
    Bad("agreementTemplateCreate", template_new(sessions=0), "INVALID", "sessions"),
    Bad("agreementTemplateCreate", template_new(instalments=37), "INVALID", "instalments"),
    Bad("agreementTemplateCreate", template_new(paymentDays=-1), "INVALID", "paymentDays"),
    Bad("agreementTemplateCreate", template_new(expiryDays=0), "INVALID", "expiryDays"),
    Bad("agreementTemplateCreate", template_new(productId="none"), "INVALID", "productId"),
    Bad("agreementTemplateCreate", template_new(variantId="none"), "INVALID", "variantId"),
    Bad(
        "agreementTemplateCreate",
        template_new(termsId=unknown("ContractTerms")),
        "NOT_FOUND",
        "termsId",
    ),
    Bad("agreementTemplateCreate", template_new(termsId="MQ=="), "NOT_FOUND", "termsId"),
    Bad(
        "agreementTemplateCreate",
        template_new(sequenceId=unknown("Sequence")),
        "NOT_FOUND",
        "sequenceId",
    ),
    Bad(
        "agreementTemplateCreate",
        template_new(packetId=unknown("WelcomePacket")),
        "NOT_FOUND",
        "packetId",
    ),
    Bad(
        "agreementTemplateCreate",
        template_new(customFields=[{"name": "Goal", "label": "Goal"}]),
        "INVALID",
        "customFields",
    ),
    Bad("agreementTemplateCreate", template_new(seats=101), "INVALID", "seats"),
    Bad(
        "agreementTemplateCreate",
        template_new(invitationSubject="Come"),
        "INVALID",
        "invitationSubject",
    ),
    Bad(
        "agreementTemplateCreate",
        template_new(seats=2, invitationSubject="Come"),
        "INVALID",
        "invitationBody",
    ),
    Bad(
        "agreementTemplateCreate",
        template_new(seats=2, participantSequenceId=unknown("Sequence")),
        "NOT_FOUND",
        "participantSequenceId",
    ),
    Bad(
        "agreementTemplateCreate",
        template_new(seats=2, participantPacketId=unknown("WelcomePacket")),
        "NOT_FOUND",
        "participantPacketId",
    ),
    Bad(
        "agreementTemplateUpdate",
        lambda: {"id": unknown("AgreementTemplate"), "input": template_typed()},
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "agreementTemplatePublish",
        ids("AgreementTemplateVersion", unpublishable_template),
        "INVALID",
        "proposalBody",
    ),
    Bad(
        "agreementTemplatePublish",
        ids("AgreementTemplateVersion", lambda: template_drafted(seats=2).versions.get()),
        "TERMS_WITHOUT_SEATS",
        "seats",
    ),
    Bad(
        "agreementTemplatePublish",
        ids("AgreementTemplateVersion", template_with_an_amount),
        "AMOUNT_FOR_PARTICIPANTS",
        "packageName",
    ),
    Bad(
        "agreementTemplatePublish",
        ids(
            "AgreementTemplateVersion",
            lambda: template_drafted(terms_drafted()).versions.get(),
        ),
        "TERMS_NOT_PUBLISHED",
        "termsId",
    ),
    # agreements
    Bad("clientAgreementCreate", agreement_new(email="sam"), "INVALID", "email"),
    Bad("clientAgreementCreate", agreement_new(firstName=" "), "INVALID", "firstName"),
    Bad("clientAgreementCreate", agreement_new(language="de!"), "INVALID", "language"),
    Bad("clientAgreementCreate", agreement_new(sessions=-1), "INVALID", "sessions"),
    Bad("clientAgreementCreate", agreement_new(seats=101), "INVALID", "seats"),
    Bad("clientAgreementCreate", agreement_new(seats=1), "TERMS_WITHOUT_SEATS", "seats"),
    Bad("clientAgreementCreate", agreement_new(copyEmails=["sam"]), "INVALID", "copyEmails"),
    Bad(
        "clientAgreementCreate",
        agreement_new(fee={"amount": "100.00", "currency": "USD"}),
        "INVALID",
        "fee",
    ),
    Bad(
        "clientAgreementCreate",
        agreement_new(customValues=[{"name": "nothing", "value": "x"}]),
        "INVALID",
        "customValues",
    ),
    Bad(
        "clientAgreementCreate",
        agreement_new(customValues=[{"name": "goal", "value": x} for x in "ab"]),
        "INVALID",
        "customValues",
    ),
    Bad(
        "clientAgreementCreate",
        agreement_new(templateId=unknown("AgreementTemplate")),
        "NOT_FOUND",
        "templateId",
    ),
    Bad(
        "clientAgreementCreate",
        lambda: {
            "input": agreement_typed(templateId=node("AgreementTemplate", template_drafted()))
        },
        "TEMPLATE_NOT_PUBLISHED",
        "templateId",
    ),
    Bad(
        "clientAgreementUpdate",
        lambda: {
            "id": node("ClientAgreement", agreement_drafted()),
            "input": agreement_typed(fee={"amount": "100.00", "currency": "USD"}),
        },
        "INVALID",
        "fee",
    ),
    Bad(
        "clientAgreementUpdate",
        lambda: {"id": node("ClientAgreement", agreement_sent()), "input": agreement_typed()},
        "NOT_EDITABLE",
        "id",
    ),
    Bad("clientAgreementSend", ids("ClientAgreement", agreement_accepted), "NOT_SENDABLE", "id"),
    Bad("clientAgreementSend", lambda: {"id": unknown("ClientAgreement")}, "NOT_FOUND", "id"),
    Bad(
        "clientAgreementSend",
        ids("ClientAgreement", draft_with_an_amount),
        "AMOUNT_FOR_PARTICIPANTS",
        "customValues",
    ),
    Bad("clientAgreementResend", ids("ClientAgreement", agreement_drafted), "NOT_SENDABLE", "id"),
    Bad("clientAgreementCountersign", countersigned(textSha256="x"), "TEXT_CHANGED", "textSha256"),
    Bad(
        "clientAgreementCountersign",
        countersigned(id=unknown("ClientAgreement")),
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "clientAgreementCountersign",
        countersigned(presentation={"component": "a\nb"}),
        "INVALID",
        "presentation.component",
    ),
    Bad(
        "clientAgreementCountersign",
        lambda: countersignature_typed(agreement_declined()),
        "NOT_COUNTERSIGNABLE",
        "id",
    ),
    Bad("clientAgreementPreviewSend", preview(email="nobody"), "INVALID", "email"),
    Bad("clientAgreementPreviewSend", preview(audience="PARTICIPANT"), "INVALID", "audience"),
    Bad(
        "clientAgreementPreviewSend",
        preview(audience="PARTICIPANT", partyId=unknown("ClientAgreementParty")),
        "INVALID",
        "partyId",
    ),
    Bad("clientAgreementPreviewSend", preview(id=unknown("ClientAgreement")), "NOT_FOUND", "id"),
    Bad(
        "clientAgreementPreviewSend",
        preview(partyId=unknown("ClientAgreementParty")),
        "NOT_FOUND",
        "partyId",
    ),
    Bad("clientAgreementRevoke", ids("ClientAgreement", agreement_accepted), "NOT_REVOCABLE", "id"),
    Bad("clientAgreementRevoke", lambda: {"id": unknown("ClientAgreement")}, "NOT_FOUND", "id"),
    # the client's answer
    Bad(
        "clientAgreementAccept",
        lambda: client_acceptance_typed() | {"token": "guessed"},
        "LINK_INVALID",
        "token",
    ),
    Bad("clientAgreementAccept", acceptance(textSha256="0" * 64), "TEXT_CHANGED", "textSha256"),
    Bad("clientAgreementAccept", acceptance(consents=[]), "CONSENT_MISSING", "consents"),
    Bad(
        "clientAgreementAccept",
        acceptance(consents=[ticked("terms", accepted=False)]),
        "CONSENT_MISSING",
        "consents",
    ),
    Bad(
        "clientAgreementAccept",
        acceptance(consents=[ticked("terms", initially=True)]),
        "CONSENT_PRE_TICKED",
        "consents",
    ),
    Bad(
        "clientAgreementAccept",
        acceptance(consents=[ticked("terms"), ticked("newsletter")]),
        "CONSENT_UNKNOWN",
        "consents",
    ),
    Bad(
        "clientAgreementAccept",
        acceptance(billingAddress=None),
        "BILLING_ADDRESS_REQUIRED",
        "billingAddress",
    ),
    Bad("clientAgreementAccept", shown_by(component="a\nb"), "INVALID", "presentation.component"),
    Bad("clientAgreementAccept", shown_by(version="1" * 61), "INVALID", "presentation.version"),
    Bad("clientAgreementAccept", shown_by(language="?"), "INVALID", "presentation.language"),
    Bad(
        "clientAgreementAccept",
        shown_by(timeZone="half past nine"),
        "INVALID",
        "presentation.timeZone",
    ),
    Bad("clientAgreementAccept", acted_by(name=" "), "INVALID", "actingFor.name"),
    Bad("clientAgreementAccept", acted_by(name="x" * 201), "INVALID", "actingFor.name"),
    Bad("clientAgreementAccept", acted_by(basis=""), "INVALID", "actingFor.basis"),
    Bad("clientAgreementAccept", acted_by(basis="x" * 301), "INVALID", "actingFor.basis"),
    Bad(
        "checkoutTermsAccept",
        lambda: checkout_acceptance_typed(actingFor={"capacity": "GUARDIAN", "name": ""}),
        "INVALID",
        "actingFor.name",
    ),
    Bad(
        "orderTermsAccept",
        lambda: late_acceptance_typed(actingFor={"capacity": "REPRESENTATIVE", "name": "Eve"}),
        "INVALID",
        "actingFor.basis",
    ),
    Bad("clientAgreementAccept", address(street=" "), "INVALID", "billingAddress.street"),
    Bad("clientAgreementAccept", address(country="UK"), "INVALID", "billingAddress.country"),
    Bad(
        "clientAgreementAccept",
        address(postalCode="1" * 21),
        "INVALID",
        "billingAddress.postalCode",
    ),
    Bad(
        "clientAgreementDecline",
        lambda: {"token": token_of(agreement_accepted()), "reason": ""},
        "NOT_ACCEPTABLE",
        None,
    ),
    Bad(
        "clientAgreementDecline",
        lambda: {"token": token_of(agreement_sent()), "reason": "x" * 4001},
        "INVALID",
        "reason",
    ),
    Bad(
        "clientAgreementRequestChanges",
        lambda: {"token": token_of(agreement_sent()), "message": " "},
        "INVALID",
        "message",
    ),
    # checkout
    Bad(
        "checkoutTermsAccept",
        lambda: checkout_acceptance_typed(fingerprint="0" * 64),
        "TERMS_STALE",
        "fingerprint",
    ),
    Bad(
        "checkoutTermsAccept",
        lambda: checkout_acceptance_typed(consents=[]),
        "CONSENT_MISSING",
        "consents",
    ),
    Bad(
        "checkoutTermsAccept",
        lambda: checkout_acceptance_typed(consents=[ticked("terms-1", initially=True)]),
        "CONSENT_PRE_TICKED",
        "consents",
    ),
    Bad(
        "checkoutTermsAccept",
        lambda: checkout_acceptance_typed(checkoutId="Q2hlY2tvdXQ6MQ=="),
        "NOT_FOUND",
        "checkoutId",
    ),
    Bad(
        "checkoutSeatsPlan",
        lambda: checkout_seats_typed(checkoutId="Q2hlY2tvdXQ6MQ=="),
        "NOT_FOUND",
        "checkoutId",
    ),
    Bad(
        "checkoutSeatsPlan",
        lambda: checkout_seats_typed(productId=shop_product().id),
        "NO_SEATS",
        "productId",
    ),
    Bad("checkoutSeatsPlan", participants("ada", "bo", "cy"), "TOO_MANY_SEATS", "participants"),
    Bad("checkoutSeatsPlan", participants("ada", "b o"), "INVALID", "participants.1.email"),
    Bad("checkoutSeatsPlan", participant(firstName=" "), "INVALID", "participants.0.firstName"),
    Bad(
        "checkoutSeatsPlan",
        participant(guardianName="Mary"),
        "INVALID",
        "participants.0.guardianEmail",
    ),
    Bad(
        "checkoutSeatsPlan",
        participant(giftMessage="It was 49 euros."),
        "AMOUNT_FOR_PARTICIPANTS",
        "participants.0.giftMessage",
    ),
    Bad(
        "checkoutSeatsPlan",
        participant(inviteOn="2020-01-01"),
        "INVALID",
        "participants.0.inviteOn",
    ),
    Bad("checkoutSeatsPlan", participant(language="?"), "INVALID", "participants.0.language"),
    Bad(
        "checkoutSeatsPlan",
        lambda: checkout_seats_typed(sharedName="Ada\nLovelace"),
        "INVALID",
        "sharedName",
    ),
    # invoices
    Bad(
        "clientInvoiceMarkPaid",
        lambda: {"id": node("ClientInvoice", invoice_open()), "reference": " "},
        "INVALID",
        "reference",
    ),
    Bad(
        "clientInvoiceMarkPaid",
        lambda: {
            "id": node("ClientInvoice", invoice_open()),
            "reference": "bank-1",
            "amount": EUR | {"amount": "750.01"},
        },
        "OVERPAID",
        "amount",
    ),
    Bad(
        "clientInvoiceMarkPaid",
        lambda: {
            "id": node("ClientInvoice", invoice_open()),
            "reference": "bank-1",
            "amount": {"amount": "750", "currency": "USD"},
        },
        "CURRENCY_MISMATCH",
        "amount",
    ),
    Bad(
        "clientInvoiceMarkPaid",
        lambda: {"id": unknown("ClientInvoice"), "reference": "bank-1"},
        "NOT_FOUND",
        "id",
    ),
    # seats
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(agreementId=unknown("ClientAgreement")),
        "NOT_FOUND",
        "agreementId",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(agreementId=node("ClientAgreement", agreement_accepted())),
        "NOT_ASSIGNABLE",
        "agreementId",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(agreementId=node("ClientAgreement", agreement_declined())),
        "NOT_ASSIGNABLE",
        "agreementId",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(agreementId=node("ClientAgreement", agreement_sent())),
        "TOO_MANY_SEATS",
        "participants",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(participants=[participant_typed()] * 4),
        "TOO_MANY_SEATS",
        "participants",
    ),
    Bad("agreementSeatsPlan", copied_participant("email"), "INVALID", "participants.1.email"),
    Bad(
        "agreementSeatsPlan",
        copied_participant("guardianEmail"),
        "INVALID",
        "participants.1.guardianEmail",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(participants=[participant_typed(giftMessage="Worth 49 euros.")]),
        "AMOUNT_FOR_PARTICIPANTS",
        "participants.0.giftMessage",
    ),
    Bad(
        "agreementSeatsPlan",
        lambda: seats_plan_typed(sharedName="Ada, who pays 49 euros"),
        "AMOUNT_FOR_PARTICIPANTS",
        "sharedName",
    ),
    Bad("seatAssign", lambda: seat_typed(id=unknown("Seat")), "NOT_FOUND", "id"),
    Bad("seatAssign", lambda: seat_typed(id=node("SeatGroup", seats_opened())), "NOT_FOUND", "id"),
    Bad("seatAssign", seat_for(firstName=" "), "INVALID", "participant.firstName"),
    Bad("seatAssign", seat_for(email="grace"), "INVALID", "participant.email"),
    Bad("seatAssign", seat_for(language="?"), "INVALID", "participant.language"),
    Bad("seatAssign", seat_for(inviteOn="2020-01-01"), "INVALID", "participant.inviteOn"),
    Bad(
        "seatAssign",
        seat_for(guardianName="Mary Hopper"),
        "INVALID",
        "participant.guardianEmail",
    ),
    Bad(
        "seatAssign",
        seat_for(giftMessage="Worth 49 euros."),
        "AMOUNT_FOR_PARTICIPANTS",
        "participant.giftMessage",
    ),
    Bad(
        "seatAssign",
        lambda: seat_typed(id=node("Seat", seat_accepted())),
        "NOT_ASSIGNABLE",
        "id",
    ),
    Bad("seatTake", lambda: {"id": unknown("Seat")}, "NOT_FOUND", "id"),
    Bad("seatTake", ids("Seat", seat_accepted), "NOT_ASSIGNABLE", "id"),
    Bad("seatFree", lambda: {"id": unknown("Seat")}, "NOT_FOUND", "id"),
    Bad("seatFree", ids("Seat", seat_accepted), "NOT_ASSIGNABLE", "id"),
    Bad("seatRemind", lambda: {"id": unknown("Seat")}, "NOT_FOUND", "id"),
    Bad("seatRemind", lambda: {"id": seat_typed()["id"]}, "NOT_REMINDABLE", "id"),
    Bad("seatRemind", ids("Seat", seat_accepted), "NOT_REMINDABLE", "id"),
    Bad(
        "seatGroupShareName",
        lambda: {"id": unknown("SeatGroup"), "name": "Ada"},
        "NOT_FOUND",
        "id",
    ),
    Bad(
        "seatGroupShareName",
        lambda: {"id": node("SeatGroup", seats_opened()), "name": "Ada\nLovelace"},
        "INVALID",
        "name",
    ),
    Bad(
        "seatGroupShareName",
        lambda: {"id": node("SeatGroup", seats_opened()), "name": "1,200 euros"},
        "AMOUNT_FOR_PARTICIPANTS",
        "name",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(token="x"),
        "LINK_INVALID",
        "token",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(textSha256="0" * 64),
        "TEXT_CHANGED",
        "textSha256",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(consents=[]),
        "CONSENT_MISSING",
        "consents",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(consents=[ticked("terms", initially=True)]),
        "CONSENT_PRE_TICKED",
        "consents",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(presentation={"component": ""}),
        "INVALID",
        "presentation.component",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(copyTo="nobody"),
        "INVALID",
        "copyTo",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(actingFor={"capacity": "GUARDIAN", "name": " "}),
        "INVALID",
        "actingFor.name",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(actingFor={"capacity": "GUARDIAN", "name": "Paul Adams"}),
        "INVALID",
        "actingFor.capacity",
    ),
    Bad(
        "participantAgreementAccept",
        lambda: participation_typed(TIM),
        "GUARDIAN_REQUIRED",
        "actingFor",
    ),
    Bad("participantAgreementDecline", lambda: {"token": "x"}, "LINK_INVALID", "token"),
    Bad(
        "participantAgreementDecline",
        lambda: {"token": participant_invited()[1], "reason": "x" * 4001},
        "INVALID",
        "reason",
    ),
    # refunds
    Bad("seatRefund", lambda: {"id": unknown("Seat")}, "NOT_FOUND", "id"),
    Bad("seatRefund", ids("ClientRefund", refund_owed), "NOT_FOUND", "id"),
    Bad("seatRefund", ids("Seat", seat_unpaid), "PAID_TOO_LITTLE", None),
    Bad("seatRefund", ids("Seat", seat_taken), "NOT_REFUNDABLE", "id"),
    Bad(
        "clientRefundMarkSent",
        lambda: {"id": node("ClientRefund", refund_owed()), "reference": " "},
        "INVALID",
        "reference",
    ),
    Bad("clientRefundMarkSent", reference_of_the_payment, "PAYMENT_CONFLICT", "reference"),
    Bad(
        "clientRefundMarkSent",
        lambda: {"id": unknown("ClientRefund"), "reference": "transfer-7"},
        "NOT_FOUND",
        "id",
    ),
    # sequences
    Bad("sequenceCreate", lambda: {"input": {"name": "", "steps": []}}, "INVALID", "name"),
    Bad("sequenceCreate", steps({"subject": "", "body": "Hi"}), "INVALID", "steps.1.subject"),
    Bad(
        "sequenceCreate",
        steps({"subject": "Hi", "body": "Hi"}, {"subject": "Hi", "body": "<p>Hi</p>"}),
        "HTML_NOT_ALLOWED",
        "steps.2.body",
    ),
    Bad(
        "sequenceCreate",
        steps({"subject": "Hi", "body": "Hi", "delaySeconds": -1}),
        "INVALID",
        "steps.1.delaySeconds",
    ),
    Bad(
        "sequenceUpdate",
        lambda: {"id": unknown("Sequence"), "input": {"steps": []}},
        "NOT_FOUND",
        "id",
    ),
    Bad("sequencePublish", lambda: {"id": unknown("SequenceVersion")}, "NOT_FOUND", "id"),
    Bad("sequenceEnrol", enrolment(email="sam"), "INVALID", "email"),
    Bad("sequenceEnrol", enrolment(firstName=""), "INVALID", "firstName"),
    Bad("sequenceEnrol", enrolment(language="?"), "INVALID", "language"),
    Bad("sequenceEnrol", enrolment(timezone="Mars/Olympus"), "INVALID", "timezone"),
    Bad("sequenceEnrol", enrolment(values=[{"name": "x.y", "value": ""}]), "INVALID", "values"),
    Bad("sequenceEnrol", enrolment(sequenceId=unknown("Sequence")), "NOT_FOUND", "sequenceId"),
    Bad(
        "sequenceEnrol",
        lambda: {"input": enrolment_typed(sequenceId=node("Sequence", sequence_drafted()))},
        "NOT_PUBLISHED",
        "sequenceId",
    ),
    Bad("sequenceEnrolmentCancel", lambda: {"id": unknown("SequenceEnrolment")}, "NOT_FOUND", "id"),
    # evidence
    Bad(
        "evidencePersonalDataErase",
        lambda: {"email": "nobody", "reason": "REQUESTED"},
        "INVALID",
        "email",
    ),
    # packets and the client area
    Bad("portalLoginRequest", lambda: {"email": "nobody"}, "INVALID", "email"),
    Bad("welcomePacketCreate", packet({}, name=""), "INVALID", "name"),
    Bad("welcomePacketCreate", packet({}, intro="<p>"), "HTML_NOT_ALLOWED", "intro"),
    Bad("welcomePacketCreate", packet({}, items=[]), "INVALID", "items"),
    Bad("welcomePacketCreate", packet({"content": "not base64"}), "INVALID", "items"),
    Bad("welcomePacketCreate", packet({"kind": "LINK", "url": "ftp://x"}), "INVALID", "items"),
    Bad("welcomePacketCreate", packet({"contentType": "a" * 81}), "INVALID", "items"),
    Bad(
        "welcomePacketUpdate",
        lambda: {
            "id": node("WelcomePacket", packet_given().packet),
            "input": {"name": "New", "items": [{"kind": "TASK", "title": "Do it"}]},
        },
        "PACKET_IN_USE",
        "id",
    ),
    Bad(
        "welcomePacketItemComplete",
        lambda: form_typed(answers=[{"name": "first_goal", "value": " "}]),
        "ANSWER_REQUIRED",
        "first_goal",
    ),
    Bad(
        "welcomePacketItemComplete",
        lambda: form_typed(
            answers=[
                {"name": "first_goal", "value": "Sleep"},
                {"name": "rhythm", "value": "Never"},
            ]
        ),
        "ANSWER_INVALID",
        "rhythm",
    ),
    Bad(
        "welcomePacketItemComplete",
        lambda: form_typed(itemId=node("WelcomePacketItem", packet_made().items.first())),
        "NOT_FOUND",
        "itemId",
    ),
    Bad(
        "welcomePacketComplete",
        lambda: {"assignmentId": node("WelcomePacketAssignment", packet_given())},
        "PACKET_INCOMPLETE",
        None,
    ),
    # terms accepted late
    Bad("orderTermsAccept", lambda: late_acceptance_typed(token="x"), "LINK_INVALID", "token"),
    Bad(
        "orderTermsAccept",
        lambda: late_acceptance_typed(fingerprint="0" * 64),
        "TERMS_STALE",
        "fingerprint",
    ),
    Bad(
        "orderTermsAccept",
        lambda: late_acceptance_typed(consents=[]),
        "CONSENT_MISSING",
        "consents",
    ),
    Bad(
        "orderTermsAccept",
        lambda: late_acceptance_typed(consents=[ticked("terms-1", initially=True)]),
        "CONSENT_PRE_TICKED",
        "consents",
    ),
    Bad(
        "orderTermsAccept",
        lambda: late_acceptance_typed(presentation={"component": ""}),
        "INVALID",
        "presentation.component",
    ),
    Bad("orderTermsResend", lambda: {"orderId": "T3JkZXI6MQ=="}, "NOT_FOUND", "orderId"),
    Bad(
        "orderTermsResend",
        lambda: {"orderId": checkout_asked_about().subject_id},
        "NOT_FOUND",
        "orderId",
    ),
    Bad("checkoutTermsResend", lambda: {"checkoutId": "x"}, "NOT_FOUND", "checkoutId"),
    Bad(
        "checkoutTermsResend",
        lambda: {"checkoutId": order_asked_about().subject_id},
        "NOT_FOUND",
        "checkoutId",
    ),
    Bad(
        "welcomePacketComplete",
        lambda: packet_done() | {"assignmentId": unknown("WelcomePacketAssignment")},
        "NOT_FOUND",
        "assignmentId",
    ),
]


def test_every_mutation_has_bad_input() -> None:
    assert {bad.mutation for bad in BAD} == CASES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.mutation}-{bad.code}-{bad.field}")
def test_bad_input_is_refused_with_code_and_field(bad: Bad) -> None:
    case = CASES[bad.mutation]
    by = None
    if case.asker in {CUSTOMER, PAYER}:
        by = shop_customer_token(shop_customer("ada@client.example"))
    elif case.asker in set(Permission):
        by = shop_staff([case.asker])[1]
    variables = bad.variables()
    before = everything()
    assert errors_of(case.query, by=by, **variables) == [(bad.code, bad.field)]
    assert everything() == before


@pytest.mark.django_db
def test_a_sequence_without_steps_cannot_be_published(users: str) -> None:
    version = sequence_create(name="Empty").versions.get()
    case = CASES["sequencePublish"]
    found = errors_of(case.query, by=users, id=node("SequenceVersion", version))
    assert found == [("NO_STEPS", "steps")]
