"""Hand over what is due: into the mail log, whose outbox rows do the SMTP.

Claim, mail, "sent" and the next message are one transaction. A killed worker leaves the message
due and unlocked, so nothing is lost; the mail's key makes sure that nothing is queued twice.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import MAX_ATTEMPTS, pause_after
from saleor_coaching_plugin.core.templating import TemplateError
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.mail.queue import Mail, mail_queue

from .models import Enrolment, SequenceMessage, Step
from .rendering import step_render
from .services.enrolment import message_plan
from .states import EnrolmentStatus, MessageStatus

logger = logging.getLogger(__name__)


def dispatch_due(*, limit: int = 500) -> int:
    """Hand over what is due now, at most `limit` messages; how many were tried."""
    tried = 0
    while tried < limit and dispatch_one(now=utc_now()):
        tried += 1
    return tried


def dispatch_one(*, now: datetime) -> bool:
    """Hand over one due message; False when none is due or all are in other hands."""
    with transaction.atomic():
        message = _claim(now)
        if message is None:
            return False
        _attempt(message, now)
    return True


def _claim(now: datetime) -> SequenceMessage | None:
    """The run is locked with its message, against a stop at the same time.

    A stop locks the run first, then the message. As this skips what is locked instead of
    waiting, the two orders cannot deadlock.
    """
    return (
        SequenceMessage.objects.select_for_update(skip_locked=True, of=("self", "enrolment"))
        .select_related("enrolment", "step")
        .filter(status=MessageStatus.DUE, due_at__lte=now, enrolment__status=EnrolmentStatus.ACTIVE)
        .order_by("due_at", "id")
        .first()
    )


def _attempt(message: SequenceMessage, now: datetime) -> None:
    message.attempts += 1
    try:
        with transaction.atomic():
            message.mail = _mail(message)
    except Exception as error:
        _record_failure(message, error, now)
    else:
        message.status, message.sent_at, message.error = MessageStatus.SENT, now, ""
    message.save(update_fields=["status", "attempts", "due_at", "mail", "sent_at", "error"])
    if message.status != MessageStatus.DUE:
        _go_on(message.enrolment, message.step, now)


def _mail(message: SequenceMessage) -> MailMessage:
    enrolment = message.enrolment
    rendered = step_render(message.step, enrolment)
    return mail_queue(
        Mail(
            key=f"sequence-message:{message.id}",
            kind="sequence",
            about=str(enrolment.id),
            to_email=enrolment.recipient_email,
            to_name=enrolment.recipient_name,
            language=enrolment.language,
            subject=rendered.subject,
            markdown=rendered.markdown,
        )
    )


def _record_failure(message: SequenceMessage, error: Exception, now: datetime) -> None:
    """A text that cannot be filled in never will be: both it and the values are frozen."""
    # As in the relay, the text of an error goes to the row and only its type to the log.
    message.error = f"{type(error).__name__}: {error}"[:2000]
    if isinstance(error, TemplateError) or message.attempts >= MAX_ATTEMPTS:
        message.status = MessageStatus.FAILED
    else:
        message.due_at = now + pause_after(message.attempts)
    logger.warning(
        "Sequence message %s failed in attempt %s: %s",
        message.pk,
        message.attempts,
        type(error).__name__,
    )


def _go_on(enrolment: Enrolment, done: Step, now: datetime) -> None:
    """Plan the next step, counted from now and not from when the last one should have left.

    So mails keep their distance after an outage. A step that failed for good is passed over.
    """
    following = Step.objects.filter(version=done.version_id, position__gt=done.position).first()
    if following is not None:
        message_plan(enrolment, following, after=now)
        return
    enrolment.status = EnrolmentStatus.COMPLETED
    enrolment.save(update_fields=["status"])
