"""Finds amounts of money in what participants read, and refuses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saleor_coaching_plugin.core.template_parts import Part

from .amount_rules import ends_amount
from .amount_tokens import Token, windows, windows_of_parts
from .errors import TermsError, TermsErrorCode
from .shown import texts_shown

_QUOTED = 7


def amounts_refuse(text: str, *, field: str) -> None:
    """Raise TermsError (AMOUNT_FOR_PARTICIPANTS) quoting the first amount in plain `text`.

    An amount is a number beside a currency, or one that is said to be a price. Takes time in
    proportion to the text's length.
    """
    _refuse(windows(text), field)


def html_amounts_refuse(html: str, *, field: str) -> None:
    """The same for a contract's HTML as it is displayed, and for where its links lead."""
    amounts_refuse("\n\n".join(texts_shown(html)), field=field)


def parts_amounts_refuse(parts: Sequence[Part], *, field: str) -> None:
    """The same for Markdown that is not filled in, whichever branches will be taken."""
    _refuse(windows_of_parts(parts), field)


def _refuse(found: Iterable[Sequence[Token]], field: str) -> None:
    for tokens in found:
        if ends_amount(tokens):
            place = " ".join(token.text.strip() for token in tokens[-_QUOTED:]).strip()
            raise TermsError(
                TermsErrorCode.AMOUNT_FOR_PARTICIPANTS,
                f"Participants must not read an amount: “{place}”. Please leave it out, or keep it "
                "to a contract's part for payers.",
                field,
            )
