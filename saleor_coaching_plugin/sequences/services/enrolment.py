"""Start and stop a person's run through a sequence."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.outbox.wake import wake_on_commit
from saleor_coaching_plugin.sequences.errors import SequenceError, SequenceErrorCode
from saleor_coaching_plugin.sequences.models import (
    Enrolment,
    Sequence,
    SequenceMessage,
    SequenceVersion,
    Step,
)
from saleor_coaching_plugin.sequences.selectors import version_in_force
from saleor_coaching_plugin.sequences.states import WAITING, EnrolmentStatus, MessageStatus


@dataclass(frozen=True)
class Recipient:
    """`language` is BCP 47, `timezone` an IANA name; `name` may be empty."""

    email: str
    name: str
    language: str
    timezone: str = "UTC"


@transaction.atomic
def enrol(
    *,
    sequence_id: uuid.UUID,
    recipient: Recipient,
    trigger: str,
    values: Mapping[str, Any],
    now: datetime,
) -> tuple[Enrolment, bool]:
    """Start a run in the newest published version, once per sequence, person and trigger.

    `values` are nested merge values fit for JSON. Returns the run and whether it is new: a
    repeat returns the first one as it is now, even if it was stopped. Raises SequenceError
    (NOT_PUBLISHED), NotFound, InvalidInput.
    """
    version = _version_in_force(sequence_id)
    enrolment, created = Enrolment.objects.get_or_create(
        sequence_id=sequence_id,
        recipient_email=email_normalised(recipient.email),
        trigger=trigger,
        defaults={
            "sequence_version": version,
            "recipient_name": " ".join(recipient.name.split())[:200],
            "language": recipient.language,
            "timezone": _zone_known(recipient.timezone),
            "values": dict(values),
            "enrolled_at": now,
        },
    )
    if created:
        message_plan(enrolment, version.steps.all()[0], after=now)
        wake_on_commit()
    return enrolment, created


@transaction.atomic
def enrolment_cancel(*, enrolment_id: uuid.UUID, now: datetime) -> Enrolment:
    """Stop what is still to come. A run that has ended already is returned as it is."""
    # The run's row first: the dispatcher holds it while it plans the next message, so that the
    # second statement sees every message there is.
    stopped = Enrolment.objects.filter(id=enrolment_id, status=EnrolmentStatus.ACTIVE).update(
        status=EnrolmentStatus.STOPPED, stopped_at=now
    )
    if stopped:
        SequenceMessage.objects.filter(enrolment=enrolment_id, status__in=WAITING).update(
            status=MessageStatus.SUPPRESSED
        )
    enrolment = Enrolment.objects.filter(id=enrolment_id).first()
    if enrolment is None:
        raise NotFound("enrolment")
    return enrolment


def message_plan(enrolment: Enrolment, step: Step, *, after: datetime) -> SequenceMessage:
    """Write down the next message of a run, due when the step's delay after `after` is over."""
    return SequenceMessage.objects.create(
        enrolment=enrolment, step=step, due_at=after + timedelta(seconds=step.delay_seconds)
    )


def _version_in_force(sequence_id: uuid.UUID) -> SequenceVersion:
    version = version_in_force(sequence_id)
    if version is not None:
        return version
    if not Sequence.objects.filter(id=sequence_id).exists():
        raise NotFound("sequence", "sequence")
    raise SequenceError(
        SequenceErrorCode.NOT_PUBLISHED, "Publish the sequence before you enrol anyone.", "sequence"
    )


def _zone_known(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of zones
        raise InvalidInput("This is not a time zone such as Europe/Berlin.", "timezone") from None
