"""Links that expire and can be revoked; what they open is the concern of each domain."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from saleor_coaching_plugin.conf import conf

from .clock import utc_now


def usable_at(now: datetime) -> Q:
    """Rows of a `SecureLink` that still open something at `now`."""
    return Q(revoked_at=None, expires_at__gt=now)


class SecureLink(models.Model):
    """Base of every link row. The raw token is never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=utc_now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def page_url(path: str) -> str:
    """Absolute address of a hosted page, e.g. `page_url("portal/")`."""
    return f"{conf().public_url.rstrip('/')}/{path}"
