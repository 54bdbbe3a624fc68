"""Staff put someone into a sequence by hand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.terms.merge_fields import Scope, fields_of, nested

from .enrolment import Recipient, enrol

TRIGGER = "staff"
_FIELDS = fields_of(Scope.AGREEMENT_MAIL) | fields_of(Scope.PURCHASE_MAIL)


def enrol_by_staff(
    *,
    sequence_id: uuid.UUID,
    recipient: Recipient,
    first_name: str,
    values: Mapping[str, str],
    now: datetime,
) -> tuple[Enrolment, bool]:
    """Enrol a person once per sequence; the run, and whether it is new.

    `values` adds merge fields by dotted name, such as `product.name`; the client's and the
    coach's are filled in. Raises as `enrol`, and InvalidInput naming `values`.
    """
    unknown = sorted(values.keys() - _FIELDS)
    if unknown:
        raise InvalidInput(f"Unknown merge field: {', '.join(unknown)}.", "values")
    known = {
        **coach_values(),
        "client.name": recipient.name,
        "client.first_name": line_clean(first_name, field="first_name"),
        "client.email": email_normalised(recipient.email),
        "portal.link": page_url("portal/"),
    }
    return enrol(
        sequence_id=sequence_id,
        recipient=recipient,
        trigger=TRIGGER,
        values=nested(known | dict(values)),
        now=now,
    )
