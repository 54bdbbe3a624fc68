"""A failure that nobody foresaw. These tests have no database, which is one."""

from __future__ import annotations

import pytest
from django.test import Client
from page_examples import PREFIX


@pytest.mark.parametrize("path", ["a/the-secret-token/", "portal/login/the-secret-token/"])
def test_page_says_so_and_no_log_has_the_token(
    browser: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    browser.raise_request_exception = False
    method = browser.get if path.startswith("a/") else browser.post
    response = method(f"{PREFIX}{path}")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "A request failed with RuntimeError" in caplog.text
    assert "the-secret-token" not in caplog.text
