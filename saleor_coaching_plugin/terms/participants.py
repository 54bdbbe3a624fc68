"""What participants read of a text: no amount, and nothing that is filled in for payers alone."""

from __future__ import annotations

from collections.abc import Collection

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.core.templating import template_parts

from .amounts import amounts_refuse, html_amounts_refuse, parts_amounts_refuse
from .merge_fields import Scope, fields_of, rehearse
from .models import TermsVersion

_CONTRACT_FIELDS = fields_of(Scope.AGREEMENT, Audience.PARTICIPANT) | fields_of(
    Scope.PRODUCT, Audience.PARTICIPANT
)


def participants_version_check(version: TermsVersion) -> None:
    """Raises TemplateError (UNKNOWN_MERGE_FIELD), TermsError (AMOUNT_FOR_PARTICIPANTS)."""
    participants_text_check(version.body, allowed=_CONTRACT_FIELDS, custom=True)
    amounts_refuse(version.title, field="title")
    amounts_refuse(version.change_note, field="note")
    for consent in version.consents:
        amounts_refuse(consent["text"], field="consents")


def participants_text_check(
    source: str, *, allowed: Collection[str], custom: bool = False, field: str = "body"
) -> None:
    """Check what participants may read of Markdown `source`, whatever it is filled in with.

    Arguments and refusals as of `rehearse`, and TermsError (AMOUNT_FOR_PARTICIPANTS).
    """
    filled = rehearse(
        source, allowed=allowed, custom=custom, field=field, audience=Audience.PARTICIPANT
    )
    html_amounts_refuse(markdown_to_html(filled), field=field)
    parts_amounts_refuse(
        template_parts(source, field=field, audience=Audience.PARTICIPANT), field=field
    )
