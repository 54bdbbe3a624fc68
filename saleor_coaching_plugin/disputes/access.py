"""The access activity log: when the client used what was bought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.portal.models import LoginLink, PortalSession

from .case import Case


@dataclass(frozen=True)
class Access:
    at: datetime
    what: str
    who: str
    ip: str = ""
    browser: str = ""


def accesses_of(case: Case) -> list[Access]:
    """Pages opened, logins, packets worked through; oldest first.

    What a client wrote into a form stays out: no bank needs it.
    """
    return sorted(
        [*_views(case), *_logins(case), *_sessions(case), *_packets(case)],
        key=lambda access: access.at,
    )


def _views(case: Case) -> Iterator[Access]:
    """What the ledger has of clients opening and answering."""
    for act in case.acts:
        if act.is_by_client:
            told = act.personal
            who, browser = str(told.get("email", "")), str(told.get("user_agent", ""))
            yield Access(act.at, act.words, who, str(told.get("ip", "")), browser)


def _logins(case: Case) -> Iterator[Access]:
    for link in LoginLink.objects.filter(email__in=case.emails, used_at__isnull=False):
        if link.used_at:
            yield Access(link.used_at, "Logged in to the client area by mailed link", link.email)


def _sessions(case: Case) -> Iterator[Access]:
    """Those after "Buy Now", which began without a login."""
    checkout_id = case.order.checkout_id if case.order else None
    if checkout_id:
        for session in PortalSession.objects.filter(checkout_id=checkout_id):
            yield Access(session.created_at, "Opened the pages of the purchase", session.email)


def _packets(case: Case) -> Iterator[Access]:
    for packet in case.packets:
        name = packet.packet.name
        for done in packet.completions.all():
            yield Access(
                done.completed_at, f"Completed “{done.item.title}” of “{name}”", packet.email
            )
        if packet.completed_at:
            yield Access(packet.completed_at, f"Completed the packet “{name}”", packet.email)
