"""The mail that tells a client that the coach has signed before them."""

from __future__ import annotations

from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail

from .countersign_wording import countersign_wording_for
from .models import Countersignature


def countersigned_mail_for(signature: Countersignature) -> Mail:
    """To the party that has yet to accept the text that was signed, in the text's language."""
    text = signature.text
    party, agreement = text.party, text.party.agreement
    words = countersign_wording_for(text.language)
    subject = words.subject.format(name=signature.name, number=agreement.number)
    body = words.body.format(
        name=markdown_escaped(signature.name),
        title=markdown_escaped(text.title),
        number=markdown_escaped(agreement.number),
        date=markdown_escaped(day_in(signature.signed_at, text.language)),
    )
    greeting = words.greeting.format(first_name=markdown_escaped(party.first_name))
    return Mail(
        key=f"countersigned:{text.id}",
        kind="countersigned",
        about=str(agreement.id),
        to_email=party.email,
        to_name=party.name,
        language=text.language,
        subject=subject,
        markdown="\n\n".join([f"# {markdown_escaped(subject)}", greeting, body]),
    )
