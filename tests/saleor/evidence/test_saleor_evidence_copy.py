"""Who has accepted gets a sealed certificate by mail, whoever else has signed in it."""

from __future__ import annotations

import base64
import hashlib

import pytest
from evidence_scene import files_of, mailed, sold
from factories.database import rows
from factories.ledger import acceptance_entry, facts_of
from factories.pdf import needs_pdf, pdf_files, pdf_text, seal_status
from saleor.account.models import User
from saleor_agreements import agreed, done, office
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks

pytestmark = pytest.mark.django_db

CERTIFICATE = """query($chain: String!, $position: Int!) {
    evidenceCertificate(chain: $chain, position: $position) { madeAt lacks pdf } }"""
COUNTERSIGN = """mutation($id: ID!, $sha256: String!) {
    clientAgreementCountersign(id: $id, textSha256: $sha256, signerName: "Somebody Else") {
        countersignature { name timing } errors { field code } } }"""


def is_sealed(pdf: bytes) -> bool:
    """By pyHanko's verdict, over the whole file."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = seal_status(pdf)
    return bool(status.bottom_line) and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


@needs_pdf
def test_a_buyers_copy_is_what_was_shown_and_sealed(saleor: SaleorShop, sam: User) -> None:
    sale = sold(saleor, sam)
    copy = mailed(f"Your copy of the terms of order {sale.number}")
    assert copy.to == [sam.email]
    [pdf], [html] = files_of(copy, "application/pdf"), files_of(copy, "text/html")
    assert is_sealed(pdf)
    assert not is_sealed(pdf.replace(b"/Title", b"/Titel"))
    [text] = facts_of(acceptance_entry())["texts"]
    assert hashlib.sha256(html).hexdigest() == text["sha256"]
    assert list(pdf_files(pdf).values()) == [html]
    printed = pdf_text(pdf)
    for part in (sam.email, f"Order {sale.number}", "Workbook"):
        assert part in printed
    assert text["sha256"] in printed.replace(" ", "")


@needs_pdf
def test_staff_get_the_very_file_that_was_mailed(saleor: SaleorShop, sam: User) -> None:
    sale = sold(saleor, sam)
    [pdf] = files_of(mailed("Your copy of the terms"), "application/pdf")
    position = acceptance_entry().position
    for whom in (saleor.staff(["MANAGE_ORDERS"]), saleor.app(["MANAGE_ORDERS"])):
        found = saleor.api_of(whom).data(CERTIFICATE, chain=sale.chain, position=position)
        certificate = found["evidenceCertificate"]
        assert base64.b64decode(certificate["pdf"]) == pdf
        assert certificate["madeAt"]
        assert certificate["lacks"] == ["time_stamp"]


@needs_pdf
def test_who_countersigns_is_named_as_saleor_knows_them(saleor: SaleorShop, sam: User) -> None:
    sent, _ = agreed(saleor, office(saleor), sam.email)
    robin = saleor.staff(["MANAGE_ORDERS"])
    User.objects.filter(pk=robin.pk).update(first_name="Robin", last_name="Hale")
    signed = done(saleor.api_of(robin), COUNTERSIGN, id=sent.id, sha256=sent.sha256)
    assert signed["countersignature"] == {"name": "Robin Hale", "timing": "AFTER"}
    tasks.work()
    [before] = files_of(mailed(f"Your copy of agreement {sent.number}"), "application/pdf")
    [pdf] = files_of(mailed(f"Agreement {sent.number}, signed by both sides"), "application/pdf")
    assert is_sealed(pdf)
    assert "Robin Hale" not in pdf_text(before)
    assert "Robin Hale" in pdf_text(pdf)
    assert "Somebody Else" not in pdf_text(pdf)


def test_an_app_cannot_countersign(saleor: SaleorShop, sam: User) -> None:
    sent, _ = agreed(saleor, office(saleor), sam.email)
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    before = rows()
    payload = api.data(COUNTERSIGN, id=sent.id, sha256=sent.sha256)["clientAgreementCountersign"]
    assert payload == {
        "countersignature": None,
        "errors": [{"field": None, "code": "STAFF_ONLY"}],
    }
    assert rows() == before
