"""Numbers of certificates: 60 bits of the entry's hash, in Crockford's base 32. Pure.

Its alphabet has no I, L, O and U; who types one of the first three means 1, 1 and 0.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
HEX_DIGITS = LENGTH * 5 // 4
_MEANT = str.maketrans("ILO", "110", "- ")


def certificate_number(entry_hash: str) -> str:
    """E.g. `7ZK2-0VQM-9D3X`, of the entry's hash in hexadecimal."""
    bits = int(entry_hash[:HEX_DIGITS], 16)
    digits = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(55, -1, -5))
    return "-".join(digits[i : i + 4] for i in range(0, LENGTH, 4))


def certificate_number_parse(typed: str) -> str | None:
    """The first 15 hexadecimal digits of the entry's hash; None for what is no such number."""
    digits = typed.upper().translate(_MEANT)
    if (
        not typed.isascii()
        or len(digits) != LENGTH
        or any(digit not in ALPHABET for digit in digits)
    ):
        return None
    bits = 0
    for digit in digits:
        bits = bits << 5 | ALPHABET.index(digit)
    return f"{bits:0{HEX_DIGITS}x}"
