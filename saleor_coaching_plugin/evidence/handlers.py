"""What the evidence ledger owes to those who signed: their copy."""

from __future__ import annotations

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.mail.queue import mail_queue

from .checkpoints import head_sign
from .copies import copy_mail
from .documents import certificate_content, certificate_make
from .further_copies import further_copies_send
from .models import LedgerEntry


def act_sign(event: CopyOwed) -> None:
    """Our signature over the chain as far as the act, at once; the sweep finds what this missed."""
    entry = LedgerEntry.objects.get(pk=event.entry_id)
    head_sign(chain=entry.chain, now=utc_now())


def copy_send(event: CopyOwed) -> None:
    """Mail the signer the texts with the certificate, or without it if it cannot be made yet."""
    now = utc_now()
    certificate = certificate_make(entry_id=event.entry_id, now=now)
    content = certificate_content(certificate.entry)
    mail_queue(copy_mail(content, certificate))
    further_copies_send(content, certificate, now=now)
