"""Read the mail log."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import MailMessage


def mails_found(*, about: str | None = None, to_email: str | None = None) -> QuerySet[MailMessage]:
    """Mails, newest first; about one thing, to one address. Never with their secret links."""
    found = MailMessage.objects.defer("sealed_links").order_by("-created_at", "-id")
    if about is not None:
        found = found.filter(about=about)
    if to_email is not None:
        found = found.filter(to_email__in=[to_email.strip(), to_email.strip().lower()])
    return found
