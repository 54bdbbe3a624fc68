"""A preview shows what a party would get, and leaves no trace of a party's having seen it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
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
from factories.contracts import NOW, RECORDING, terms_published, text_of, token_in
from factories.database import columns_with, refused, rows

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, PreviewLink
from saleor_coaching_plugin.agreements.preview import (
    agreement_preview,
    preview_link_open,
    preview_of,
    template_preview,
)
from saleor_coaching_plugin.agreements.services.preview_send import agreement_preview_send
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import CustomField, template_create
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.sealing import unseal
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.services import terms_create

pytestmark = pytest.mark.django_db
TOPIC = CustomField("topic", "What it is about")
LINK = "https://agreement.link.invalid/"
LATER = NOW + timedelta(days=1)


def preview_mail() -> MailMessage:
    return MailMessage.objects.filter(kind="preview").latest("created_at")


def preview_sent(agreement: ClientAgreement, email: str = "alex@coach.example") -> str:
    """The raw token of the link."""
    agreement_preview_send(agreement_id=agreement.id, party_id=None, to_email=email, now=NOW)
    return token_in(preview_mail())


def text_shown(token: str) -> str:
    return preview_of(preview_link_open(token, now=NOW).party, now=NOW).text.html


def test_a_draft_is_shown_as_it_would_be_sent_now() -> None:
    draft = agreement_drafted(fee_minor=90_00)
    before = rows()
    preview = agreement_preview(agreement_id=draft.id, now=NOW)
    mail = preview.mail(link=LINK)
    assert rows() == before
    assert not preview.is_frozen
    agreement_send(agreement_id=draft.id, now=NOW)
    sent = text_of(draft)
    shown = preview.text
    assert (shown.html, shown.sha256, shown.title) == (sent.html, sent.sha256, sent.title)
    assert (shown.statement, shown.button) == (sent.statement, sent.button)
    assert shown.consents == sent.consents
    proposal = MailMessage.objects.get(kind="proposal")
    assert mail[0] == proposal.subject
    assert LINK in mail[1]


def test_what_was_sent_is_shown_as_it_was_frozen() -> None:
    terms = terms_published()
    agreement, _ = agreement_sent(template_published(terms))
    version_published(terms, "Something else")
    before = rows()
    preview = agreement_preview(agreement_id=agreement.id, now=LATER)
    assert (preview.text, preview.is_frozen, preview.missing) == (text_of(agreement), True, ())
    assert rows() == before


def test_a_revision_is_shown_as_it_would_be_sent() -> None:
    terms = terms_published()
    agreement, _ = agreement_sent(template_published(terms))
    version_published(terms, "Something else")
    ClientAgreement.objects.update(status="changes_requested")
    preview = agreement_preview(agreement_id=agreement.id, now=LATER)
    assert (preview.text.html, preview.is_frozen) == ("<p>Something else</p>\n", False)


def test_custom_fields_without_a_value_are_named_and_stand_in_brackets() -> None:
    terms = terms_published("About {{ custom.topic }}")
    template = template_published(
        terms, custom_fields=[TOPIC], proposal_subject="{{ custom.topic }}"
    )
    preview = agreement_preview(agreement_id=agreement_drafted(template).id, now=NOW)
    assert preview.missing == ("What it is about",)
    assert preview.text.html == "<p>About [What it is about]</p>\n"
    assert preview.mail(link=LINK)[0] == "[What it is about]"


def test_unknown_ids_are_not_found() -> None:
    draft, other = agreement_drafted(), agreement_drafted()
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        agreement_preview(agreement_id=uuid4(), now=NOW)
    with refused(CoreErrorCode.NOT_FOUND, "party_id"):
        agreement_preview(agreement_id=draft.id, party_id=other.parties.get().id, now=NOW)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        template_preview(version_id=uuid4(), language="en", now=NOW)


def test_a_text_that_cannot_be_filled_in_says_why() -> None:
    terms = terms_published("Plain")
    draft = agreement_drafted(template_published(terms))
    version_published(terms, "About {{ custom.topic }}")
    with refused("unknown_merge_field", "body", saying="topic"):
        agreement_preview(agreement_id=draft.id, now=NOW)


# templates


@pytest.mark.parametrize("published", [True, False])
def test_a_template_is_shown_for_a_client_made_up_for_it(published: bool) -> None:
    terms = terms_published(
        "{{ client.name }}, {{ agreement.number }}, {{ fee.total }}, {{ custom.topic }}",
        consents=[RECORDING],
    )
    content = {"custom_fields": [TOPIC], "fee_minor": 750_00}
    if published:
        template = template_published(terms, **content)
    else:
        template = template_create(name="T", content=template_content(terms, **content))
    before = rows()
    preview = template_preview(version_id=version_id_of(template), language="en", now=NOW)
    subject, markdown = preview.mail(link=LINK)
    assert rows() == before
    assert preview.text.html == (
        "<p>Sam Client, CA-2027-0001, &#8364;750.00, [What it is about]</p>\n"
    )
    assert [each["key"] for each in preview.text.consents] == ["terms", "recording"]
    assert subject == "Your agreement, Sam"
    assert LINK in markdown


def test_a_template_is_shown_in_the_language_asked_for() -> None:
    terms = terms_published("English")
    version_published(terms, "Deutsch", language="de")
    version = version_id_of(template_published(terms))
    shown = template_preview(version_id=version, language="de", now=NOW)
    assert (shown.text.html, shown.text.button) == ("<p>Deutsch</p>\n", "Ich stimme zu")


def test_a_template_without_published_terms_says_so() -> None:
    terms = terms_create(name="T", language="en", title="T", body="Draft", consents=())
    template = template_create(name="T", content=template_content(terms))
    with refused(AgreementErrorCode.TERMS_NOT_PUBLISHED, "terms"):
        template_preview(version_id=version_id_of(template), language="en", now=NOW)


# by mail


def test_the_mail_is_marked_and_goes_to_the_address_given_alone() -> None:
    draft = agreement_drafted()
    token = preview_sent(draft, " Alex@Coach.example ")
    (mail,) = MailMessage.objects.all()
    assert (mail.kind, mail.to_email) == ("preview", "alex@coach.example")
    assert mail.subject == "[Preview] Your agreement, Sam"
    assert "This is a preview" in mail.text
    assert mail.text.index("This is a preview") < mail.text.index("Hello Sam")
    address = f"http://localhost:8000/preview/{token}/"
    assert json.loads(unseal(mail.sealed_links)) == {"https://preview.link.invalid/": address}


def test_the_mail_names_what_is_not_filled_in() -> None:
    preview_sent(agreement_drafted(template_published(custom_fields=[TOPIC])))
    assert "Not filled in yet: What it is about." in preview_mail().text


@pytest.mark.parametrize(
    "made",
    [agreement_drafted, lambda: agreement_sent()[0], lambda: agreement_accepted()[0]],
    ids=["draft", "sent", "accepted"],
)
def test_sending_a_preview_writes_a_link_and_a_mail_and_nothing_else(
    made: Callable[[], ClientAgreement],
) -> None:
    agreement = made()
    before = rows()
    preview_sent(agreement)
    after = rows()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"PreviewLink", "MailMessage", "OutboxMessage"}


def test_the_raw_token_stands_in_no_column() -> None:
    token = preview_sent(agreement_drafted())
    assert columns_with(token) == []
    assert columns_with(token_digest(token)) == ["coaching_previewlink.token_digest"]


@pytest.mark.parametrize("email", ["", "alex", "a@b.example\nBcc: c@d.example"])
def test_an_address_that_is_none_is_refused(email: str) -> None:
    draft = agreement_drafted()
    with refused(CoreErrorCode.INVALID, "email"):
        agreement_preview_send(agreement_id=draft.id, party_id=None, to_email=email, now=NOW)


def test_the_link_shows_a_draft_as_it_is_now() -> None:
    draft = agreement_drafted(fee_minor=100_00)
    token = preview_sent(draft)
    assert "100.00" in text_shown(token)
    ClientAgreement.objects.update(fee_minor=90_00)
    assert "90.00" in text_shown(token)


def test_an_unknown_a_revoked_and_an_expired_link_answer_alike() -> None:
    token, revoked = (preview_sent(agreement_drafted()) for _ in range(2))
    PreviewLink.objects.filter(token_digest=token_digest(revoked)).update(revoked_at=NOW)
    almost = NOW + timedelta(hours=24) - timedelta(seconds=1)
    assert preview_link_open(token, now=almost).party
    answers = set()
    for wrong, now in (("nonsense", NOW), (revoked, NOW), (token, NOW + timedelta(hours=24))):
        with pytest.raises(AgreementError) as caught:
            preview_link_open(wrong, now=now)
        answers.add((caught.value.code, caught.value.field, caught.value.message))
    ((code, _, _),) = answers
    assert code is AgreementErrorCode.LINK_INVALID
