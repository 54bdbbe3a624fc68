"""What a material change of terms sets going: who accepted is asked, and the coach told."""

from __future__ import annotations

from uuid import UUID

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    AmendmentAccepted,
    AmendmentDeclined,
    AmendmentOwed,
    TermsVersionPublished,
)
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import newest_material_after

from .amendment_mails import asked_of, coach_answer_mail_for
from .models import Amendment, ClientAgreement
from .selectors import payer_of, text_in_force, texts_outdated_by
from .services.amendment_ask import amendment_ask


def material_change_spread(event: TermsVersionPublished) -> None:
    """One event for each party that accepted an earlier text, so that none holds up another."""
    version = TermsVersion.objects.get(id=event.version_id)
    if version.is_material:
        parties = texts_outdated_by(version).values_list("party_id", flat=True)
        publish(
            *(AmendmentOwed(party_id=str(each), version_id=event.version_id) for each in parties)
        )


def late_acceptance_ask(event: AgreementAccepted) -> None:
    """Who accepts a text that was sent before a material change is asked like all the others."""
    party = payer_of(ClientAgreement.objects.get(id=event.agreement_id))
    accepted = text_in_force(party)
    version = accepted and newest_material_after(accepted.terms_version)
    if version:
        publish(AmendmentOwed(party_id=str(party.id), version_id=str(version.id)))


def party_ask(event: AmendmentOwed) -> None:
    amendment_ask(party_id=UUID(event.party_id), version_id=UUID(event.version_id), now=utc_now())


def coach_tell_answer(event: AmendmentAccepted | AmendmentDeclined) -> None:
    amendment = Amendment.objects.select_related("party__agreement").get(id=event.amendment_id)
    mail_queue(coach_answer_mail_for(asked_of(amendment.party), amendment))
