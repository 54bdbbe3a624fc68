"""What a client has accepted, with what the evidence ledger says of it; as a page and as a PDF."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.evidence.certificate.html import proof_context
from saleor_coaching_plugin.evidence.certificate.wording import certificate_wording_for
from saleor_coaching_plugin.evidence.copy_parts import certificate_filename
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.certificates import (
    Accepted,
    agreement_accepted,
    purchase_accepted,
)
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.models import PortalSession


@client_page("GET")
def agreement(request: HttpRequest, session: PortalSession, party_id: uuid.UUID) -> HttpResponse:
    accepted = agreement_accepted(session.email, party_id)
    pdf = f"portal/agreements/{party_id}/certificate.pdf"
    return certificate_page(request, session, accepted, pdf=pdf)


@client_page("GET")
def agreement_pdf(
    request: HttpRequest, session: PortalSession, party_id: uuid.UUID
) -> HttpResponse:
    return certificate_pdf(agreement_accepted(session.email, party_id))


@client_page("GET")
def purchase(request: HttpRequest, session: PortalSession, purchase_id: uuid.UUID) -> HttpResponse:
    accepted = purchase_accepted(session.email, purchase_id)
    pdf = f"portal/purchases/{purchase_id}/certificate.pdf"
    return certificate_page(request, session, accepted, pdf=pdf)


@client_page("GET")
def purchase_pdf(
    request: HttpRequest, session: PortalSession, purchase_id: uuid.UUID
) -> HttpResponse:
    return certificate_pdf(purchase_accepted(session.email, purchase_id))


def certificate_page(
    request: HttpRequest,
    session: PortalSession,
    accepted: Accepted,
    *,
    pdf: str,
    evidence: str = "",
    change_waits: bool = False,
) -> HttpResponse:
    """`pdf` and `evidence` are the paths of the downloads.

    `change_waits` says that there is a change of it which was neither accepted nor declined.
    """
    content = accepted.content
    context = {
        "session": session,
        "content": content,
        "accepted_at": content.acceptance.at,
        "certificate": accepted.certificate,
        "pdf": pdf,
        "evidence": evidence,
        "change_waits": change_waits,
        "text": accepted.text,
        **proof_context(content, None, certificate_wording_for(content.language)),
    }
    return page(request, "certificate.html", context)


def certificate_pdf(accepted: Accepted) -> HttpResponse:
    if accepted.certificate is None:
        raise NotFound("certificate")
    response = HttpResponse(
        bytes(accepted.certificate.content or b""), content_type="application/pdf"
    )
    name = certificate_filename(accepted.content)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
