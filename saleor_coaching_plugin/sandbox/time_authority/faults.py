"""The ways in which it can misbehave when told to."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    NONE = "none"
    NONSENSE = "nonsense"
    """Random bytes that say they are a stamp."""
    WEB_PAGE = "web-page"
    """HTML with 200, as of a captive portal."""
    UNAVAILABLE = "unavailable"
    """Status 503."""
    TOO_LONG = "too-long"
    """An answer without end."""
    SLOW = "slow"
    """A byte of the body each half second."""
    SLOW_HEAD = "slow-head"
    """A byte of the headers each half second."""
    REFUSED = "refused"
    """PKIStatus rejection."""
    WRONG_NONCE = "wrong-nonce"
    NO_NONCE = "no-nonce"
    WRONG_DIGEST = "wrong-digest"
    WRONG_ALGORITHM = "wrong-algorithm"
    """A stamp over a digest by SHA-512."""
    UNTRUSTED = "untrusted"
    """Signed under a root that nobody knows."""
    WRONG_PURPOSE = "wrong-purpose"
    """Signed with the certificate of a web server."""
    BROKEN_SIGNATURE = "broken-signature"
