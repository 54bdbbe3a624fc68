"""Make certificates: owed from the act on, made as soon as they can be, and kept as they were made.

Whatever is missing (the PDF's libraries, the time authority, the seal), the ledger's entry stands.
"""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.core.failures import failure_log

from .certificate.content import Content, Recorded, content_of
from .certificate.html import certificate_html
from .certificate.paper import Paper
from .certificate.pdf import PdfFailed, PdfUnavailable, pdf_available, pdf_render
from .certificate.proofs import Proofs, SealShown, StampShown
from .models import Certificate, LedgerEntry, LedgerPersonalData, TimeStamp
from .seal_keys import SealKey, SealUnusable, seal_key
from .stamps.errors import StampLack
from .stamps.service import stamp_of

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=6)


@transaction.atomic
def certificate_make(*, entry_id: int, now: datetime, paper: Paper | None = None) -> Certificate:
    """The certificate of an entry, tried once more if it was not made yet; see its `made_at`.

    What keeps it from being made goes into `last_error`. Raises NothingToCertify,
    PersonalDataErased.
    """
    _keep_from_erasing(entry_id)
    Certificate.objects.get_or_create(entry_id=entry_id, defaults={"owed_at": now, "due_at": now})
    certificate = Certificate.objects.select_for_update().get(entry_id=entry_id)
    if certificate.made_at is None:
        content = certificate_content(certificate.entry)
        _try(certificate, content, paper, now)
    return certificate


def certificate_content(entry: LedgerEntry) -> Content:
    """What the certificate says but for its proofs. Raises as `certificate_make`."""
    rows = LedgerEntry.objects.filter(chain=entry.chain).select_related("personal")
    chain = {row.pk: _recorded(row) for row in rows.order_by("position")}
    return content_of(chain[entry.pk], list(chain.values()))


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, then six hours each, without end."""
    return min(timedelta(minutes=1) * 2 ** min(attempts - 1, 12), LONGEST_PAUSE)


def _keep_from_erasing(entry_id: int) -> None:
    """Until the commit: an erasure would not see the certificate that is being made, and leave it.

    All of the chain's, in the order in which the erasure takes them, before the certificate's row.
    """
    chain = LedgerEntry.objects.values("chain").get(pk=entry_id)["chain"]
    kept = LedgerPersonalData.objects.filter(entry__chain=chain).order_by("entry_id")
    list(kept.select_for_update(of=("self",)).values_list("pk"))


def _recorded(row: LedgerEntry) -> Recorded:
    data = row.personal.data
    return Recorded(
        chain=row.chain,
        position=row.position,
        kind=row.kind,
        hash=row.hash,
        facts=json.loads(row.facts),
        personal=json.loads(data) if data else {},
    )


def _try(certificate: Certificate, content: Content, paper: Paper | None, now: datetime) -> None:
    try:
        with transaction.atomic():
            _print(certificate, content, paper, now)
    except (PdfUnavailable, PdfFailed) as error:
        _failed(certificate, str(error), now)
    except Exception as error:
        failure_log(error)
        _failed(certificate, f"It could not be printed ({type(error).__name__}).", now)
    certificate.save()


def _failed(certificate: Certificate, reason: str, now: datetime) -> None:
    certificate.attempts += 1
    certificate.due_at = now + pause_after(certificate.attempts)
    certificate.last_error = reason[:300]


def _print(certificate: Certificate, content: Content, paper: Paper | None, now: datetime) -> None:
    """What stands on the page must be known before: seal and time stamp come first."""
    pdf_available()
    key, stamp = _seal_key(now), stamp_of(content.entry.hash, now=now)
    proofs = _proofs(key, stamp)
    pdf = pdf_render(certificate_html(content, proofs, paper=paper), content)
    if key:
        pdf = _sealed(pdf, key, content, with_stamp=proofs.stamp is not None)
    certificate.content = pdf
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.lacks = proofs.lacks
    certificate.last_error = ""
    certificate.made_at = now


def _proofs(key: SealKey | None, stamp: TimeStamp | StampLack) -> Proofs:
    seal = SealShown(key.subject, key.fingerprint) if key else None
    if isinstance(stamp, TimeStamp):
        return Proofs(seal, StampShown(stamp.stamped_at, stamp.authority))
    return Proofs(seal, None, stamp)


def _seal_key(now: datetime) -> SealKey | None:
    try:
        return seal_key(now)
    except SealUnusable as error:
        logger.error("Certificates are not sealed: %s", error)
        return None


def _sealed(pdf: bytes, key: SealKey, content: Content, *, with_stamp: bool) -> bytes:
    # pyHanko comes with the extra `pdf`.
    from .certificate.seal import pdf_seal
    from .stamps.timestamper import authority_from_settings

    # An authority that has just failed is not made to fail, or to keep us waiting, once more.
    timestamper = authority_from_settings() if with_stamp else None
    return pdf_seal(pdf, key, reason=content.title, timestamper=timestamper)
