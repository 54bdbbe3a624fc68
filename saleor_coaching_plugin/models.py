"""All models, so that Django finds them."""

from .agreements.models import (
    AgreementTemplate,
    Amendment,
    ClientAgreement,
    Countersignature,
    Party,
    PartyLink,
    PartyText,
    PreviewLink,
    TemplateVersion,
)
from .billing.models import GatewayEvent, Invoice, InvoiceLink, Payment
from .checkout.models import (
    CheckoutAcceptance,
    OrderRecord,
    ProductSetup,
    Purchase,
    SweepMark,
    TermsLink,
    TermsRequest,
)
from .core.numbers import NumberSeries
from .core.outbox.models import OutboxMessage
from .evidence.models import (
    AnchoredHead,
    AnchorStampTry,
    Certificate,
    EvidenceKey,
    GivenConsent,
    LedgerAnchor,
    LedgerCheckpoint,
    LedgerEntry,
    LedgerPersonalData,
    TimeStamp,
)
from .mail.models import MailAttachment, MailMessage
from .portal.models import (
    ItemCompletion,
    LoginLink,
    PacketAssignment,
    PacketItem,
    PortalSession,
    WelcomePacket,
)
from .sequences.models import Enrolment, Sequence, SequenceMessage, SequenceVersion, Step
from .terms.models import ContractTerms, TermsAssignment, TermsVersion

__all__ = [
    "AgreementTemplate",
    "Amendment",
    "AnchorStampTry",
    "AnchoredHead",
    "Certificate",
    "CheckoutAcceptance",
    "ClientAgreement",
    "ContractTerms",
    "Countersignature",
    "Enrolment",
    "EvidenceKey",
    "GatewayEvent",
    "GivenConsent",
    "Invoice",
    "InvoiceLink",
    "ItemCompletion",
    "LedgerAnchor",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LedgerPersonalData",
    "LoginLink",
    "MailAttachment",
    "MailMessage",
    "NumberSeries",
    "OrderRecord",
    "OutboxMessage",
    "PacketAssignment",
    "PacketItem",
    "Party",
    "PartyLink",
    "PartyText",
    "Payment",
    "PortalSession",
    "PreviewLink",
    "ProductSetup",
    "Purchase",
    "Sequence",
    "SequenceMessage",
    "SequenceVersion",
    "Step",
    "SweepMark",
    "TemplateVersion",
    "TermsAssignment",
    "TermsLink",
    "TermsRequest",
    "TermsVersion",
    "TimeStamp",
    "WelcomePacket",
]
