"""A later version says whether it is material, and what has changed."""

from __future__ import annotations

from typing import Any

import pytest
from factories.agreements import version_published
from factories.contracts import NOW, PRIVACY, RECORDING, terms_published
from factories.database import refused

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import changes_told
from saleor_coaching_plugin.terms.services import terms_draft_save, terms_publish

pytestmark = pytest.mark.django_db


def drafted(body: str = "New", **changes: Any) -> TermsVersion:
    return terms_draft_save(
        terms_id=terms_published(consents=[PRIVACY]).id,
        **{"language": "en", "title": "T", "body": body, "consents": [PRIVACY]} | changes,
    )


def test_the_first_version_of_a_language_is_material_by_itself() -> None:
    terms = terms_published()
    german = terms_draft_save(terms_id=terms.id, language="de", title="T", body="Deutsch")
    first = terms_publish(version_id=german.id, now=NOW, material=False)
    assert (first.number, first.is_material, first.root, first.change_note) == (1, True, None, "")


def test_a_later_version_has_to_say_whether_it_is_material() -> None:
    draft = drafted()
    with refused(TermsErrorCode.MATERIAL_UNSAID, "material", saying="asked to accept"):
        terms_publish(version_id=draft.id, now=NOW, note="Something")


def test_a_material_version_is_its_own_root_and_keeps_its_note() -> None:
    version = terms_publish(version_id=drafted().id, now=NOW, material=True, note=" More. ")
    version.refresh_from_db()
    assert (version.is_material, version.root, version.change_note) == (True, None, "More.")


def test_minor_versions_touch_up_the_last_material_one() -> None:
    terms = terms_published()
    first = terms.versions.get()
    second = version_published(terms, "2", material=False, note="")
    third = version_published(terms, "3", material=False)
    fourth = version_published(terms, "4", material=True)
    fifth = version_published(terms, "5", material=False)
    assert [second.root, third.root, fourth.root, fifth.root] == [first, first, None, fourth]
    assert [each.is_material for each in (second, third, fourth, fifth)] == [
        *(False, False, True, False)
    ]


@pytest.mark.parametrize("note", ["", "  ", "two\nlines", "x" * 501])
def test_a_material_change_tells_clients_in_one_sentence(note: str) -> None:
    draft = drafted()
    with refused(CoreErrorCode.INVALID, "note"):
        terms_publish(version_id=draft.id, now=NOW, material=True, note=note)


@pytest.mark.parametrize(
    "boxes", [[], [PRIVACY, RECORDING], [{**PRIVACY, "required": False}], [RECORDING]]
)
def test_other_boxes_are_no_minor_change(boxes: list[dict[str, Any]]) -> None:
    draft = drafted(consents=boxes)
    with refused(TermsErrorCode.BOXES_CHANGED, "material", saying="material"):
        terms_publish(version_id=draft.id, now=NOW, material=False)
    assert terms_publish(version_id=draft.id, now=NOW, material=True, note="Boxes.").number == 2


def test_a_box_in_other_words_may_be_minor() -> None:
    draft = drafted(consents=[{**PRIVACY, "text": "I have read the notice on privacy."}])
    assert not terms_publish(version_id=draft.id, now=NOW, material=False).is_material


def test_each_publication_is_told_once() -> None:
    terms = terms_published()
    version_published(terms, "Two", material=False)
    told = OutboxMessage.objects.filter(
        event="TermsVersionPublished",
        handler="agreements.amendment_handlers.material_change_spread",
    ).order_by("id")
    versions = terms.versions.order_by("number")
    assert [row.payload["version_id"] for row in told] == [str(each.id) for each in versions]


def test_what_has_changed_between_two_versions_is_what_was_material() -> None:
    terms = terms_published()
    first = terms.versions.get()
    version_published(terms, "2", note="Fees.")
    version_published(terms, "3", material=False, note="Spelling.")
    version_published(terms, "4", note="Notice.")
    last = version_published(terms, "5", material=False, note="A comma.")
    version_published(terms, "6", note="Later.")
    version_published(terms, "Deutsch", language="de", note="Deutsch.")
    assert changes_told(first, last) == ["Fees.", "Notice."]
    assert changes_told(last, last) == []
