"""Every merge field that a text may use. What is not here refuses to publish."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from saleor_coaching_plugin.core.templating import (
    TemplateError,
    TemplateErrorCode,
    template_fields,
    template_loop_fields,
    template_render,
)


class Scope(StrEnum):
    """Where a text is filled in."""

    AGREEMENT = "agreement"
    PRODUCT = "product"
    AGREEMENT_MAIL = "agreement_mail"
    PURCHASE_MAIL = "purchase_mail"


@dataclass(frozen=True)
class MergeField:
    name: str
    meaning: str
    sample: Any
    scopes: frozenset[Scope]


_EVERYWHERE = frozenset(Scope)
_AGREED = frozenset({Scope.AGREEMENT, Scope.AGREEMENT_MAIL})
_BOUGHT = frozenset({Scope.PRODUCT, Scope.PURCHASE_MAIL})
_MAILS = frozenset({Scope.AGREEMENT_MAIL, Scope.PURCHASE_MAIL})
_INSTALMENT = {"number": 1, "amount": "€100.00", "due_on": "1 June 2027"}
_IN_LOOPS = {"", *_INSTALMENT, "first", "index", "index0", "last", "length", "rindex", "rindex0"}
"""What a loop's variable may be asked for: an instalment's parts, and those of `forloop`."""

MERGE_FIELDS = (
    MergeField("coach.name", "the coach's name", "Alex Morgan", _EVERYWHERE),
    MergeField("coach.email", "the coach's e-mail address", "alex@example.com", _EVERYWHERE),
    MergeField("coach.address", "the coach's postal address", "1 Street, Town", _EVERYWHERE),
    MergeField("client.name", "the client's full name", "Sam Client", _AGREED | _MAILS),
    MergeField("client.first_name", "the client's first name", "Sam", _AGREED | _MAILS),
    MergeField("client.email", "the client's e-mail address", "sam@example.com", _AGREED | _MAILS),
    MergeField("package.name", "name of the coaching package", "Six sessions", _AGREED),
    MergeField("package.sessions", "number of sessions", 6, _AGREED),
    MergeField("package.description", "description of the package", "Every week", _AGREED),
    MergeField("fee.total", "the whole fee with its currency", "€100.00", _AGREED),
    MergeField("fee.currency", "ISO code of the currency", "EUR", _AGREED),
    MergeField("fee.instalments", "list of number, amount, due_on", [_INSTALMENT], _AGREED),
    MergeField("agreement.number", "number of the agreement", "CA-2027-0001", _AGREED),
    MergeField("agreement.date", "day on which it was sent", "1 May 2027", _AGREED),
    MergeField("agreement.start_on", "first day of the coaching", "1 June 2027", _AGREED),
    MergeField("agreement.expires_on", "last day to accept it", "15 May 2027", _AGREED),
    MergeField(
        "agreement.link",
        "the client's secure link",
        "https://example.com/",
        frozenset({Scope.AGREEMENT_MAIL}),
    ),
    MergeField("portal.link", "address of the client area", "https://example.com/", _MAILS),
    MergeField("product.name", "name of the product", "Workbook", _BOUGHT),
    MergeField("product.price", "price of one", "€20.00", frozenset({Scope.PRODUCT})),
    MergeField("product.quantity", "how many are bought", 1, frozenset({Scope.PRODUCT})),
)

CUSTOM = "custom."
"""Prefix of the fields that an agreement template defines for itself."""


def fields_of(scope: Scope) -> frozenset[str]:
    return frozenset(field.name for field in MERGE_FIELDS if scope in field.scopes)


def sample_of(name: str) -> Any:
    """What stands in a text's trial for the field. KeyError for a name that is none."""
    return {field.name: field.sample for field in MERGE_FIELDS}[name]


def rehearse(
    source: str, *, allowed: Collection[str], custom: bool = False, field: str = "body"
) -> None:
    """Check that `source` can be filled in, by naming its fields and by a trial with samples.

    With `custom`, names under `custom.` pass here; the agreement template answers for them.
    Raises TemplateError: UNKNOWN_MERGE_FIELD names each field that is not in `allowed`,
    TEMPLATE_LIMIT stands for a text that would never end.
    """
    used = template_fields(source, field=field)
    own = frozenset(name for name in used if name.startswith(CUSTOM))
    in_loops = template_loop_fields(source, field=field)
    unknown = sorted(
        (used - frozenset(allowed) - (own if custom else frozenset()))
        | {name for name in in_loops if name.partition(".")[2] not in _IN_LOOPS}
    )
    if unknown:
        raise TemplateError(
            TemplateErrorCode.UNKNOWN_MERGE_FIELD,
            f"Unknown merge field: {', '.join(unknown)}. "
            f"Known here are: {', '.join(sorted(allowed))}.",
            field,
        )
    template_render(source, _samples(frozenset(allowed), own), field=field)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """`{"client.name": "Sam"}` as the template sees it: `{"client": {"name": "Sam"}}`."""
    tree: dict[str, Any] = {}
    for name, value in values.items():
        group, _, leaf = name.partition(".")
        tree.setdefault(group, {})[leaf] = value
    return tree


def _samples(allowed: frozenset[str], own: frozenset[str]) -> dict[str, Any]:
    known = {field.name: field.sample for field in MERGE_FIELDS if field.name in allowed}
    return nested(known | dict.fromkeys(own, "…"))
