"""The composition root: which shop, and which handler reacts to which event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from celery.app import app_or_default
from django.utils.module_loading import import_string

from .agreements import amendment_handlers as amendments
from .agreements import handlers as agreements
from .agreements.copies import participants_install
from .billing import handlers as billing
from .checkout import handlers as checkout
from .commerce.current import commerce_install
from .conf import conf
from .core.events import (
    AgreementAccepted,
    AgreementChangesRequested,
    AgreementCountersigned,
    AgreementDeclined,
    AgreementOrderPlaced,
    AmendmentAccepted,
    AmendmentDeclined,
    AmendmentOwed,
    CheckoutPaid,
    CheckoutUnblocked,
    CopyOwed,
    Event,
    GatewayEventReceived,
    InvoiceIssued,
    InvoiceNumbered,
    InvoicePaid,
    MailQueued,
    OrderChangeFound,
    OrderCreated,
    OrderPaid,
    PaymentRecorded,
    ProductPurchased,
    RefundOwed,
    RefundSent,
    SeatAccepted,
    SeatActivated,
    SeatAmendmentAccepted,
    SeatAmendmentDeclined,
    SeatAmendmentOwed,
    SeatDeclined,
    SeatExpired,
    SeatsBought,
    SeatsOpened,
    TermsVersionPublished,
)
from .core.outbox.registry import Handler, subscriptions_install
from .core.outbox.wake import wake_install
from .evidence import handlers as evidence
from .mail import handlers as mail
from .portal import handlers as portal
from .seats import amendment_handlers as seat_amendments
from .seats import handlers as seats
from .seats.selectors import agreement_emails
from .sequences import handlers as sequences

SUBSCRIPTIONS: Mapping[type[Event], Sequence[Handler]] = {
    MailQueued: [mail.mail_send],
    AgreementAccepted: [
        sequences.agreement_enrol,
        billing.order_place,
        portal.packet_give_client,
        agreements.coach_tell_accepted,
        amendments.late_acceptance_ask,
        seats.agreement_seats_open,
    ],
    CopyOwed: [evidence.act_sign, evidence.copy_send],
    AgreementCountersigned: [agreements.client_tell_countersigned],
    AgreementDeclined: [agreements.coach_tell_declined],
    AgreementChangesRequested: [agreements.coach_tell_changes],
    TermsVersionPublished: [
        amendments.material_change_spread,
        seat_amendments.material_change_spread,
    ],
    AmendmentOwed: [amendments.party_ask],
    AmendmentAccepted: [amendments.coach_tell_answer],
    AmendmentDeclined: [amendments.coach_tell_answer],
    AgreementOrderPlaced: [billing.invoices_plan],
    InvoiceNumbered: [billing.invoice_hand_over],
    InvoiceIssued: [billing.invoice_mail],
    PaymentRecorded: [billing.payment_to_order],
    InvoicePaid: [billing.receipt_mail, billing.invoice_settle_outside],
    RefundOwed: [billing.refund_send, billing.coach_tell_refund],
    RefundSent: [billing.refund_to_order, billing.refund_mail],
    GatewayEventReceived: [billing.gateway_event_apply],
    CheckoutPaid: [billing.checkout_payment_record, billing.checkout_paid_complete],
    CheckoutUnblocked: [checkout.unblocked_complete],
    OrderChangeFound: [checkout.found_change_look],
    OrderCreated: [
        checkout.acceptance_bind,
        checkout.purchases_record,
        billing.order_invoice_follow,
    ],
    OrderPaid: [checkout.purchases_record, billing.order_invoice_follow],
    ProductPurchased: [sequences.purchase_enrol, portal.packet_give_buyer],
    SeatsBought: [seats.purchase_seats_open],
    SeatsOpened: [seats.payer_tell_opened],
    SeatAccepted: [
        seats.participant_activate,
        seats.coach_tell_accepted,
        seat_amendments.late_acceptance_ask,
    ],
    SeatActivated: [sequences.seat_enrol, portal.packet_give_participant],
    SeatDeclined: [seats.payer_tell_declined, seats.coach_tell_declined],
    SeatExpired: [seats.payer_tell_expired],
    SeatAmendmentOwed: [seat_amendments.participant_ask],
    SeatAmendmentAccepted: [seat_amendments.coach_tell_answer],
    SeatAmendmentDeclined: [seat_amendments.coach_tell_answer],
}


def bootstrap() -> None:
    """Plug everything together; called once, when Django's apps are ready."""
    adapter = conf().commerce
    if adapter:
        commerce_install(import_string(adapter)())
    participants_install(agreement_emails)
    subscriptions_install(SUBSCRIPTIONS)
    wake_install(app_or_default())
