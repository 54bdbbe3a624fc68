"""The ledger is secured by Saleor's own worker: signed, anchored, stamped, late copies made."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from evidence_scene import files_of, mailed, sold
from factories.pdf import needs_pdf, seal_status
from saleor.account.models import User
from saleor.celeryconf import app
from saleor_checkout import accept_in_storefront, cart, terms_put_on
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import (
    Certificate,
    LedgerAnchor,
    LedgerCheckpoint,
    LedgerEntry,
)
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

pytestmark = pytest.mark.django_db

VERIFY = """query($chain: String!) { evidenceVerify(chain: $chain) {
    intact faults signedUpTo anchors { number hash } timeStamps { digest } } }"""


def swept(caplog: pytest.LogCaptureFixture) -> None:
    """Saleor's own log handlers and ours had nothing to complain about."""
    with caplog.at_level(logging.WARNING):
        for task in (tasks.sweep, tasks.work):
            assert app.tasks[task.name].apply().successful()
    assert [record.getMessage() for record in caplog.records] == []


def test_what_nobody_has_signed_yet_is_signed_anchored_and_stamped(
    saleor: SaleorShop,
    sam: User,
    time_authority: TimeAuthority,
    caplog: pytest.LogCaptureFixture,
) -> None:
    product = saleor.product()
    terms_put_on(product)
    accept_in_storefront(cart(saleor, product))
    head = LedgerEntry.objects.get()
    assert not LedgerCheckpoint.objects.exists()
    swept(caplog)
    assert LedgerCheckpoint.objects.get().position == head.position
    staff = saleor.api_of(saleor.staff(["MANAGE_ORDERS"]))
    anchor = LedgerAnchor.objects.get()
    assert staff.data(VERIFY, chain=head.chain)["evidenceVerify"] == {
        "intact": True,
        "faults": [],
        "signedUpTo": head.position,
        "anchors": [{"number": 1, "hash": anchor.hash}],
        "timeStamps": [{"digest": anchor.hash}],
    }


@needs_pdf
def test_a_certificate_that_failed_is_made_and_mailed_later(
    saleor: SaleorShop,
    sam: User,
    time_authority: TimeAuthority,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.COACHING_PUBLIC_URL = f"https://coach.example/{'x' * 4000}"  # no QR code holds that
    sale = sold(saleor, sam)
    assert files_of(mailed("Your copy of the terms"), "application/pdf") == []
    del settings.COACHING_PUBLIC_URL
    Certificate.objects.update(due_at=utc_now())
    mail.outbox.clear()
    caplog.clear()
    swept(caplog)
    [pdf] = files_of(mailed(sale.number), "application/pdf")
    seal = seal_status(pdf)
    assert (seal.intact, seal.valid, seal.trusted) == (True, True, True)
    assert (seal.timestamp_validity.intact, seal.timestamp_validity.valid) == (True, True)
    assert Certificate.objects.get().lacks == []
