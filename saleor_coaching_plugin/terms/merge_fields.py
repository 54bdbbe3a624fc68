"""Every merge field that a text may use. What is not here refuses to publish."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from saleor_coaching_plugin.core.audience import Audience
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
    SEAT_MAIL = "seat_mail"
    """The invitation of a participant, who alone reads it."""


@dataclass(frozen=True)
class MergeField:
    name: str
    meaning: str
    sample: Any
    scopes: frozenset[Scope]
    participant_scopes: frozenset[Scope] = frozenset()
    """Where a participant may read it."""

    def scopes_for(self, audience: Audience) -> frozenset[Scope]:
        return self.scopes if audience is Audience.PAYER else self.participant_scopes


_EVERYWHERE = frozenset(Scope)
_INVITED = frozenset({Scope.SEAT_MAIL})
_AGREED = frozenset({Scope.AGREEMENT, Scope.AGREEMENT_MAIL})
_BOUGHT = frozenset({Scope.PRODUCT, Scope.PURCHASE_MAIL})
_MAILS = frozenset({Scope.AGREEMENT_MAIL, Scope.PURCHASE_MAIL})
_DEAL = _AGREED | _INVITED
_PERSON = _DEAL | _MAILS
_LINKED = frozenset({Scope.AGREEMENT_MAIL}) | _INVITED
_SEATS_BOUGHT = frozenset({Scope.PRODUCT})
_SEATS_AGREED = frozenset({Scope.AGREEMENT}) | _INVITED
_SEATS = _SEATS_BOUGHT | _SEATS_AGREED
_LINK = "https://example.com/"
_INSTALMENT = {"number": 1, "amount": "€100.00", "due_on": "1 June 2027"}
_IN_LOOPS = {"", *_INSTALMENT, "first", "index", "index0", "last", "length", "rindex", "rindex0"}
"""What a loop's variable may be asked for: an instalment's parts, and those of `forloop`."""


MERGE_FIELDS = (
    MergeField("coach.name", "the coach's name", "Alex Morgan", _EVERYWHERE, _SEATS),
    MergeField("coach.email", "the coach's e-mail", "alex@example.com", _EVERYWHERE, _SEATS),
    MergeField(
        "coach.address", "the coach's postal address", "1 Street, Town", _EVERYWHERE, _SEATS
    ),
    MergeField("client.name", "the reader's full name", "Sam Client", _PERSON, _SEATS),
    MergeField("client.first_name", "the reader's first name", "Sam", _PERSON, _SEATS),
    MergeField("client.email", "the reader's e-mail", "sam@example.com", _PERSON, _SEATS),
    MergeField("package.name", "name of the package", "Six sessions", _DEAL, _SEATS_AGREED),
    MergeField("package.sessions", "number of sessions", 6, _DEAL, _SEATS_AGREED),
    MergeField("package.description", "description of it", "Every week", _DEAL, _SEATS_AGREED),
    MergeField("package.seats", "how many take part; 0 if the client does", 0, _AGREED),
    MergeField("fee.total", "the whole fee with its currency", "€100.00", _AGREED),
    MergeField("fee.currency", "ISO code of the currency", "EUR", _AGREED),
    MergeField("fee.instalments", "list of number, amount, due_on", [_INSTALMENT], _AGREED),
    MergeField("agreement.number", "number of it", "CA-2027-0001", _DEAL, _SEATS),
    MergeField("agreement.date", "day on which it was sent", "1 May 2027", _DEAL, _SEATS),
    MergeField("agreement.start_on", "first day of coaching", "1 June 2027", _DEAL, _SEATS_AGREED),
    MergeField("agreement.expires_on", "last day to accept it", "15 May 2027", _DEAL, _SEATS),
    MergeField("agreement.link", "the reader's secure link", _LINK, _LINKED, _INVITED),
    MergeField("portal.link", "address of the client area", _LINK, _MAILS | _INVITED, _INVITED),
    MergeField("payer.name", "who pays, if shared, else empty", "Kim", _INVITED, _INVITED),
    MergeField("gift.message", "from whoever pays", "Enjoy it.", _INVITED, _INVITED),
    MergeField("product.name", "name of the product", "Workbook", _BOUGHT, _SEATS_BOUGHT),
    MergeField("product.price", "price of one", "€20.00", frozenset({Scope.PRODUCT})),
    MergeField("product.quantity", "how many are bought", 1, frozenset({Scope.PRODUCT})),
)

_NAMES = frozenset(each.name for each in MERGE_FIELDS)

CUSTOM = "custom."
"""Prefix of the fields that an agreement template defines for itself."""


def fields_of(scope: Scope, audience: Audience = Audience.PAYER) -> frozenset[str]:
    """Names of what `audience` may have filled in there; an invitation has but one audience."""
    return frozenset(each.name for each in MERGE_FIELDS if scope in each.scopes_for(audience))


def sample_of(name: str) -> Any:
    """What stands in a text's trial for the field. KeyError for a name that is none."""
    return {field.name: field.sample for field in MERGE_FIELDS}[name]


def rehearse(
    source: str,
    *,
    allowed: Collection[str],
    custom: bool = False,
    field: str = "body",
    audience: Audience = Audience.PAYER,
) -> str:
    """What `audience` reads of `source`, filled in with samples for a trial.

    With `custom`, names under `custom.` pass here; the agreement template answers for them.
    Raises TemplateError: UNKNOWN_MERGE_FIELD names each field that is not in `allowed`,
    TEMPLATE_LIMIT stands for a text that would never end.
    """
    used = template_fields(source, field=field, audience=audience)
    own = frozenset(name for name in used if name.startswith(CUSTOM))
    in_loops = template_loop_fields(source, field=field, audience=audience)
    unknown = (used - frozenset(allowed) - (own if custom else frozenset())) | {
        name for name in in_loops if name.partition(".")[2] not in _IN_LOOPS
    }
    if unknown:
        raise TemplateError(
            TemplateErrorCode.UNKNOWN_MERGE_FIELD, _said_of(unknown, allowed, audience), field
        )
    values = _samples(frozenset(allowed), own)
    return template_render(source, values, field=field, audience=audience)


def _said_of(unknown: Collection[str], allowed: Collection[str], audience: Audience) -> str:
    known = {name for name in unknown if name in _NAMES or name.startswith(CUSTOM)}
    withheld = sorted(known) if audience is Audience.PARTICIPANT else []
    said = []
    if withheld:
        said.append(
            f"Participants may not read {', '.join(withheld)}: put it between "
            "{% payer %} and {% endpayer %}."
        )
    if any(name.startswith(CUSTOM) for name in withheld):
        said.append("A custom field can also be marked as one for participants.")
    if others := sorted(set(unknown) - set(withheld)):
        said.append(
            f"Unknown merge field: {', '.join(others)}. "
            f"Known here are: {', '.join(sorted(allowed))}."
        )
    return " ".join(said)


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
