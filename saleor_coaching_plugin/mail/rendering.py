"""From a coach's Markdown to a mail: styled HTML with its CSS inlined, and plain text."""

from __future__ import annotations

import re
from typing import NamedTuple

import css_inline

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.markdown import html_to_text, markdown_to_html
from saleor_coaching_plugin.core.pages import page_render

_LONE_LINK = re.compile(r"<p>(<a )(href=\"[^\"]*\"[^>]*>[^<]*</a>)</p>")
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


class MailBody(NamedTuple):
    html: str
    text: str


def mail_body_render(*, subject: str, markdown: str, language: str) -> MailBody:
    """A paragraph that is one link alone becomes a button."""
    plain = markdown_to_html(markdown)
    settings = conf()
    page = page_render(
        "mail/layout.html",
        {
            "subject": subject,
            "language": language,
            "body": _LONE_LINK.sub(r'<p>\1class="button" \2</p>', plain),
            "coach_name": settings.coach_name,
            "coach_address": settings.coach_address,
        },
    )
    return MailBody(_INLINER.inline(page), html_to_text(plain))
