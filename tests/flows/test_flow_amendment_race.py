"""Changed terms while clients answer: whoever comes first, nothing is lost and nothing twice."""

from __future__ import annotations

import pytest
from factories.agreements import version_published
from factories.amendments import (
    ASKED,
    NEW_BODY,
    amendment_accepted,
    amendment_asked,
    amendment_token,
    asked,
)
from factories.threads import at_once

from saleor_coaching_plugin.agreements.models import Amendment, PartyText
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.usefixtures("committed_db")


def test_many_clicks_at_once_are_one_acceptance() -> None:
    amendment = amendment_asked()
    token = amendment_token()
    answers = at_once(12, lambda number: amendment_accepted(amendment, token=token))
    assert answers == [None] * 12
    assert LedgerEntry.objects.filter(kind="amendment_accepted").count() == 1


def test_the_same_event_in_several_workers_asks_once() -> None:
    older = amendment_asked()
    agreement = older.party.agreement
    version = version_published(older.text.terms_version.terms, NEW_BODY + "\n\nMore.", note="M.")
    found = at_once(6, lambda number: asked(agreement, version))
    assert len({each.id for each in found}) == 1
    assert MailMessage.objects.filter(kind="amendment").count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_an_acceptance_while_a_newer_version_is_put_stands_or_is_refused(attempt: int) -> None:
    older = amendment_asked()
    agreement, token = older.party.agreement, amendment_token()
    version = version_published(older.text.terms_version.terms, NEW_BODY + "\n\nMore.", note="M.")

    def either(number: int) -> object:
        if number:
            return asked(agreement, version, now=ASKED)
        return amendment_accepted(older, token=token, now=ASKED)

    refusal, newer = at_once(2, either)
    older.refresh_from_db()
    assert isinstance(newer, Amendment)
    in_force = PartyText.objects.get(id=newer.text.previous_id)
    if older.status == "accepted":
        assert (refusal, in_force) == (None, older.text)
    else:
        assert older.status == "superseded"
        assert str(getattr(refusal, "code", "")) in {"link_invalid", "not_acceptable"}
        assert in_force == older.text.previous
