"""The way into the client area: a link by mail."""

from __future__ import annotations

from .browser import Browser
from .cast import Cast
from .mails import link_with


def log_in(cast: Cast, browser: Browser, email: str) -> None:
    """From the login page that the browser shows, back to the page that was asked for."""
    browser.press("Mail me a link", {"email": email})
    mail = cast.mails.await_one(email.lower(), "Your link to the client area")
    browser.open(link_with(mail, "/portal/login/"))
    browser.press("Open my client area")
