"""An invitation as somebody would get it who takes part. Looking writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from saleor_coaching_plugin.agreements.made_up import party_made_up, person_made_up
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.participants import participant_fields_missing
from saleor_coaching_plugin.agreements.states import PartyRole
from saleor_coaching_plugin.agreements.texts import gaps_label
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.terms.merge_fields import sample_of

from .mails import invitation_mail_for
from .models import Participant, ParticipantLink, ParticipantText, Seat, SeatGroup
from .services.agreement_opening import opening_of
from .states import SeatStatus
from .texts import participant_text_compose


@dataclass(frozen=True)
class ParticipantPreview:
    """What a participant who does not exist would get now; nothing of it is saved."""

    payer: Party
    text: ParticipantText
    link: ParticipantLink
    missing: tuple[str, ...]
    """Labels of custom fields without a value: in the texts they stand in square brackets."""

    @property
    def agreement(self) -> ClientAgreement:
        return self.payer.agreement

    @property
    def participant(self) -> Participant:
        return self.text.participant

    @property
    def reader(self) -> str:
        return "a participant"

    @property
    def is_frozen(self) -> bool:
        return False

    def mail(self, *, link: str) -> tuple[str, str]:
        """Subject and Markdown of the invitation, with `link` where the participant's would be."""
        mail = invitation_mail_for(self.link, token="", kind="seat_invited")
        (placeholder,) = mail.links
        return mail.subject, mail.markdown.replace(placeholder, link)


def participant_preview(*, agreement_id: uuid.UUID, now: datetime) -> ParticipantPreview:
    """What whoever is named for a seat of it would get.

    Raises NotFound, InvalidInput (`audience`) for an agreement without seats, TemplateError,
    TermsError.
    """
    payer = (
        Party.objects.select_related("agreement__template_version")
        .filter(agreement=agreement_id, role=PartyRole.PAYER)
        .first()
    )
    if payer is None:
        raise NotFound("client agreement")
    return participant_preview_of(payer, now=now)


def participant_template_preview(
    *, version_id: uuid.UUID, language: str, now: datetime
) -> ParticipantPreview:
    """The same of a template's version, a draft too."""
    return participant_preview_of(party_made_up(version_id=version_id, language=language), now=now)


def participant_preview_of(payer: Party, *, now: datetime) -> ParticipantPreview:
    """The same of this client's agreement."""
    agreement = payer.agreement
    if not agreement.seats:
        raise InvalidInput("There are no seats, so nobody takes part but the client.", "audience")
    missing = gaps_label(agreement, participant_fields_missing(agreement))
    opening = opening_of(agreement, payer, now=now)
    group = SeatGroup(subject=opening.subject, **opening.columns())
    expires_at = now + timedelta(days=group.days_to_accept)
    seat = Seat(group=group, position=1, status=SeatStatus.INVITED, expires_at=expires_at)
    text = participant_text_compose(_somebody(seat, now), now=now)
    link = ParticipantLink(text=text, created_at=now, expires_at=expires_at)
    return ParticipantPreview(payer, text, link, missing)


def _somebody(seat: Seat, now: datetime) -> Participant:
    return Participant(
        number=sample_of("agreement.number"),
        seat=seat,
        language=seat.group.language,
        invited_at=now,
        **person_made_up(),
    )
