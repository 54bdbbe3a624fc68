"""The mails about changed terms of an accepted agreement: to its reader, and to the coach."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import SecureLink, page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import changes_told

from .amendment_wording import amendment_wording_for
from .models import Party, TermsAmendment
from .selectors import accepted_at


@dataclass(frozen=True)
class Asked:
    """Whom changed terms are put to, as the mails about them have it."""

    about: str
    """Id of the agreement, or of the participant."""
    number: str
    name: str
    """Of whoever has agreed, or for whom a guardian has."""
    to_email: str
    to_name: str
    greeted: str
    page: str
    """Path of the hosted page before the token: `a` or `p`."""


def asked_of(party: Party) -> Asked:
    return Asked(
        about=str(party.agreement_id),
        number=party.agreement.number,
        name=party.name,
        to_email=party.email,
        to_name=party.name,
        greeted=party.first_name,
        page="a",
    )


def amendment_mail_for(asked: Asked, link: SecureLink, *, token: str, why: str = "") -> Mail:
    """Of a link to a text that amends another; `why` is Markdown on why this person gets it.

    The raw token exists only in the link, and, sealed, in the mail until it has left.
    """
    text = link.text
    words = amendment_wording_for(text.language)
    subject = words.subject.format(number=asked.number)
    placeholder = link_placeholder("amendment")
    date = markdown_escaped(day_in(accepted_at(text.previous), text.language))
    expires_on = markdown_escaped(day_in(link.expires_at, text.language))
    notes = changes_told(text.previous.terms_version, text.terms_version)
    parts = [
        f"# {markdown_escaped(subject)}",
        words.greeting.format(first_name=markdown_escaped(asked.greeted)),
        words.intro.format(date=date, title=markdown_escaped(text.title)),
        why,
        f"## {words.changes}",
        "\n".join(f"- {markdown_escaped(note)}" for note in notes),
        f"[{words.button}]({placeholder})",
        words.stays.format(date=date),
        words.close.format(expires_on=expires_on),
    ]
    return Mail(
        key=f"amendment:{link.id}",
        kind="amendment",
        about=asked.about,
        to_email=asked.to_email,
        to_name=asked.to_name,
        language=text.language,
        subject=subject,
        markdown="\n\n".join(filter(None, parts)),
        links={placeholder: page_url(f"{asked.page}/{token}/")},
    )


def coach_answer_mail_for(asked: Asked, amendment: TermsAmendment) -> Mail:
    """Tells of the yes or no."""
    sentence = f"has {amendment.status} the changed terms."
    note = markdown_escaped(amendment.client_note)
    return _coach_mail(
        asked,
        key=f"coach-amendment:{amendment.id}",
        kind=f"coach_amendment_{amendment.status}",
        subject=f"{asked.number}: {asked.name} {sentence}",
        markdown=f"{markdown_escaped(asked.name)} {sentence}" + (f"\n\n> {note}" if note else ""),
    )


def coach_unfillable_mail_for(asked: Asked, version: TermsVersion, *, reason: str) -> Mail:
    """Tells that somebody could not be asked, and why the new text cannot be put to them."""
    return _coach_mail(
        asked,
        key=f"coach-amendment-unfillable:{asked.about}:{version.id}",
        kind="coach_amendment_unfillable",
        subject=f"{asked.number}: {asked.name} could not be asked to accept the new terms",
        markdown=_UNFILLABLE.format(
            title=markdown_escaped(version.title),
            version=version.number,
            name=markdown_escaped(asked.name),
            number=markdown_escaped(asked.number),
            reason=markdown_escaped(reason),
        ),
    )


def _coach_mail(asked: Asked, *, key: str, kind: str, subject: str, markdown: str) -> Mail:
    return Mail(
        key=key,
        kind=kind,
        about=asked.about,
        to_email=conf().coach_email,
        language="en",
        subject=subject[:250],
        markdown=markdown,
    )


_UNFILLABLE = """Version {version} of **{title}** is a material change, so {name} should be asked to
accept it for agreement {number}. With the values of that agreement the new text cannot be sent:

> {reason}

What {name} has accepted stays in force. Please publish a version that suits agreements made earlier
too, or make a new agreement with {name}.
"""
