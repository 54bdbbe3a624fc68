"""Mail an invitation to staff as a participant would get it, with a link to look at the page."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.models import PreviewLink
from saleor_coaching_plugin.agreements.services.preview_send import preview_mail
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.seats.preview import participant_preview


@transaction.atomic
def participant_preview_send(
    *, agreement_id: uuid.UUID, to_email: str, now: datetime
) -> PreviewLink:
    """One more preview by mail. Nobody is invited by it, and the ledger learns nothing of it.

    Raises NotFound, InvalidInput naming `email` or `audience`, TemplateError, TermsError.
    """
    recipient = email_normalised(to_email)
    preview = participant_preview(agreement_id=agreement_id, now=now)
    return preview_mail(preview, preview.payer, Audience.PARTICIPANT, recipient, now=now)
