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
