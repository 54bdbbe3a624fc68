"""States of agreements and of the people on them."""

from saleor_coaching_plugin.agreements.states import AgreementStatus, PartyStatus
from saleor_coaching_plugin.graphql.core.enums import enum_of

ClientAgreementStatusEnum = enum_of("ClientAgreementStatusEnum", AgreementStatus)
ClientAgreementPartyStatusEnum = enum_of("ClientAgreementPartyStatusEnum", PartyStatus)
