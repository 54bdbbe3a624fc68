"""An acceptance as the ledger records it, and what its certificate is made of."""

from __future__ import annotations

import hashlib
from typing import Any

from saleor_coaching_plugin.evidence.certificate.content import Content, Recorded, content_of
from saleor_coaching_plugin.evidence.certificate.proofs import Proofs
from saleor_coaching_plugin.evidence.stamps.errors import StampLack

CHAIN = "agreement:7c9e6679-7425-40de-944b-e07fc1f90ae7"
HTML = "<h1>Agreement</h1>\n<p>of Sam Client for &#8364;1,500.00</p>\n"
BARE = Proofs(None, None, StampLack.NO_AUTHORITY)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def recorded(
    *texts: str,
    facts: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    kind: str = "agreement_accepted",
    position: int = 3,
) -> Recorded:
    """Of these texts; `facts` and `personal` are further ones, or others."""
    shown = texts or (HTML,)
    return Recorded(
        chain=CHAIN,
        position=position,
        kind=kind,
        hash=digest(f"{CHAIN}:{position}"),
        facts={
            "recorded_at": "2027-05-01T22:30:12.123456+00:00",
            "agreement": "CA-2027-0001",
            "party": "sam",
            "texts": [
                {"terms_version": "version-1", "language": "en", "sha256": digest(each)}
                for each in shown
            ],
            "language": "en",
            "statement": "By clicking “I Accept” you enter into this agreement.",
            "button": "I Accept",
            "consents": [
                {"key": "terms", "text": "I agree.", "required": True, "accepted": True},
                {"key": "recording", "text": "You may record.", "required": False}
                | {"accepted": False},
            ],
            "presentation": {"component": "tests", "version": "1", "time_zone": ""}
            | {"boxes": [{"key": "terms", "accepted": True, "initially_checked": False}]},
            "identified_by": "link mailed to the party",
            **(facts or {}),
        },
        personal={
            "name": "Sam Client",
            "email": "sam@client.example",
            "ip": "203.0.113.7",
            "user_agent": "Tests/1",
            "billing_address": {"country": "GB"},
            "texts": [{"title": "Coaching agreement", "text": each} for each in shown],
            **(personal or {}),
        },
    )


def content(entry: Recorded | None = None, *later: Recorded) -> Content:
    entry = entry or recorded()
    return content_of(entry, [entry, *later])


def countersigned(name: str = "Alex Morgan", **changes: Any) -> Recorded:
    return recorded(
        kind="agreement_countersigned",
        position=4,
        facts={"recorded_at": "2027-05-02T08:00:00+00:00"},
        personal={"signer": {"name": name}},
        **changes,
    )
