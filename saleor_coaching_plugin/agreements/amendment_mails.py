"""The mails about changed terms of an accepted agreement: to the client, and to the coach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder
from saleor_coaching_plugin.terms.models import TermsVersion

from .amendment_wording import amendment_wording_for
from .models import Amendment, Party, PartyLink


def amendment_mail_for(
    link: PartyLink, *, token: str, accepted_at: datetime, notes: Sequence[str]
) -> Mail:
    """The raw token exists only in the link, and, sealed, in the mail until it has left.

    `notes` say what has changed since `accepted_at`.
    """
    text, party = link.text, link.text.party
    words = amendment_wording_for(text.language)
    subject = words.subject.format(number=party.agreement.number)
    placeholder = link_placeholder("amendment")
    date = markdown_escaped(day_in(accepted_at, text.language))
    expires_on = markdown_escaped(day_in(link.expires_at, text.language))
    parts = [
        f"# {markdown_escaped(subject)}",
        words.greeting.format(first_name=markdown_escaped(party.first_name)),
        words.intro.format(date=date, title=markdown_escaped(text.title)),
        f"## {words.changes}",
        "\n".join(f"- {markdown_escaped(note)}" for note in notes),
        f"[{words.button}]({placeholder})",
        words.stays.format(date=date),
        words.close.format(expires_on=expires_on),
    ]
    return Mail(
        key=f"amendment:{link.id}",
        kind="amendment",
        about=str(party.agreement_id),
        to_email=party.email,
        to_name=party.name,
        language=text.language,
        subject=subject,
        markdown="\n\n".join(parts),
        links={placeholder: page_url(f"a/{token}/")},
    )


def coach_answer_mail_for(amendment: Amendment) -> Mail:
    """Tells of the client's yes or no."""
    party = amendment.party
    sentence = f"has {amendment.status} the changed terms."
    note = markdown_escaped(amendment.client_note)
    return _coach_mail(
        party,
        key=f"coach-amendment:{amendment.id}",
        kind=f"coach_amendment_{amendment.status}",
        subject=f"{party.agreement.number}: {party.name} {sentence}",
        markdown=f"{markdown_escaped(party.name)} {sentence}" + (f"\n\n> {note}" if note else ""),
    )


def coach_unfillable_mail_for(party: Party, version: TermsVersion, *, reason: str) -> Mail:
    """Tells that a client could not be asked, because the new text cannot be filled in."""
    number = party.agreement.number
    return _coach_mail(
        party,
        key=f"coach-amendment-unfillable:{party.id}:{version.id}",
        kind="coach_amendment_unfillable",
        subject=f"{number}: {party.name} could not be asked to accept the new terms",
        markdown=_UNFILLABLE.format(
            title=markdown_escaped(version.title),
            version=version.number,
            name=markdown_escaped(party.name),
            number=markdown_escaped(number),
            reason=markdown_escaped(reason),
        ),
    )


def _coach_mail(party: Party, *, key: str, kind: str, subject: str, markdown: str) -> Mail:
    return Mail(
        key=key,
        kind=kind,
        about=str(party.agreement_id),
        to_email=conf().coach_email,
        language="en",
        subject=subject[:250],
        markdown=markdown,
    )


_UNFILLABLE = """Version {version} of **{title}** is a material change, so {name} should be asked to
accept it for agreement {number}. That agreement has no value for something in the new text:

> {reason}

What {name} has accepted stays in force. Please publish a version that agreements made earlier can
fill in too, or make a new agreement with {name}.
"""
