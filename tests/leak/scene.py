"""The stage: a mailbox, browsers, numbers that nothing else holds, and the log of it all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import override_settings
from factories.shop import shop_app, shop_staff
from office import Office
from plants import Someone
from search import Piece
from visitor import Visitor

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.numbers import NumberSeries
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.shop.models.orders import NUMBER_SEQUENCE

FIRST_NUMBERS = {
    "agreement": 71_280_346,
    "invoice": 49_027_315,
    "credit-note": 35_716_902,
    "participant": 60_917_283,
}
FIRST_ORDER = 83_619_274
_MAIL_SERVER = "mail.log"
"""Our mailbox tells there what it is sent, as a client's own mail server may."""


class Scene:
    """`notes` is what one step leaves the next."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.office = Office(shop_staff(list(Permission))[1])
        self.till = shop_app(["HANDLE_PAYMENTS"])[1]
        self.log = _Log()
        self.visitors: dict[str, Visitor] = {}
        self.notes: dict[str, Any] = {}

    def visitor(self, person: Someone) -> Visitor:
        """Their browser, the same each time."""
        return self.visitors.setdefault(person.email, Visitor(person.email))

    def work(self) -> None:
        """All that is due, as Celery does it."""
        tasks.sweep()
        tasks.work()

    def link(self, person: Someone, path: str) -> str:
        """The path of the newest link in their mails that begins so."""
        for message in reversed(self.mailbox.messages(to=person.email)):
            for link in message.links:
                if link.startswith(f"http://testserver{path}"):
                    return link.removeprefix("http://testserver")
        raise AssertionError(f"{person.name} has no mail with {path}")

    def log_in(self, person: Someone) -> Visitor:
        """As a browser stays logged in, once is enough."""
        visitor = self.visitor(person)
        if visitor.get("/portal/").status_code == 200:
            return visitor
        visitor.post("/portal/login/", {"email": person.email})
        self.work()
        link = self.link(person, "/portal/login/")
        visitor.press(link, link)
        assert visitor.answered["/portal/"] == 200
        return visitor

    def mails(self, person: Someone, *, since: int = 0) -> Iterator[Piece]:
        """In their transport form, as the server of the reader's mailbox got them.

        `since` is how many mails to anybody had arrived before.
        """
        for message in self.mailbox.messages(to=person.email, since=since):
            content = self.mailbox.store.content(message.id)
            yield Piece(person.email, "mail", message.subject, content)


class _Log(logging.Handler):
    """Each record with its arguments and what was raised."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == _MAIL_SERVER:
            return
        self.lines.append(f"{record.name} {record.levelname} {self.format(record)} {vars(record)}")

    def pieces(self) -> Iterator[Piece]:
        for line in self.lines:
            yield Piece("log", "log", "log", line.encode())


@contextmanager
def staged() -> Iterator[Scene]:
    """In the caller's transaction."""
    with Mailbox() as mailbox, override_settings(**_settings(mailbox)):
        _count_from_far_off()
        scene = Scene(mailbox)
        root = logging.getLogger()
        root.addHandler(scene.log)
        try:
            yield scene
        finally:
            root.removeHandler(scene.log)


def _settings(mailbox: Mailbox) -> dict[str, Any]:
    return {
        "ROOT_URLCONF": "saleor_coaching_plugin.sandbox.urls",
        "COACHING_PUBLIC_URL": "http://testserver",
        "COACHING_DEFAULT_CHANNEL": "america",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": mailbox.smtp_port,
    }


def _count_from_far_off() -> None:
    year = utc_now().year
    NumberSeries.objects.bulk_create(
        NumberSeries(name=f"{name}-{year}", last=first) for name, first in FIRST_NUMBERS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SEQUENCE {NUMBER_SEQUENCE} RESTART WITH {FIRST_ORDER}")
