"""Certificates that could not be made when they should: tried again without end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.mail.queue import mail_queue

from .copies import copy_key, late_certificate_mail
from .documents import certificate_content, certificate_make
from .further_copies import further_late_certificates_send
from .models import Certificate, LedgerPersonalData

AT_ONCE = 100
"""A sweep has other things to do too; the rest waits for the next one."""


def certificates_make_owed(*, now: datetime) -> int:
    """Make those that are due, and mail them; how many were made."""
    owed = Certificate.objects.filter(
        made_at=None, due_at__lte=now, entry__personal__erased_at=None
    )
    ids = list(owed.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_made(entry_id, now) for entry_id in ids)


@transaction.atomic
def _made(entry_id: int, now: datetime) -> bool:
    """False too where another worker has it in hands, or an erasure."""
    free = LedgerPersonalData.objects.select_for_update(skip_locked=True, of=("self",))
    still_due = Q(entry__certificate__made_at=None, entry__certificate__due_at__lte=now)
    if free.filter(still_due, pk=entry_id).first() is None:
        return False
    certificate = certificate_make(entry_id=entry_id, now=now)
    if certificate.made_at is None:
        return False
    if MailMessage.objects.filter(key=copy_key(entry_id)).exists():
        content = certificate_content(certificate.entry)
        mail_queue(late_certificate_mail(content, certificate))
        further_late_certificates_send(content, certificate)
    return True
