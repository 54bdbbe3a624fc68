"""The SMTP side of the mailbox. Takes every mail, except to addresses made for trying failures."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import threading
from pathlib import Path
from types import TracebackType

from aiosmtpd.smtp import SMTP, Envelope, Session

from saleor_coaching_plugin.sandbox.mailbox.message import ReceivedMessage
from saleor_coaching_plugin.sandbox.mailbox.store import MessageStore
from saleor_coaching_plugin.sandbox.ports import LOOPBACK

REJECT = "reject@"
BUSY = "busy@"


class Sink:
    """aiosmtpd's handler. RFC 5321: a 5xx answer is final, after a 4xx the sender tries again."""

    def __init__(self, store: MessageStore) -> None:
        self._store = store

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if REJECT in address.lower():
            return "550 5.1.1 No such mailbox here"
        if BUSY in address.lower():
            return "451 4.3.2 Mailbox busy, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message_id = self._store.add(
            envelope.original_content or b"",
            sender=envelope.mail_from or "",
            to=envelope.rcpt_tos,
            now=dt.datetime.now(dt.UTC),
        )
        return f"250 2.0.0 Kept as {message_id}"


class Mailbox:
    """An SMTP server on loopback in a thread of this process, as a context manager.

    Without `folder` the mails go to a temporary one and vanish at the end; with `smtp_port` 0 the
    system picks a port, which `smtp_port` then tells.
    """

    def __init__(self, folder: Path | None = None, *, smtp_port: int = 0) -> None:
        self._temporary = tempfile.TemporaryDirectory() if folder is None else None
        self.store = MessageStore(folder or Path(self._temporary.name if self._temporary else "."))
        self.smtp_port = smtp_port

    def messages(self, *, to: str | None = None, since: int = 0) -> list[ReceivedMessage]:
        """Oldest first. A message is here as soon as the sender has its 250 answer."""
        return self.store.messages(to=to, since=since)

    def __enter__(self) -> Mailbox:
        self._loop = asyncio.new_event_loop()
        try:
            self._server = self._loop.run_until_complete(self._listen())
        except OSError:
            self._loop.close()
            raise
        self.smtp_port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self._temporary:
            self._temporary.cleanup()

    async def _listen(self) -> asyncio.Server:
        sink = Sink(self.store)
        return await asyncio.get_running_loop().create_server(
            lambda: SMTP(sink, hostname="localhost", enable_SMTPUTF8=True),
            LOOPBACK,
            self.smtp_port,
        )

    async def _close(self) -> None:
        self._server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for task in conversations:
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
