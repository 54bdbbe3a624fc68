"""Tokens, links and sealed texts."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from factories.contracts import NOW

from saleor_coaching_plugin.core.links import page_url, usable_at
from saleor_coaching_plugin.core.sealing import seal, unseal
from saleor_coaching_plugin.core.tokens import token_digest, token_new
from saleor_coaching_plugin.portal.models import LoginLink


def test_a_token_has_256_bits_and_never_comes_twice() -> None:
    tokens = [token_new() for _ in range(200)]
    assert len({token.raw for token in tokens}) == 200
    assert {len(token.raw) for token in tokens} == {43}
    assert all(token.digest == hashlib.sha256(token.raw.encode()).hexdigest() for token in tokens)


@pytest.mark.parametrize("raw", ["", "\x00", "\ud800", "ü" * 10_000])
def test_whatever_stands_in_a_link_has_a_digest(raw: str) -> None:
    assert len(token_digest(raw)) == 64


def test_sealed_text_shows_nothing_and_opens_only_unchanged(settings: Any) -> None:
    sealed = seal("https://coach.example/a/secret/")
    assert "secret" not in sealed
    assert seal("https://coach.example/a/secret/") != sealed
    assert unseal(sealed) == "https://coach.example/a/secret/"
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    with pytest.raises(InvalidToken):
        unseal(changed)
    settings.SECRET_KEY = "another"
    with pytest.raises(InvalidToken):
        unseal(sealed)


@pytest.mark.django_db
def test_a_link_is_usable_until_it_expires_or_is_revoked() -> None:
    link = LoginLink.objects.create(
        email="sam@client.example", token_digest="0" * 64, expires_at=NOW + timedelta(hours=1)
    )
    found = LoginLink.objects.filter
    assert found(usable_at(NOW)).get() == link
    assert not found(usable_at(NOW + timedelta(hours=1))).exists()
    found(id=link.id).update(revoked_at=NOW)
    assert not found(usable_at(NOW)).exists()


@pytest.mark.parametrize("base", ["https://coach.example/x", "https://coach.example/x/"])
def test_page_addresses_stand_under_the_public_one(settings: Any, base: str) -> None:
    settings.COACHING_PUBLIC_URL = base
    assert page_url("portal/") == "https://coach.example/x/portal/"
