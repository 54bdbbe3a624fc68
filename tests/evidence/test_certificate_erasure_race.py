"""Personal data that is erased while its certificate is being made."""

from __future__ import annotations

from threading import Thread

import pytest
from certificate_examples import recorded
from django.db import connection, transaction
from factories.contracts import NOW
from factories.pdf import needs_pdf

from saleor_coaching_plugin.evidence.documents import certificate_make
from saleor_coaching_plugin.evidence.erasure import ErasureReason, personal_data_erase
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry

pytestmark = [pytest.mark.usefixtures("committed_db"), needs_pdf]


def accepted() -> LedgerEntry:
    """With nothing that holds it."""
    entry = recorded()
    facts = {name: value for name, value in entry.facts.items() if name != "recorded_at"}
    return ledger_append(
        chain=entry.chain, kind=entry.kind, facts=facts, personal=entry.personal, now=NOW
    )


def test_no_certificate_outlives_the_data_that_is_in_it() -> None:
    entry = accepted()
    erased: list[int] = []

    def erase() -> None:
        try:
            done = personal_data_erase(
                reason=ErasureReason.REQUESTED, by="U1", now=NOW, chain=entry.chain
            )
            erased.append(done.erased)
        finally:
            connection.close()

    with transaction.atomic():
        made = certificate_make(entry_id=entry.pk, now=NOW)
        assert made.content is not None
        meanwhile = Thread(target=erase)
        meanwhile.start()
        meanwhile.join(0.5)
    meanwhile.join(30)
    assert erased == [1]
    assert Certificate.objects.get().content is None
