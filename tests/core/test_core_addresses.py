"""Addresses and names: one spelling a person, and no mail header in them."""

from __future__ import annotations

import pytest

from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.errors import CoreErrorCode, InvalidInput


def test_case_and_blanks_make_no_second_person() -> None:
    assert email_normalised("  Sam@Client.EXAMPLE\n") == "sam@client.example"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "sam",
        "sam@client.example\nBcc: all@world.example",
        "sam@client.example\r\nBcc: all@world.example",
        "sam@client.example%0aBcc:x@y.example\x0b",
        "sam@client.example,eve@evil.example",
        "sam@client.example eve@evil.example",
        "Sam <sam@client.example>",
        "sam@client.example\x00",
        "sam@\u2028client.example",
        "a" * 250 + "@client.example",
    ],
)
def test_what_is_no_single_address_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        email_normalised(raw, field="client_email")
    assert (caught.value.code, caught.value.field) == (CoreErrorCode.INVALID, "client_email")
    assert "Bcc" not in caught.value.message


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "Sam\nBcc: all@world.example",
        "Sam\r\nX: y",
        "Sam\x00",
        "Sam\x7f",
        "Sam\u2028Bcc: x",
        "Sam\x85Bcc: x",
        "\t Sam \t x\ty",
        "x" * 201,
    ],
)
def test_what_is_no_single_line_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        line_clean(raw, field="first_name")
    assert (caught.value.code, caught.value.field) == (CoreErrorCode.INVALID, "first_name")


def test_a_name_is_trimmed_and_otherwise_left_alone() -> None:
    assert line_clean("  Zoë  O'Brien ", field="name") == "Zoë  O'Brien"
    assert line_clean("x" * 200, field="name") == "x" * 200


def test_an_international_domain_is_written_so_that_mail_can_leave() -> None:
    assert email_normalised("Sam@München.de") == "sam@xn--mnchen-3ya.de"
