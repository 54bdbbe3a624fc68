"""Every state an agreement can be in, and what each act answers there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.agreements import agreement_drafted, agreement_sent
from factories.contracts import BROWSER, NOW, SAM, acceptance_of, text_of, token_of
from factories.database import refused, rows

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.close import agreement_revoke, agreements_expire
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.respond import (
    MAX_NOTE,
    agreement_decline,
    agreement_request_changes,
    agreement_view,
)
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.agreements.states import AgreementStatus
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
END = NOW + timedelta(days=14)


def brought_to(status: str) -> tuple[ClientAgreement, str]:
    """An agreement in that state, by the acts that lead there, and its newest token."""
    if status == "draft":
        return agreement_drafted(), "none"
    agreement, token = agreement_sent()
    acts: dict[str, Callable[[], Any]] = {
        "sent": lambda: None,
        "viewed": lambda: agreement_view(token=token, now=NOW),
        "accepted": lambda: agreement_accept(
            token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=NOW
        ),
        "declined": lambda: agreement_decline(token=token, reason="No", act=BROWSER, now=NOW),
        "changes_requested": lambda: agreement_request_changes(
            token=token, message="Less", act=BROWSER, now=NOW
        ),
        "expired": lambda: agreements_expire(now=END),
        "revoked": lambda: agreement_revoke(agreement_id=agreement.id, now=NOW),
    }
    acts[status]()
    agreement.refresh_from_db()
    assert agreement.status == status
    return agreement, token


def do(act: str, agreement: ClientAgreement, token: str, now: Any = LATER) -> Any:
    services: dict[str, Callable[[], Any]] = {
        "update": lambda: agreement_update(
            agreement_id=agreement.id, client=SAM, details=AgreementDetails()
        ),
        "send": lambda: agreement_send(agreement_id=agreement.id, now=now),
        "resend": lambda: agreement_resend(agreement_id=agreement.id, now=now),
        "revoke": lambda: agreement_revoke(agreement_id=agreement.id, now=now),
        "view": lambda: agreement_view(token=token, now=now),
        "accept": lambda: agreement_accept(
            token=token,
            acceptance=(
                acceptance_of(agreement) if agreement.revision else Acceptance("", (), None)
            ),
            act=BROWSER,
            now=now,
        ),
        "decline": lambda: agreement_decline(token=token, reason="No", act=BROWSER, now=now),
        "request_changes": lambda: agreement_request_changes(
            token=token, message="Less", act=BROWSER, now=now
        ),
    }
    return services[act]()


# One row a state. A state: that is where the act leads. "same": it answers and changes nothing.
# Anything else: the code with which it is refused.
LIFE: dict[str, dict[str, str]] = {
    "draft": {
        "update": "same",
        "send": "sent",
        "resend": "not_sendable",
        "revoke": "revoked",
        "view": "link_invalid",
        "accept": "link_invalid",
        "decline": "link_invalid",
        "request_changes": "link_invalid",
    },
    "sent": {
        "update": "not_editable",
        "send": "same",
        "resend": "sent",
        "revoke": "revoked",
        "view": "viewed",
        "accept": "accepted",
        "decline": "declined",
        "request_changes": "changes_requested",
    },
    "viewed": {
        "update": "not_editable",
        "send": "same",
        "resend": "viewed",
        "revoke": "revoked",
        "view": "same",
        "accept": "accepted",
        "decline": "declined",
        "request_changes": "changes_requested",
    },
    "accepted": {
        "update": "not_editable",
        "send": "not_sendable",
        "resend": "not_sendable",
        "revoke": "not_revocable",
        "view": "same",
        "accept": "same",
        "decline": "not_acceptable",
        "request_changes": "not_acceptable",
    },
    "declined": {
        "update": "not_editable",
        "send": "not_sendable",
        "resend": "not_sendable",
        "revoke": "not_revocable",
        "view": "same",
        "accept": "not_acceptable",
        "decline": "same",
        "request_changes": "not_acceptable",
    },
    "changes_requested": {
        "update": "same",
        "send": "sent",
        "resend": "not_sendable",
        "revoke": "revoked",
        "view": "same",
        "accept": "not_acceptable",
        "decline": "not_acceptable",
        "request_changes": "same",
    },
    "expired": {
        "update": "same",
        "send": "sent",
        "resend": "not_sendable",
        "revoke": "revoked",
        "view": "link_expired",
        "accept": "link_expired",
        "decline": "link_expired",
        "request_changes": "link_expired",
    },
    "revoked": {
        "update": "not_editable",
        "send": "not_sendable",
        "resend": "not_sendable",
        "revoke": "same",
        "view": "link_invalid",
        "accept": "link_invalid",
        "decline": "link_invalid",
        "request_changes": "link_invalid",
    },
}
BY_TOKEN = {"view", "accept", "decline", "request_changes"}


def test_the_table_names_every_state() -> None:
    assert set(LIFE) == set(AgreementStatus.values)


@pytest.mark.parametrize(
    ("status", "act", "answer"),
    [(status, act, answer) for status, acts in LIFE.items() for act, answer in acts.items()],
)
def test_each_act_in_each_state(status: str, act: str, answer: str) -> None:
    agreement, token = brought_to(status)
    now = END if status == "expired" and act in BY_TOKEN else LATER
    if answer in AgreementStatus.values:
        do(act, agreement, token, now)
        agreement.refresh_from_db()
        assert agreement.status == answer
    elif answer == "same":
        before = rows()
        do(act, agreement, token, now)
        assert rows() == before
    else:
        field = {"link_invalid": "token", "link_expired": "token", "not_acceptable": None}
        with refused(answer, field.get(answer, "id")):
            do(act, agreement, token, now)


def test_an_answer_that_comes_too_late_says_what_is_now_true() -> None:
    agreement, token = brought_to("declined")
    with refused("not_acceptable", None, saying="This agreement is declined"):
        do("accept", agreement, token)


def test_viewing_is_noted_once() -> None:
    agreement, token = brought_to("sent")
    agreement_view(token=token, now=LATER)
    agreement_view(token=token, now=LATER + timedelta(hours=1))
    agreement.refresh_from_db()
    assert agreement.viewed_at == LATER


def test_what_the_client_writes_is_kept_and_told_to_the_coach_as_text() -> None:
    agreement, token = brought_to("viewed")
    agreement_request_changes(token=token, message=" **Less** <b>x</b> ", act=BROWSER, now=LATER)
    agreement.refresh_from_db()
    assert (agreement.client_note, agreement.closed_at) == ("**Less** <b>x</b>", LATER)
    MailMessage.objects.update(status="sent")
    relay_due()
    mail = MailMessage.objects.get(kind="coach_changes")
    assert mail.to_email == "alex@coach.example"
    assert "**Less** <b>x</b>" in mail.text
    assert "<b>" not in mail.html


@pytest.mark.parametrize("message", ["", " \n "])
def test_a_request_without_words_is_refused(message: str) -> None:
    _, token = brought_to("viewed")
    with refused(CoreErrorCode.INVALID, "message"):
        agreement_request_changes(token=token, message=message, act=BROWSER, now=LATER)


def test_a_note_without_end_is_refused() -> None:
    _, token = brought_to("viewed")
    with refused(CoreErrorCode.INVALID, "message", saying=str(MAX_NOTE)):
        agreement_decline(token=token, reason="x" * (MAX_NOTE + 1), act=BROWSER, now=LATER)


def test_declining_twice_tells_the_coach_once() -> None:
    _, token = brought_to("viewed")
    for _ in range(2):
        agreement_decline(token=token, reason="No", act=BROWSER, now=LATER)
    assert OutboxMessage.objects.filter(event="AgreementDeclined").count() == 1


def test_expiry_touches_only_what_is_open_and_over() -> None:
    in_order = ["expired", *(each for each in AgreementStatus.values if each != "expired")]
    states = {status: brought_to(status)[0] for status in in_order}
    assert agreements_expire(now=END - timedelta(seconds=1)) == 0
    assert agreements_expire(now=END) == 2
    for status, agreement in states.items():
        agreement.refresh_from_db()
        assert agreement.status == {"sent": "expired", "viewed": "expired"}.get(status, status)


def test_revoking_what_is_not_there_is_not_found() -> None:
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        agreement_revoke(agreement_id=uuid4(), now=NOW)


def test_after_a_resend_the_new_link_is_accepted() -> None:
    agreement, _ = brought_to("viewed")
    agreement_resend(agreement_id=agreement.id, now=LATER)
    accepted = agreement_accept(
        token=token_of(agreement), acceptance=acceptance_of(agreement), act=BROWSER, now=LATER
    )
    assert accepted.status == "accepted"
    assert text_of(agreement).revision == 1


def test_declining_marks_the_party_too() -> None:
    agreement, token = brought_to("viewed")
    agreement_decline(token=token, reason="", act=BROWSER, now=LATER)
    assert agreement.parties.get().status == "declined"
