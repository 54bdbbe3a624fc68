"""Whole numbers below a thousand million in English and German words, as one run of letters."""

from __future__ import annotations

_EN_ONES = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_DE_ONES = [
    "",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_DE_TENS = [
    "",
    "",
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
]


def in_english(number: int) -> str:
    """Without any "and", which some write and some do not."""
    millions, thousands, rest = _groups(number)
    return (
        (f"{_english(millions)}million" if millions else "")
        + (f"{_english(thousands)}thousand" if thousands else "")
        + _english(rest)
    )


def in_german(number: int) -> str:
    millions, thousands, rest = _groups(number)
    said = f"{_german(millions)}millionen" if millions else ""
    if millions == 1:
        said = "einemillion"
    said += f"{_german(thousands)}tausend" if thousands else ""
    return said + _german(rest)


def _groups(number: int) -> tuple[int, int, int]:
    return number // 1_000_000, number // 1000 % 1000, number % 1000


def _english(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = f"{_EN_ONES[hundreds]}hundred" if hundreds else ""
    if rest < 20:
        return said + _EN_ONES[rest]
    return said + _EN_TENS[rest // 10] + _EN_ONES[rest % 10]


def _german(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = f"{_DE_ONES[hundreds]}hundert" if hundreds else ""
    if rest < 20:
        return said + _DE_ONES[rest]
    ones = f"{_DE_ONES[rest % 10]}und" if rest % 10 else ""
    return said + ones + _DE_TENS[rest // 10]
