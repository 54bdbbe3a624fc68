"""Reading the mail log."""

from __future__ import annotations

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice
from saleor_coaching_plugin.graphql.checkout.order_terms_types import OrderTermsRequest
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import ListField
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.sequences.types import SequenceEnrolment
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.mail.selectors import mails_found

from .types import CoachingMail

SUBJECTS = (ClientAgreement, ClientInvoice, SequenceEnrolment, OrderTermsRequest)


class MailQueries(graphene.ObjectType):
    coaching_mails = ListField(
        CoachingMail,
        access=ORDERS,
        description="The mail log, newest first.",
        about=graphene.ID(
            description=(
                "Only about this client agreement, client invoice, enrolment or request to "
                "accept terms."
            )
        ),
        to_email=graphene.String(description="Only to this address."),
    )

    @staticmethod
    def resolve_coaching_mails(
        root: None, info: ResolveInfo, about: str | None = None, to_email: str | None = None
    ) -> QuerySet[MailMessage]:
        return mails_found(about=_key_of(about) if about else None, to_email=to_email)


def _key_of(about: str) -> str:
    for node in SUBJECTS:
        try:
            return str(uuid_of(node, about, "about"))
        except NotFound:
            continue
    raise NotFound("agreement, invoice, enrolment or request", "about")
