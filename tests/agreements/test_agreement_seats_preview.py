"""As a participant staff see the invitation of somebody made up; looking leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from factories.agreements import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    template_content,
    template_published,
    version_id_of,
    version_published,
)
from factories.contracts import NOW, SEATS_BODY, terms_published
from factories.database import refused, rows

from saleor_coaching_plugin.agreements.models import ClientAgreement, PreviewLink
from saleor_coaching_plugin.agreements.services.template import CustomField, template_create
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.sealing import unseal
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.preview import participant_preview, participant_template_preview
from saleor_coaching_plugin.seats.services.preview_send import participant_preview_send
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.wording import wording_for

pytestmark = pytest.mark.django_db
PLACE = CustomField("place", "Where we meet", for_participants=True)
PRICE = CustomField("price", "What one costs")
LINK = "https://agreement.link.invalid/"
TEXT = (
    "<h1>Agreement CA-2027-0001</h1>\n<p>of Sam Client on Six sessions</p>\n"
    "<p>Somebody else has given you this place.</p>\n"
)


def drafted() -> ClientAgreement:
    return agreement_drafted(template_published(seats=2))


def sent() -> ClientAgreement:
    return agreement_sent(template_published(seats=2))[0]


def accepted() -> ClientAgreement:
    return agreement_accepted(template_published(seats=2))[0]


@pytest.mark.parametrize("made", [drafted, sent, accepted])
def test_an_agreement_is_shown_as_a_participant_would_read_it(
    made: Callable[[], ClientAgreement],
) -> None:
    agreement = made()
    before = rows()
    preview = participant_preview(agreement_id=agreement.id, now=NOW)
    subject, markdown = preview.mail(link=LINK)
    assert rows() == before
    assert preview.text.html == TEXT
    assert preview.text.statement == wording_for("en").participant_statement
    assert subject == "A place for you: Six sessions"
    assert f"({LINK})" in markdown
    assert not preview.is_frozen
    assert "1,500" not in preview.text.html + subject + markdown


def test_the_templates_own_invitation_is_shown() -> None:
    template = template_published(
        seats=2,
        invitation_subject="Come, {{ client.first_name }}",
        invitation_body="For {{ package.name }}: {{ agreement.link }}",
    )
    preview = participant_preview(agreement_id=agreement_drafted(template).id, now=NOW)
    assert preview.mail(link=LINK) == ("Come, Sam", f"For Six sessions: {LINK}")


@pytest.mark.parametrize("published", [True, False])
def test_a_template_is_shown_in_the_language_asked_for(published: bool) -> None:
    terms = terms_published(SEATS_BODY, has_seats=True)
    version_published(terms, "Für {{ client.name }}", language="de")
    if published:
        template = template_published(terms, seats=2)
    else:
        template = template_create(name="T", content=template_content(terms, seats=2))
    before = rows()
    preview = participant_template_preview(
        version_id=version_id_of(template), language="de", now=NOW
    )
    subject, _ = preview.mail(link=LINK)
    assert rows() == before
    assert preview.text.html == "<p>F&#252;r Sam Client</p>\n"
    assert subject == "Ein Platz für Sie: Six sessions"


def test_values_that_participants_may_not_read_are_not_missed() -> None:
    terms = terms_published("In {{ custom.place }}", has_seats=True)
    template = template_published(terms, seats=2, custom_fields=[PLACE, PRICE])
    preview = participant_preview(agreement_id=agreement_drafted(template).id, now=NOW)
    assert preview.missing == ("Where we meet",)
    assert preview.text.html == "<p>In [Where we meet]</p>\n"


def test_an_amount_is_refused_as_it_would_be_later() -> None:
    terms = terms_published("In {{ custom.place }}", has_seats=True)
    template = template_published(terms, seats=2, custom_fields=[PLACE])
    draft = agreement_drafted(template, custom_values={"place": "a room for €90"})
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "terms", saying="90"):
        participant_preview(agreement_id=draft.id, now=NOW)


def test_without_seats_nobody_takes_part() -> None:
    draft = agreement_drafted()
    with refused(CoreErrorCode.INVALID, "audience"):
        participant_preview(agreement_id=draft.id, now=NOW)
    with refused(CoreErrorCode.INVALID, "audience"):
        participant_preview_send(agreement_id=draft.id, to_email="me@coach.example", now=NOW)


def test_unknown_ids_are_not_found() -> None:
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        participant_preview(agreement_id=uuid4(), now=NOW)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        participant_template_preview(version_id=uuid4(), language="en", now=NOW)


def test_the_mail_is_marked_and_writes_a_link_and_nothing_else() -> None:
    agreement = accepted()
    before = rows()
    participant_preview_send(agreement_id=agreement.id, to_email=" Me@Coach.example ", now=NOW)
    after = rows()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"PreviewLink", "MailMessage", "OutboxMessage"}
    mail = MailMessage.objects.get(kind="preview")
    assert (mail.to_email, mail.subject) == (
        "me@coach.example",
        "[Preview] A place for you: Six sessions",
    )
    assert "of the mail that a participant gets" in mail.text
    (address,) = json.loads(unseal(mail.sealed_links)).values()
    assert address.startswith("http://localhost:8000/preview/")
    assert PreviewLink.objects.get().audience == Audience.PARTICIPANT


def test_an_address_that_is_none_is_refused() -> None:
    draft = drafted()
    with refused(CoreErrorCode.INVALID, "email"):
        participant_preview_send(agreement_id=draft.id, to_email="nobody", now=NOW)
