"""The mail log: what was sent to whom, without the secret links."""

from __future__ import annotations

import graphene

from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.mail.models import MailStatus

CoachingMailStatusEnum = enum_of("CoachingMailStatusEnum", MailStatus)


class CoachingMail(graphene.ObjectType):
    class Meta:
        description = "A mail as the log keeps it: placeholders stand for secret links."
        interfaces = (graphene.relay.Node,)

    kind = graphene.String(required=True, description="Such as `proposal` or `invoice`.")
    status = CoachingMailStatusEnum(required=True)
    to_email = graphene.String(required=True)
    to_name = graphene.String(required=True)
    subject = graphene.String(required=True)
    html = graphene.String(required=True)
    text = graphene.String(required=True)
    error = graphene.String(required=True, description="What the mail server said, if it refused.")
    created_at = DateTime(required=True)
    sent_at = DateTime()
