"""What a certificate says: taken from the ledger, in rows to read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from certificate_examples import BARE, content, countersigned, digest, recorded

from saleor_coaching_plugin.evidence.certificate.content import (
    NothingToCertify,
    PersonalDataErased,
    content_of,
)
from saleor_coaching_plugin.evidence.certificate.paper import paper_of
from saleor_coaching_plugin.evidence.certificate.proofs import Proofs, SealShown, StampShown
from saleor_coaching_plugin.evidence.certificate.sections import (
    accepted_line,
    certificate_sections,
)
from saleor_coaching_plugin.evidence.certificate.wording import (
    _WORDINGS,
    certificate_wording_for,
)
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.evidence.stamps.errors import StampLack


def printed(found: object, proofs: Proofs | None = BARE, language: str = "en") -> str:
    sections = certificate_sections(found, proofs, certificate_wording_for(language))  # type: ignore[arg-type]
    return "\n".join(
        f"{row.label}: {row.value} {row.code}" for section in sections for row in section.rows
    )


def test_all_that_was_recorded_is_printed() -> None:
    entry = recorded()
    words = printed(content(entry))
    for part in (
        *("Sam Client", "sam@client.example", "203.0.113.7", "Tests/1", "I Accept"),
        *("link mailed to the party", "May 1, 2027, 22:30:12 UTC", "Coaching agreement"),
        "By clicking “I Accept” you enter into this agreement.",
        *(entry.hash, certificate_number(entry.hash), "entry 3", "version-1"),
        entry.facts["texts"][0]["sha256"],
    ):
        assert part in words


def test_the_time_is_told_in_the_clients_zone_too() -> None:
    entry = recorded(facts={"presentation": _shown("Europe/Berlin")})
    assert "22:30:12 UTC (May 2, 2027, 00:30:12 Europe/Berlin)" in printed(content(entry))


@pytest.mark.parametrize("zone", ["", "UTC", "Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_is_none_is_left_out(zone: str) -> None:
    words = printed(content(recorded(facts={"presentation": _shown(zone)})))
    assert "When: May 1, 2027, 22:30:12 UTC \n" in words


def _shown(zone: str) -> dict[str, object]:
    return {"component": "tests", "version": "", "time_zone": zone, "boxes": []}


def test_boxes_say_whether_they_were_ticked() -> None:
    assert [(box.text, box.required, box.ticked) for box in content().boxes] == [
        ("I agree.", True, True),
        ("You may record.", False, False),
    ]


def test_each_of_several_texts_is_listed_with_its_own_hash() -> None:
    found = content(recorded("<p>One</p>", "<p>Two</p>"))
    assert [text.filename for text in found.texts] == ["text-1.html", "text-2.html"]
    words = printed(found)
    for html in ("<p>One</p>", "<p>Two</p>"):
        assert digest(html) in words


def test_seal_and_stamp_are_named() -> None:
    stamp = StampShown(datetime(2027, 5, 1, 22, 30, 13, tzinfo=UTC), "CN=Time")
    words = printed(content(), Proofs(SealShown("Alex Morgan", "ab" * 32), stamp))
    assert "22:30:13 UTC, by CN=Time" in words
    assert "ab" * 32 in words


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        (StampLack.NO_AUTHORITY, "No time stamp: no authority is set up."),
        (StampLack.NO_ANSWER, "No time stamp: the authority did not answer."),
        (StampLack.BAD_ANSWER, "No time stamp: its answer could not be used."),
    ],
)
def test_what_is_missing_is_said_plainly(lack: StampLack, words: str) -> None:
    proofs = Proofs(None, None, lack)
    assert words in printed(content(), proofs)
    assert "could not be sealed" in printed(content(), proofs)
    assert proofs.lacks == ["seal", "time_stamp"]


def test_a_page_says_nothing_of_what_only_a_document_has() -> None:
    for words in ("Seal", "ime stamp", "attached as text-1.html"):
        assert words in printed(content())
        assert words not in printed(content(), None)


def test_who_acted_for_whom_stands_in_the_first_line() -> None:
    entry = recorded(
        kind="agreement_accepted_for_another",
        facts={"acting": {"capacity": "guardian"}},
        personal={"acting": {"name": "Ada Parent", "basis": ""}},
    )
    line = accepted_line(content(entry), certificate_wording_for("en"))
    assert line.startswith("Accepted by Ada Parent as legal guardian of Sam Client on May 1, 2027")
    assert "Ada Parent, legal guardian" in printed(content(entry))


def test_the_basis_of_a_representative_is_told() -> None:
    entry = recorded(
        facts={"acting": {"capacity": "representative"}},
        personal={"acting": {"name": "Ada", "basis": "Power of attorney of 3 May"}},
    )
    assert "Power of attorney of 3 May" in printed(content(entry))


def test_a_countersignature_of_the_same_text_is_shown() -> None:
    found = content(recorded(), countersigned("Alex Morgan"))
    assert "Alex Morgan, on May 2, 2027, 08:00:00 UTC" in printed(found)
    assert countersigned().hash in printed(found)


def test_a_countersignature_of_another_text_is_not() -> None:
    other = recorded("<p>Other</p>", kind="agreement_countersigned", position=4)
    assert content(recorded(), other).countersigned is None


def test_the_certificate_of_a_countersignature_shows_both_acts() -> None:
    accepted, signed = recorded(), countersigned("Alex Morgan")
    found = content_of(signed, [accepted, signed])
    assert (found.entry, found.acceptance) == (signed, accepted)
    assert found.number == certificate_number(signed.hash)
    assert (found.name, found.countersigned is not None) == ("Sam Client", True)


@pytest.mark.parametrize("kind", ["agreement_viewed", "agreement_countersigned"])
def test_nothing_is_certified_where_nothing_was_accepted(kind: str) -> None:
    entry = recorded(kind=kind)
    with pytest.raises(NothingToCertify):
        content_of(entry, [entry])


def test_nothing_is_printed_of_what_was_erased() -> None:
    entry = recorded()
    erased = type(entry)(**{**vars(entry), "personal": {}})
    with pytest.raises(PersonalDataErased):
        content_of(erased, [erased])


def test_the_order_is_the_one_that_a_later_entry_names() -> None:
    facts = {"fingerprint": "f1", "agreement": ""}
    bound = recorded(
        kind="acceptance_bound_to_order",
        position=5,
        facts={"fingerprint": "f1", "order": "T3JkZXI6MQ==", "order_number": "21"},
    )
    other = recorded(
        kind="acceptance_bound_to_order",
        position=4,
        facts={"fingerprint": "f2", "order": "x", "order_number": "20"},
    )
    found = content(recorded(kind="checkout_terms_accepted", facts=facts), other, bound)
    assert (found.order_number, found.subject_id) == ("21", "T3JkZXI6MQ==")


def test_a_language_without_words_falls_back_to_english_and_says_so() -> None:
    found = content(recorded(facts={"language": "fr-CA"}))
    assert certificate_wording_for("fr-CA").language == "en"
    assert "The text is in “fr-CA”" in printed(found, language="fr-CA")
    assert "Language:" not in printed(content())


def test_each_language_has_all_words() -> None:
    for words in _WORDINGS.values():
        empty = [name for name, value in vars(words).items() if not value]
        assert empty in ([], ["identifications"])  # of which English has no need
        assert words.stamp_lacks.keys() == set(StampLack)
        assert words.capacities.keys() == {"guardian", "representative"}


@pytest.mark.parametrize(
    ("country", "language", "paper"),
    [
        ("US", "de", "letter"),
        ("CA", "fr-CA", "letter"),
        ("MX", "en", "letter"),
        ("GB", "en-US", "A4"),
        ("DE", "de", "A4"),
        ("", "en-US", "letter"),
        ("", "en", "A4"),
    ],
)
def test_the_paper_is_what_the_clients_country_uses(
    country: str, language: str, paper: str
) -> None:
    assert paper_of(country, language) == paper
