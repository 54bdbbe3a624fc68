"""The schema, and the parts that another schema can take in."""

from __future__ import annotations

import graphene

from .agreements.mutations.agreement_template_publish import AgreementTemplatePublish
from .agreements.mutations.agreement_template_write import (
    AgreementTemplateCreate,
    AgreementTemplateUpdate,
)
from .agreements.mutations.client_agreement_accept import ClientAgreementAccept
from .agreements.mutations.client_agreement_countersign import ClientAgreementCountersign
from .agreements.mutations.client_agreement_preview_send import ClientAgreementPreviewSend
from .agreements.mutations.client_agreement_respond import (
    ClientAgreementDecline,
    ClientAgreementRequestChanges,
)
from .agreements.mutations.client_agreement_send import (
    ClientAgreementResend,
    ClientAgreementRevoke,
    ClientAgreementSend,
)
from .agreements.mutations.client_agreement_write import (
    ClientAgreementCreate,
    ClientAgreementUpdate,
)
from .agreements.preview_queries import AgreementPreviewQueries
from .agreements.queries import AgreementQueries
from .billing.mutations.client_invoice_mark_paid import ClientInvoiceMarkPaid
from .billing.mutations.client_refund_mark_sent import ClientRefundMarkSent
from .billing.mutations.seat_refund import SeatRefund
from .billing.queries import BillingQueries
from .checkout.mutations.checkout_seats_plan import CheckoutSeatsPlan
from .checkout.mutations.checkout_terms_accept import CheckoutTermsAccept
from .checkout.mutations.order_terms_accept import OrderTermsAccept
from .checkout.mutations.order_terms_resend import CheckoutTermsResend, OrderTermsResend
from .checkout.mutations.product_setup_update import ProductSetupUpdate
from .checkout.order_terms_queries import OrderTermsQueries
from .checkout.queries import CheckoutQueries
from .evidence.certificates import CertificateQueries
from .evidence.consents import ConsentQueries
from .evidence.mutations.evidence_personal_data_erase import EvidencePersonalDataErase
from .evidence.personal_data import PersonalDataQueries
from .evidence.queries import EvidenceQueries
from .federation.query import FederationQuery
from .mail.queries import MailQueries
from .portal.mutations.portal_login_request import PortalLoginRequest
from .portal.mutations.welcome_packet_complete import (
    WelcomePacketComplete,
    WelcomePacketItemComplete,
)
from .portal.mutations.welcome_packet_write import WelcomePacketCreate, WelcomePacketUpdate
from .portal.queries import PortalQueries
from .seats.mutations.agreement_seats_plan import AgreementSeatsPlan
from .seats.mutations.participant_agreement_accept import ParticipantAgreementAccept
from .seats.mutations.participant_agreement_decline import ParticipantAgreementDecline
from .seats.mutations.seat_assign import SeatAssign, SeatTake
from .seats.mutations.seat_change import SeatFree, SeatRemind
from .seats.mutations.seat_group_share_name import SeatGroupShareName
from .seats.queries import SeatQueries
from .sequences.mutations.sequence_enrol import SequenceEnrol, SequenceEnrolmentCancel
from .sequences.mutations.sequence_publish import SequencePublish
from .sequences.mutations.sequence_write import SequenceCreate, SequenceUpdate
from .sequences.queries import SequenceQueries
from .terms.mutations.contract_terms_assign import ContractTermsAssign, ContractTermsUnassign
from .terms.mutations.contract_terms_publish import ContractTermsPublish
from .terms.mutations.contract_terms_write import ContractTermsCreate, ContractTermsUpdate
from .terms.queries import TermsQueries


class CoachingQuery(
    TermsQueries,
    AgreementQueries,
    AgreementPreviewQueries,
    CheckoutQueries,
    OrderTermsQueries,
    BillingQueries,
    SeatQueries,
    SequenceQueries,
    PortalQueries,
    CertificateQueries,
    EvidenceQueries,
    ConsentQueries,
    PersonalDataQueries,
    MailQueries,
):
    """All that can be asked; to be mixed into a Query."""


class CoachingMutation(graphene.ObjectType):
    """All that can be done; to be mixed into a Mutation."""

    contract_terms_create = ContractTermsCreate.Field()
    contract_terms_update = ContractTermsUpdate.Field()
    contract_terms_publish = ContractTermsPublish.Field()
    contract_terms_assign = ContractTermsAssign.Field()
    contract_terms_unassign = ContractTermsUnassign.Field()

    agreement_template_create = AgreementTemplateCreate.Field()
    agreement_template_update = AgreementTemplateUpdate.Field()
    agreement_template_publish = AgreementTemplatePublish.Field()
    client_agreement_create = ClientAgreementCreate.Field()
    client_agreement_update = ClientAgreementUpdate.Field()
    client_agreement_send = ClientAgreementSend.Field()
    client_agreement_resend = ClientAgreementResend.Field()
    client_agreement_revoke = ClientAgreementRevoke.Field()
    client_agreement_countersign = ClientAgreementCountersign.Field()
    client_agreement_preview_send = ClientAgreementPreviewSend.Field()
    client_agreement_accept = ClientAgreementAccept.Field()
    client_agreement_decline = ClientAgreementDecline.Field()
    client_agreement_request_changes = ClientAgreementRequestChanges.Field()

    checkout_seats_plan = CheckoutSeatsPlan.Field()
    checkout_terms_accept = CheckoutTermsAccept.Field()
    order_terms_accept = OrderTermsAccept.Field()
    order_terms_resend = OrderTermsResend.Field()
    checkout_terms_resend = CheckoutTermsResend.Field()
    product_setup_update = ProductSetupUpdate.Field()
    client_invoice_mark_paid = ClientInvoiceMarkPaid.Field()
    client_refund_mark_sent = ClientRefundMarkSent.Field()
    seat_refund = SeatRefund.Field()

    agreement_seats_plan = AgreementSeatsPlan.Field()
    seat_assign = SeatAssign.Field()
    seat_take = SeatTake.Field()
    seat_free = SeatFree.Field()
    seat_remind = SeatRemind.Field()
    seat_group_share_name = SeatGroupShareName.Field()
    participant_agreement_accept = ParticipantAgreementAccept.Field()
    participant_agreement_decline = ParticipantAgreementDecline.Field()

    evidence_personal_data_erase = EvidencePersonalDataErase.Field()

    sequence_create = SequenceCreate.Field()
    sequence_update = SequenceUpdate.Field()
    sequence_publish = SequencePublish.Field()
    sequence_enrol = SequenceEnrol.Field()
    sequence_enrolment_cancel = SequenceEnrolmentCancel.Field()

    portal_login_request = PortalLoginRequest.Field()
    welcome_packet_create = WelcomePacketCreate.Field()
    welcome_packet_update = WelcomePacketUpdate.Field()
    welcome_packet_item_complete = WelcomePacketItemComplete.Field()
    welcome_packet_complete = WelcomePacketComplete.Field()


class Query(CoachingQuery, FederationQuery):
    pass


class Mutation(CoachingMutation):
    pass


schema = graphene.Schema(query=Query, mutation=Mutation)


def schema_text() -> str:
    """The schema in GraphQL's schema language."""
    return str(schema)
