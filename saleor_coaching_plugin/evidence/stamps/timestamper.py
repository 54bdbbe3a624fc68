"""The same authority, in the shape in which pyHanko asks for the time stamp of a seal."""

from __future__ import annotations

import asyncio

from asn1crypto import cms
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from saleor_coaching_plugin.core.clock import utc_now

from .chosen import authority_chosen
from .client import Authority
from .errors import AuthorityError


class AuthorityTimeStamper(TimeStamper):
    """Raises TimestampRequestError wherever `Authority.stamp` raises AuthorityError."""

    def __init__(self, authority: Authority) -> None:
        super().__init__()
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        if md_algorithm != "sha256":
            raise TimestampRequestError(f"stamps are over SHA-256, not {md_algorithm}")
        try:
            stamp = await asyncio.to_thread(self._authority.stamp, message_digest, now=utc_now())
        except AuthorityError as error:
            raise TimestampRequestError(str(error)) from None
        return cms.ContentInfo.load(stamp.token)


def authority_from_settings() -> TimeStamper | None:
    """None when no authority is set up. Raises AuthorityError when it cannot be asked."""
    authority = authority_chosen()
    return AuthorityTimeStamper(authority) if authority else None
