"""What a party would get, as staff look at it."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.agreements.preview import Preview
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent
from saleor_coaching_plugin.mail.queue import link_placeholder
from saleor_coaching_plugin.mail.rendering import mail_body_render
from saleor_coaching_plugin.seats.preview import ParticipantPreview


class ClientAgreementPreview(graphene.ObjectType):
    class Meta:
        description = (
            "What a party, or a participant, reads on the page and in the mail. Looking at it "
            "writes nothing."
        )

    title = graphene.String(required=True)
    html = graphene.String(required=True, description="The full text.")
    language = graphene.String(required=True, description="BCP 47 tag of the text.")
    statement = graphene.String(required=True)
    button = graphene.String(required=True)
    consents = graphene.List(graphene.NonNull(ContractConsent), required=True)
    mail_subject = graphene.String(required=True)
    mail_html = graphene.String(
        required=True, description="A placeholder stands where the party's link would be."
    )
    missing = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Custom fields without a value; their labels stand in square brackets.",
    )
    is_frozen = graphene.Boolean(
        required=True, description="Whether this was sent; if not, it is what would be sent now."
    )


def preview_root(preview: Preview | ParticipantPreview) -> dict[str, Any]:
    """The root of a ClientAgreementPreview."""
    text = preview.text
    subject, markdown = preview.mail(link=link_placeholder("agreement"))
    mail = mail_body_render(subject=subject, markdown=markdown, language=preview.agreement.language)
    return {
        "title": text.title,
        "html": text.html,
        "language": text.language,
        "statement": text.statement,
        "button": text.button,
        "consents": text.consents,
        "mail_subject": subject,
        "mail_html": mail.html,
        "missing": preview.missing,
        "is_frozen": preview.is_frozen,
    }
