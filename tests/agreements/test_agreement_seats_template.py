"""Templates with seats: what participants would read is looked at before anything is published."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from factories.agreements import template_content, template_published, version_published
from factories.contracts import NOW, SEATS_BODY, terms_published
from factories.database import refused

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import TemplateVersion
from saleor_coaching_plugin.agreements.services.template import (
    CustomField,
    template_create,
    template_publish,
)
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.models import ContractTerms

pytestmark = pytest.mark.django_db
PLACE = CustomField("place", "Where we meet", for_participants=True)
INVITED = {
    "invitation_subject": "{{ package.name }} begins",
    "invitation_body": "Hello {{ client.first_name }}\n\n[Read it]({{ agreement.link }})",
}
AMOUNT = TermsErrorCode.AMOUNT_FOR_PARTICIPANTS
UNKNOWN = TemplateErrorCode.UNKNOWN_MERGE_FIELD


def publish(terms: ContractTerms | None = None, **changes: Any) -> TemplateVersion:
    """The draft is saved before; what publishing refuses leaves it a draft."""
    template = template_create(name="Family", content=template_content(terms, **changes))
    version_id = template.versions.get().id
    return template_publish(version_id=version_id, now=NOW)


def refuses(code: Any, field: str, terms: ContractTerms, *, saying: str = "", **given: Any) -> None:
    template = template_create(name="Family", content=template_content(terms, **given))
    version_id = template.versions.get().id
    with refused(code, field, saying=saying):
        template_publish(version_id=version_id, now=NOW)


def seats_terms(body: str = SEATS_BODY) -> ContractTerms:
    return terms_published(body, has_seats=True)


def test_a_template_keeps_all_that_it_says_of_participants() -> None:
    sequence, packet = uuid4(), uuid4()
    version = publish(
        seats=5,
        participant_sequence_id=sequence,
        participant_packet_id=packet,
        custom_fields=[PLACE],
        **INVITED,
    )
    version.refresh_from_db()
    assert (version.status, version.seats) == ("published", 5)
    assert (version.participant_sequence_id, version.participant_packet_id) == (sequence, packet)
    assert version.custom_fields == [
        {"name": "place", "label": "Where we meet", "for_participants": True}
    ]
    assert (version.invitation_subject, version.invitation_body) == tuple(INVITED.values())


def test_terms_without_a_rendering_for_participants_have_no_seats() -> None:
    refuses(AgreementErrorCode.TERMS_WITHOUT_SEATS, "seats", terms_published(), seats=1)


@pytest.mark.parametrize("seats", [-1, 101])
def test_from_none_to_a_hundred_seats_can_be_given(seats: int) -> None:
    content = template_content(seats_terms(), seats=seats)
    with refused(CoreErrorCode.INVALID, "seats"):
        template_create(name="Family", content=content)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"participant_sequence_id": uuid4()}, "participant_sequence_id"),
        ({"participant_packet_id": uuid4()}, "participant_packet_id"),
        (INVITED, "invitation_subject"),
        ({"custom_fields": [PLACE]}, "custom_fields"),
    ],
)
def test_without_seats_there_is_nothing_for_participants(given: dict[str, Any], field: str) -> None:
    content = template_content(seats_terms(), **given)
    with refused(CoreErrorCode.INVALID, field, saying="for participants"):
        template_create(name="Family", content=content)


@pytest.mark.parametrize(
    ("invitation", "code", "field"),
    [
        ({"invitation_body": ""}, CoreErrorCode.INVALID, "invitation_body"),
        ({"invitation_subject": ""}, CoreErrorCode.INVALID, "invitation_subject"),
        (
            {"invitation_subject": "a\nBcc: x@y.example"},
            CoreErrorCode.INVALID,
            "invitation_subject",
        ),
        (
            {"invitation_body": "<b>x</b>"},
            TemplateErrorCode.HTML_NOT_ALLOWED,
            "invitation_body",
        ),
        ({"invitation_body": "{{ x"}, TemplateErrorCode.TEMPLATE_SYNTAX, "invitation_body"),
    ],
)
def test_a_bad_invitation_is_refused_with_the_draft(
    invitation: dict[str, str], code: Any, field: str
) -> None:
    content = template_content(seats=2, **(INVITED | invitation))
    with refused(code, field):
        template_create(name="Family", content=content)


@pytest.mark.parametrize(
    ("invitation", "code", "field", "saying"),
    [
        ({"invitation_body": "Hello"}, CoreErrorCode.INVALID, "invitation_body", "agreement.link"),
        (
            {"invitation_body": "{% payer %}{{ agreement.link }}{% endpayer %}"},
            CoreErrorCode.INVALID,
            "invitation_body",
            "agreement.link",
        ),
        (
            {"invitation_body": "{{ agreement.link }} {{ fee.total }}"},
            UNKNOWN,
            "invitation_body",
            "fee.total",
        ),
        (
            {"invitation_body": "{{ agreement.link }}{% if false %}{{ package.seats }}{% endif %}"},
            UNKNOWN,
            "invitation_body",
            "package.seats",
        ),
        ({"invitation_subject": "{{ agreement.link }}"}, UNKNOWN, "invitation_subject", ""),
        (
            {"invitation_subject": "{{ custom.price }}"},
            UNKNOWN,
            "invitation_subject",
            "custom.price",
        ),
        (
            {"invitation_body": "{{ agreement.link }} It costs 1,500 euros."},
            AMOUNT,
            "invitation_body",
            "1,500",
        ),
        ({"invitation_subject": "Worth €99"}, AMOUNT, "invitation_subject", "99"),
    ],
)
def test_an_invitation_that_no_participant_may_read_refuses_to_publish(
    invitation: dict[str, str], code: Any, field: str, saying: str
) -> None:
    custom = [PLACE, CustomField("price", "The price")]
    given: dict[str, Any] = {"seats": 2, "custom_fields": custom, **INVITED, **invitation}
    refuses(code, field, seats_terms(), saying=saying, **given)


def test_an_invitation_can_use_what_participants_may_read() -> None:
    body = (
        "{{ coach.name }} {{ payer.name }} {{ gift.message }} {{ custom.place }} "
        "{{ package.sessions }} {{ portal.link }} {{ agreement.link }}"
    )
    version = publish(seats=2, custom_fields=[PLACE], **(INVITED | {"invitation_body": body}))
    assert version.status == "published"


def test_a_custom_field_is_for_the_payer_unless_it_is_marked() -> None:
    terms = seats_terms("{% participant %}In {{ custom.place }}{% endparticipant %}")
    for_payers = CustomField("place", "Where we meet")
    refuses(UNKNOWN, "terms", terms, saying="custom.place", seats=2, custom_fields=[for_payers])
    assert publish(terms, seats=2, custom_fields=[PLACE]).status == "published"


def test_what_is_for_the_payer_alone_may_use_everything() -> None:
    terms = seats_terms("{% payer %}{{ fee.total }} {{ custom.price }}{% endpayer %}Text")
    custom = [CustomField("price", "The price")]
    assert publish(terms, seats=2, custom_fields=custom).status == "published"


def test_each_language_of_the_terms_is_looked_at_as_participants_read_it() -> None:
    terms = seats_terms()
    version_published(terms, "{% participant %}{{ custom.ort }}{% endparticipant %}", language="de")
    custom = [CustomField("ort", "Ort")]
    refuses(UNKNOWN, "terms", terms, saying="custom.ort", seats=2, custom_fields=custom)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"package_name": "Six sessions for €1,500"}, "package_name"),
        ({"package_description": "Together they cost 1500 EUR."}, "package_description"),
    ],
)
def test_the_templates_own_words_may_hold_no_amount(given: dict[str, str], field: str) -> None:
    refuses(AMOUNT, field, seats_terms(), saying="1", seats=2, **given)
    assert template_published(seats_terms(), **given).versions.get().number == 1


def test_an_amount_that_arises_from_template_and_terms_together_is_found() -> None:
    terms = seats_terms("The price is the {{ package.description }}.")
    refuses(AMOUNT, "terms", terms, seats=2, package_description="1500")


def test_what_templates_say_without_seats_is_not_looked_at_for_participants() -> None:
    body = "{% participant %}{{ custom.nothing }}{% endparticipant %}{{ fee.total }}"
    assert template_published(terms_published(body)).versions.get().number == 1
