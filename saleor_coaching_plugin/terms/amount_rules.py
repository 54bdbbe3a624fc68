"""When a number is an amount: beside a currency, or said to be a price."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel.numbers import list_currencies

from .amount_currencies import (
    CARELESS_CODES,
    LIKE_WORDS,
    NOUNS,
    NOUNS_LIKE_WORDS,
    SHORT_FORMS,
    names,
)
from .amount_tokens import Kind, Token
from .amount_words import (
    ABBREVIATIONS,
    AFTER_AMOUNT,
    BEFORE_AMOUNT,
    LINKING,
    LOOSE_PRICES,
    PER,
    is_big_number,
    is_price,
)

Tokens = Sequence[Token]
_WITH_DOT = frozenset(each for each in SHORT_FORMS if len(each) > 1)
_SHORT_FORMS = list_currencies() | SHORT_FORMS
_DATE_OR_TIME = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}(:\d{2})?|\d+/\d+")
_WITH_CENTS = re.compile(r".*\D\d{2,3}")
_YEAR = re.compile(r"(19|20)\d\d")
_LONGEST_NAME = 4
_LONGEST_SIGN_LETTERS = 3
_FURTHEST_PRICE = 6


def ends_amount(tokens: Tokens) -> bool:
    """Whether an amount ends with the last of the tokens, or right before it."""
    last = tokens[-1]
    if last.kind is Kind.NUMBER:
        return _is_behind_currency(tokens)
    return (
        (last.kind is Kind.SIGN and _is_sign_behind_number(tokens))
        or (last.kind is Kind.WORD and _is_currency_behind_number(tokens))
        or _is_behind_price(tokens)
        or _is_price_behind_number(tokens)
    )


def _is_behind_currency(tokens: Tokens) -> bool:
    """€ 500, NT$500, EUR 500, Rs. 500, US dollars 500"""
    number, before = tokens[-1], _without_gap(tokens[:-1])
    if len(before) > 1 and before[-1].text == ".":
        return before[-2].text in _WITH_DOT and _is_short_form(before[-2], number)
    if not before:
        return False
    last = before[-1]
    if last.kind is Kind.WORD:
        return (
            _is_short_form(last, number)
            or bool(_name_lengths(before, number))
            or (_is_beside_sign(last) and len(before) > 1 and before[-2].kind is Kind.SIGN)
        )
    return last.kind is Kind.SIGN


def _is_sign_behind_number(tokens: Tokens) -> bool:
    """500 €, 500 US$"""
    before = tokens[:-1]
    if _number_at_end(before):
        return True
    return (
        tokens[-1].is_glued
        and len(before[-1].text) <= _LONGEST_SIGN_LETTERS
        and bool(_number_at_end(before[:-1]))
    )


def _is_currency_behind_number(tokens: Tokens) -> bool:
    """500 EUR, 500 kr, 500 Swiss francs, 500 American dollars, a million d'euros"""
    number = _number_at_end(tokens[:-1])
    if number and _is_short_form(tokens[-1], number):
        return True
    lengths = [*_name_lengths(tokens, number), *([2] if tokens[-1].word in NOUNS else [])]
    return any(_number_at_end(tokens[:-length]) for length in lengths)


def _is_behind_price(tokens: Tokens) -> bool:
    """The fee is 500; but not if it counts what follows: the fee for 6 sessions."""
    if len(tokens) < 3 or tokens[-2].kind is not Kind.NUMBER:
        return False
    after, number = tokens[-1], tokens[-2]
    if after.kind is Kind.PERCENT or (after.kind is Kind.WORD and after.word not in AFTER_AMOUNT):
        return False
    if _DATE_OR_TIME.fullmatch(number.text):
        return False
    start = len(tokens) - 2
    while start and tokens[start - 1].kind is Kind.NUMBER:
        start -= 1
    in_words = [each.word for each in tokens[start:-1]]
    if all(in_words) and not any(map(is_big_number, in_words)):
        return False
    return _ends_with_price(tokens[:start], number)


def _ends_with_price(tokens: Tokens, number: Token) -> bool:
    said = _sentence_at_end(tokens)
    prices = [place for place, each in enumerate(said) if _is_said_of(each, number)]
    if not prices:
        return False
    if tokens[-1].kind is Kind.COLON and (
        _is_like_money(number) or any(said[place - 1].word in PER for place in prices if place)
    ):
        return True
    return prices[0] == 0 or said[0].word in BEFORE_AMOUNT


def _is_said_of(token: Token, number: Token) -> bool:
    return is_price(token.word) or (token.word in LOOSE_PRICES and _is_like_money(number))


def _sentence_at_end(tokens: Tokens) -> Tokens:
    """The words of the last sentence, the last one first."""
    found: list[Token] = []
    lines = 0
    for place in range(len(tokens) - 1, max(-1, len(tokens) - 1 - _FURTHEST_PRICE), -1):
        token = tokens[place]
        lines += token.kind is Kind.LINE
        is_end = token.kind is Kind.STOP and not (place and tokens[place - 1].word in ABBREVIATIONS)
        if is_end or lines > 1:
            break
        if token.kind is Kind.WORD and token.word not in ABBREVIATIONS:
            found.append(token)
    return found


def _is_price_behind_number(tokens: Tokens) -> bool:
    """A 500 fee; but not the number of a heading."""
    return (
        len(tokens) > 2
        and tokens[-2].kind is Kind.NUMBER
        and tokens[-3].kind is not Kind.LINE
        and is_price(tokens[-1].word)
        and _is_like_money(tokens[-2])
    )


def _is_short_form(token: Token, number: Token) -> bool:
    """A code or a short form, in the case of letters that it is written in."""
    text = "".join(filter(str.isalpha, token.text))
    if text in _SHORT_FORMS:
        if len(text) == 1 and text != "R":
            return bool(_WITH_CENTS.fullmatch(number.text))
        return _is_like_money(number) if text in LIKE_WORDS or len(text) == 1 else True
    return token.word in CARELESS_CODES


def _is_beside_sign(token: Token) -> bool:
    return token.is_glued and len(token.text) <= _LONGEST_SIGN_LETTERS


def _name_lengths(tokens: Tokens, number: Token | None) -> list[int]:
    """Of how many words the names of currencies are that the tokens end with."""
    found, name = [], ""
    for length, token in enumerate(reversed(tokens[-_LONGEST_NAME:]), start=1):
        if token.kind is not Kind.WORD:
            break
        name = f"{token.word} {name}" if name else token.word
        if name in names() and (
            name not in NOUNS_LIKE_WORDS or (number and _is_like_money(number))
        ):
            found.append(length)
    return found


def _number_at_end(tokens: Tokens) -> Token | None:
    tokens = _without_gap(tokens)
    if len(tokens) > 1 and tokens[-1].word in LINKING:
        tokens = tokens[:-1]
    return tokens[-1] if tokens and tokens[-1].kind is Kind.NUMBER else None


def _without_gap(tokens: Tokens) -> Tokens:
    """Without one end of a line and one colon."""
    for kind in (Kind.LINE, Kind.COLON):
        if tokens and tokens[-1].kind is kind:
            tokens = tokens[:-1]
    return tokens


def _is_like_money(number: Token) -> bool:
    """1,250 or 49.90 or 300 or five hundred, but neither a year nor a day."""
    if number.word:
        return is_big_number(number.word)
    if _DATE_OR_TIME.fullmatch(number.text) or _YEAR.fullmatch(number.text):
        return False
    digits = sum(map(str.isdigit, number.text))
    return digits >= 3 or bool(_WITH_CENTS.fullmatch(number.text))
