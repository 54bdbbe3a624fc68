"""An agreement with a client who does not exist: for a template's preview and its trial."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.terms.merge_fields import sample_of

from .models import ClientAgreement, Party, TemplateVersion
from .states import PartyRole


def agreement_made_up(version: TemplateVersion, language: str) -> ClientAgreement:
    """As the template says, not saved."""
    return ClientAgreement(
        number=sample_of("agreement.number"),
        template_version=version,
        language=language,
        currency=version.currency,
        fee_minor=version.fee_minor,
        sessions=version.sessions,
        instalments=version.instalments,
        seats=version.seats,
    )


def party_made_up(*, version_id: uuid.UUID, language: str) -> Party:
    """The client of such an agreement, not saved. Raises NotFound."""
    version = TemplateVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound("template version")
    agreement = agreement_made_up(version, language)
    return Party(agreement=agreement, role=PartyRole.PAYER, **person_made_up())


def person_made_up() -> dict[str, str]:
    """Names and address, as columns."""
    first_name, _, last_name = sample_of("client.name").partition(" ")
    return {
        "first_name": first_name,
        "last_name": last_name,
        "email": sample_of("client.email"),
    }
