"""The mail that brings a participant's agreement, and word to the coach when it cannot leave.

A participant's mail names neither payer nor order, unless the payer shares a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from saleor_coaching_plugin.agreements.amendment_mails import Asked
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import (
    OwnAddress,
    markdown_escaped,
    markdown_render,
    template_fields,
    template_render,
)
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder

from .models import Participant, ParticipantLink, Seat
from .texts import participant_values
from .wording import InvitationWording, invitation_wording_for

_PLACEHOLDER = link_placeholder("invitation")


def invitation_mail_for(link: ParticipantLink, *, token: str, kind: str) -> Mail:
    """Of kind "seat_invited" or "seat_reminded", to the participant or to a minor's guardian.

    The raw token exists only in the link, and, sealed, in the mail until it has left. Raises
    TemplateError where the group has words of its own that cannot be filled in.
    """
    participant = link.text.participant
    group = participant.seat.group
    words = invitation_wording_for(participant.language)
    values = _values(participant, link)
    subject = template_render(group.invitation_subject, values, audience=Audience.PARTICIPANT)
    subject = subject or _subject(participant, words)
    reminder = words.reminder if kind == "seat_reminded" else ""
    parts = _own_parts if group.invitation_body else _built_in_parts
    return Mail(
        key=f"seat-invitation:{link.id}",
        kind=kind,
        about=str(participant.id),
        to_email=participant.answering_email,
        to_name=participant.answering_name,
        language=participant.language,
        subject=words.reminder_subject.format(subject=subject) if reminder else subject,
        markdown="\n\n".join(filter(None, parts(participant, words, values, reminder))),
        links={_PLACEHOLDER: page_url(f"p/{token}/")},
    )


def asked_of(participant: Participant) -> Asked:
    """Whom the mails about changed terms go to, and call by which name."""
    return Asked(
        about=str(participant.id),
        number=participant.number,
        name=participant.name,
        to_email=participant.answering_email,
        to_name=participant.answering_name,
        greeted=participant.guardian_name or participant.first_name,
        page="p",
    )


def coach_unfillable_mail_for(seat: Seat, *, reason: str) -> Mail:
    """Tells that somebody could not be invited, and why: that may quote an amount."""
    participant = seat.participant
    subject = f"{participant.number}: {participant.name} could not be invited"
    return Mail(
        key=f"coach-seat-unfillable:{participant.id}",
        kind="coach_seat_unfillable",
        about=str(seat.group_id),
        to_email=conf().coach_email,
        language="en",
        subject=subject[:250],
        markdown=_UNFILLABLE.format(
            name=markdown_escaped(participant.name),
            title=markdown_escaped(seat.group.title),
            reason=markdown_escaped(reason),
        ),
    )


def _values(participant: Participant, link: ParticipantLink) -> dict[str, Any]:
    values = participant_values(participant, now=link.created_at)
    return {
        **values,
        "agreement": {**values["agreement"], "link": OwnAddress(_PLACEHOLDER)},
        "portal": {"link": OwnAddress(page_url("portal/"))},
        "payer": {"name": participant.seat.group.shared_name},
        "gift": {"message": participant.gift_message},
    }


def _own_parts(
    participant: Participant, words: InvitationWording, values: dict[str, Any], reminder: str
) -> Iterator[str]:
    """The coach's words, with what they leave out of what the reader has to know."""
    body = participant.seat.group.invitation_body
    yield guardian_note(participant, words)
    yield reminder
    yield markdown_render(body, values, audience=Audience.PARTICIPANT)
    if "gift.message" not in template_fields(body, audience=Audience.PARTICIPANT):
        yield from _gift(participant, words)


def _built_in_parts(
    participant: Participant, words: InvitationWording, values: dict[str, Any], reminder: str
) -> Iterator[str]:
    group = participant.seat.group
    name = markdown_escaped(participant.guardian_name or participant.first_name)
    whom = f"**{markdown_escaped(participant.name)}**" if participant.is_minor else words.you
    invited = words.invited_by if group.shared_name else words.invited
    yield f"# {markdown_escaped(_subject(participant, words))}"
    yield words.greeting.format(name=name)
    yield invited.format(
        title=markdown_escaped(group.title), payer=markdown_escaped(group.shared_name), whom=whom
    )
    yield guardian_note(participant, words)
    yield reminder
    yield from _gift(participant, words)
    yield words.read
    yield f"[{words.button}]({_PLACEHOLDER})"
    yield words.close.format(expires_on=markdown_escaped(values["agreement"]["expires_on"]))


def _subject(participant: Participant, words: InvitationWording) -> str:
    whom = participant.first_name if participant.is_minor else words.you
    return words.subject.format(title=participant.seat.group.title, whom=whom)


def guardian_note(participant: Participant, words: InvitationWording) -> str:
    """Why the mail comes to a minor's guardian; empty for everybody else."""
    if not participant.is_minor:
        return ""
    return words.guardian.format(participant=markdown_escaped(participant.first_name))


def _gift(participant: Participant, words: InvitationWording) -> Iterator[str]:
    payer = participant.seat.group.shared_name
    if participant.gift_message:
        said_by = words.gift_from if payer else words.gift
        yield said_by.format(payer=markdown_escaped(payer))
        lines = participant.gift_message.splitlines()
        yield "\n".join(f"> {markdown_escaped(line)}" for line in lines)


_UNFILLABLE = """**{name}** should be invited to **{title}** now, but the text cannot be sent:

> {reason}

The invitation leaves by itself once the text can be filled in without an amount: please publish a
version of the terms that can.
"""
