"""A browser whose owner is logged in to the client area."""

from __future__ import annotations

from django.test import Client

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.browser import COOKIE
from saleor_coaching_plugin.portal.services.login import session_start


def logged_in(email: str, *, email_proven: bool = True, checkout_id: str = "") -> Client:
    _, token = session_start(
        email=email, email_proven=email_proven, checkout_id=checkout_id, now=utc_now()
    )
    browser = Client()
    browser.cookies[COOKIE] = token
    return browser
