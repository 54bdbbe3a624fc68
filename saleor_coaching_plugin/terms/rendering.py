"""The text of a contract with everything filled in, and what is frozen of it.

Characters beyond ASCII are written as HTML entities: the same bytes then read right under any
encoding, and their SHA-256 can be checked on a saved file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.core.templating import markdown_render

from .consents import consents_asked
from .models import TermsVersion
from .wording import wording_for


def contract_html(
    body: str, values: Mapping[str, Any], *, audience: Audience = Audience.PAYER
) -> str:
    """What `audience` reads of Markdown `body` with `values`, as sanitised ASCII HTML.

    Raises TemplateError when a field is missing or the text grows without end.
    """
    html = markdown_to_html(markdown_render(body, values, audience=audience))
    return html.encode("ascii", "xmlcharrefreplace").decode()


def text_sha256(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()


def frozen_fields(
    version: TermsVersion,
    values: Mapping[str, Any],
    *,
    revision: int,
    now: datetime,
    audience: Audience = Audience.PAYER,
) -> dict[str, Any]:
    """All fields of a `FrozenText` but whose it is. Raises TemplateError."""
    html = contract_html(version.body, values, audience=audience)
    wording = wording_for(version.language)
    is_payer = audience is Audience.PAYER
    return {
        "revision": revision,
        "terms_version": version,
        "language": version.language,
        "title": version.title,
        "html": html,
        "sha256": text_sha256(html),
        "values": dict(values),
        "consents": [
            asdict(each) for each in consents_asked(wording.consent_terms, version.consents)
        ],
        "statement": wording.accept_statement if is_payer else wording.participant_statement,
        "button": wording.accept_button,
        "created_at": now,
    }
