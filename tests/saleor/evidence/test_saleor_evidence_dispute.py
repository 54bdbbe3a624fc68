"""The dispute pack of an order of Saleor's, by the number that Saleor gave it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from evidence_scene import sold
from saleor.account.models import User
from saleor.order.models import Order
from saleor_shop import SaleorShop

from saleor_coaching_plugin.evidence.verify.command import main as coaching_verify

pytestmark = pytest.mark.django_db


def test_a_pack_is_made_by_the_orders_number(saleor: SaleorShop, sam: User, tmp_path: Path) -> None:
    sale, pack = sold(saleor, sam), tmp_path / "pack"
    call_command("coaching_dispute", f"#{sale.number}", out=pack, stdout=StringIO())
    index = (pack / "index.html").read_text(encoding="utf-8")
    for part in ("Sam Client", sam.email, "Workbook", f"order {sale.number}"):
        assert part in index
    order = json.loads((pack / "order.json").read_text(encoding="utf-8"))
    assert (order["id"], order["number"]) == (sale.order_id, sale.number)
    assert order["paid"] == order["total"] == {"amount": "120.00", "currency": "EUR"}
    assert b"<strong>Workbook</strong>" in (pack / "accepted-text-1-exact.html").read_bytes()
    assert coaching_verify([str(pack / "evidence.json")]) == 0


def test_a_draft_is_no_order_yet(saleor: SaleorShop, tmp_path: Path) -> None:
    draft = Order.objects.create(
        channel=saleor.channel, status="draft", lines_count=0, currency="EUR"
    )
    with pytest.raises(CommandError, match=f"Nothing has the number “{draft.number}”"):
        call_command("coaching_dispute", str(draft.number), out=tmp_path / "pack")
