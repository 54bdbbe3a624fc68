"""Settings come from Django's settings or the environment."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.client_ip import client_ip


def test_the_environment_alone_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHING_TRUSTED_PROXIES", "2")
    monkeypatch.setenv("COACHING_GATEWAY", "stripe")
    assert (conf().trusted_proxies, conf().gateway) == (2, "stripe")


def test_a_setting_that_is_no_number_is_named(settings: Any) -> None:
    settings.COACHING_TRUSTED_PROXIES = "many"
    with pytest.raises(ValueError, match="COACHING_TRUSTED_PROXIES must be a whole number"):
        conf()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("1", True),
        (" True ", True),
        ("false", False),
        ("0", False),
        ("FALSE", False),
    ],
)
def test_a_switch_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: bool
) -> None:
    monkeypatch.setenv("COACHING_HOLD_UNTIL_ACCEPTED", written)
    assert conf().hold_until_accepted is meant


def test_a_switch_is_off_unless_it_is_set_and_may_come_from_the_settings(settings: Any) -> None:
    assert conf().hold_until_accepted is False
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    assert conf().hold_until_accepted is True


@pytest.mark.parametrize("written", ["", "yes", "2", "tru", None])
def test_what_is_no_switch_is_named(settings: Any, written: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = written
    with pytest.raises(ValueError, match="COACHING_HOLD_UNTIL_ACCEPTED must be true, false"):
        conf()


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "<script>", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_client_cannot_choose_its_address(
    settings: Any, proxies: int, header: str, seen: str
) -> None:
    settings.COACHING_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": header})
    assert client_ip(request) == seen
