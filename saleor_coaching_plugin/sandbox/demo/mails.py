"""The mailboxes of the people in the demo, as the sandbox's mail server shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from .expect import eventually


@dataclass(frozen=True)
class Mails:
    """`base` is the mailbox's address."""

    base: str

    def all_for(self, address: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.base}/api/messages", params={"to": address}, timeout=10)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

    def await_one(self, address: str, subject_part: str) -> dict[str, Any]:
        """The mail to `address` whose subject holds these words, once it has arrived."""

        def look() -> dict[str, Any] | None:
            mails = self.all_for(address)
            return next((mail for mail in mails if subject_part in mail["subject"]), None)

        return eventually(look, f"a mail to {address} with “{subject_part}” in its subject")

    def attachment(self, mail: dict[str, Any], content_type: str) -> bytes | None:
        """The first of this type, None where there is none."""
        for each in mail["attachments"]:
            if each["type"] == content_type:
                answer = requests.get(f"{self.base}{each['url']}", timeout=10)
                answer.raise_for_status()
                return answer.content
        return None


def link_with(mail: dict[str, Any], part: str) -> str:
    """The mail's link that holds `part`."""
    return next(link for link in mail["links"] if part in link)
