"""Certificate numbers: short enough to type, and forgiving about how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.evidence.numbers import certificate_number, certificate_number_parse

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_number_of_a_known_hash() -> None:
    """60 bits, five to a character: 0, 1, 2 … 11."""
    bits = "".join(f"{value:05b}" for value in range(12))
    assert certificate_number(f"{int(bits, 2):015x}" + "f" * 49) == "0123-4567-89AB"


@given(HASHES)
def test_number_leads_back_to_the_first_digits_of_the_hash(entry_hash: str) -> None:
    assert certificate_number_parse(certificate_number(entry_hash)) == entry_hash[:15]


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB",
        "0123456789ab",
        " 0123 4567 89ab ",
        "O123-4567-89aB",
        "0i23-4567-89AB",
        "0L23-4567-89AB",
    ],
)
def test_typed_as_people_type(typed: str) -> None:
    assert certificate_number_parse(typed) == certificate_number_parse("0123-4567-89AB")


@pytest.mark.parametrize(
    "typed", ["", "0123-4567-89A", "0123-4567-89ABC", "0123-4567-89AU", "ß123-4567-89A", "\0" * 12]
)
def test_what_is_no_number(typed: str) -> None:
    assert certificate_number_parse(typed) is None
