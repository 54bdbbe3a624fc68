"""States of agreements, of the people on them and of changes put to them; who reads a preview."""

from saleor_coaching_plugin.agreements.models import AmendmentStatus
from saleor_coaching_plugin.agreements.states import AgreementStatus, PartyStatus
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.graphql.core.enums import enum_of

ClientAgreementStatusEnum = enum_of("ClientAgreementStatusEnum", AgreementStatus)
ClientAgreementAmendmentStatusEnum = enum_of("ClientAgreementAmendmentStatusEnum", AmendmentStatus)
ClientAgreementPartyStatusEnum = enum_of("ClientAgreementPartyStatusEnum", PartyStatus)
ClientAgreementAudienceEnum = enum_of("ClientAgreementAudienceEnum", Audience)
