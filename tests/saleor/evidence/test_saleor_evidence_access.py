"""The evidence is for staff and apps with Saleor's permission, and nobody else's to read."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_scene import Sale, sold
from factories.database import rows
from saleor.account.models import User
from saleor.app.models import App
from saleor_agreements import refusal
from saleor_shop import SaleorShop

pytestmark = pytest.mark.django_db

PERMISSIONS = {"MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_PRODUCTS"}
KEPT = {
    "verify": ("MANAGE_ORDERS", 'evidenceVerify(chain: "%s") { intact entries }'),
    "export": ("MANAGE_ORDERS", 'evidenceExport(chain: "%s")'),
    "certificate": ("MANAGE_ORDERS", 'evidenceCertificate(chain: "%s", position: 1) { number }'),
    "consents": ("MANAGE_ORDERS", 'clientConsents(filter: {chain: "%s"}) { totalCount }'),
    "personal data": ("MANAGE_USERS", 'evidencePersonalData(email: "%s") { totalCount }'),
}
ERASE = """mutation { evidencePersonalDataErase(email: "%s", reason: REQUESTED) {
    erased errors { code } } }"""
each_of_it = pytest.mark.parametrize(("permission", "asked"), KEPT.values(), ids=KEPT)


@pytest.fixture
def sale(saleor: SaleorShop, sam: User) -> Sale:
    return sold(saleor, sam)


def query_of(asked: str, sale: Sale, sam: User) -> str:
    about = sam.email if "email" in asked else sale.chain
    return f"{{ found: {asked % about} }}"


def everybody_without(permission: str, saleor: SaleorShop, sam: User) -> list[User | App | None]:
    """Sam too: what the ledger keeps is shown to clients as their copy, not as it is."""
    others = PERMISSIONS - {permission}
    return [None, sam, saleor.customer("grace@client.example"), *holders(others, saleor)]


def holders(permissions: set[str], saleor: SaleorShop) -> list[User | App]:
    return [saleor.staff(permissions), saleor.app(permissions)]


@each_of_it
def test_who_has_the_permission_is_told(
    saleor: SaleorShop, sale: Sale, sam: User, permission: str, asked: str
) -> None:
    told: list[Any] = [
        saleor.api_of(whom).data(query_of(asked, sale, sam))["found"]
        for whom in holders({permission}, saleor)
    ]
    assert told[0] == told[1]
    assert told[0] not in ({"totalCount": 0}, {"intact": False, "entries": 0})


@each_of_it
def test_nobody_else_gets_any_of_it(
    saleor: SaleorShop, sale: Sale, sam: User, permission: str, asked: str
) -> None:
    for whom in everybody_without(permission, saleor, sam):
        code, message = refusal(saleor.api_of(whom), query_of(asked, sale, sam))
        assert code == "PermissionDenied"
        assert permission in message


def test_nobody_else_has_it_erased(saleor: SaleorShop, sale: Sale, sam: User) -> None:
    for whom in everybody_without("MANAGE_USERS", saleor, sam):
        api = saleor.api_of(whom)
        before = rows()
        assert refusal(api, ERASE % sam.email)[0] == "PermissionDenied"
        assert rows() == before
