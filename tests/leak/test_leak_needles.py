"""That an amount is found however it is written, and nothing else for it."""

from __future__ import annotations

import pytest
from needles import amount, found_in, words
from number_words import in_english, in_german

MAJOR = 407_281_936
FEE = amount("fee", MAJOR)
WRITINGS = {
    "plain": "407281936",
    "minor units": "40728193615",
    "comma and point": "€407,281,936.15",
    "point and comma": "407.281.936,15 EUR",
    "spaces": "407 281 936",
    "no-break spaces": "407\u00a0281\u00a0936",
    "thin spaces": "407\u2009281\u202f936",
    "apostrophes": "CHF 407'281'936.--",
    "typographic apostrophes": "CHF 407\u2019281\u2019936",
    "Indian groups": "₹ 40,72,81,936.15",
    "underscores": "407_281_936",
    "Arabic-Indic digits": "٤٠٧٬٢٨١٬٩٣٦",
    "Persian digits": "۴۰۷۲۸۱۹۳۶",
    "fullwidth digits": "\uff14\uff10\uff17\uff0c\uff12\uff18\uff11\uff0c\uff19\uff13\uff16",
    "superscript digits": "⁴⁰⁷²⁸¹⁹³⁶",
    "HTML entities": "407&#46;281&#x2e;936&nbsp;€",
    "digits as entities": "&#52;&#48;&#55;&#50;&#56;&#49;&#57;&#51;&#54;",
    "entities twice": "407&amp;nbsp;281&amp;nbsp;936",
    "percent-encoded": "total%3D407%2C281%2C936",
    "percent-encoded twice": "407%252C281%252C936",
    "JSON escapes": r"\u0034\u0030\u0037\u00a0281\u00a0936",
    "soft hyphens": "407\u00ad281\u00ad936",
    "zero-width spaces": "4\u200b0\u200b7\u200b2\u200b8\u200b1\u200b9\u200b3\u200b6",
    "direction marks": "\u200e407\u200e281\u200e936",
    "beside another number": "3 407281936 7",
    "inside a name": "invoice-407281936.pdf",
    "English words": (
        "Four hundred and seven million, two hundred and eighty-one thousand nine hundred and "
        "thirty-six"
    ),
    "English words in one": (
        "fourhundredsevenmilliontwohundredeightyonethousandninehundredthirtysix"
    ),
    "German words": (
        "vierhundertsieben Millionen zweihunderteinundachtzigtausendneunhundertsechsunddreißig"
    ),
    "German words in ASCII": (
        "VIERHUNDERTSIEBEN MILLIONEN ZWEIHUNDERTEINUNDACHTZIGTAUSENDNEUNHUNDERTSECHSUNDDREISSIG"
    ),
    "hyphenated words": "four hundred seven mil\u00adlion two hundred eighty\u2011one thousand "
    "nine hundred thirty\u2011six",
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS.keys())
def test_an_amount_is_found_in_this_writing(writing: str) -> None:
    assert list(found_in(f"You pay {writing} in all.", [FEE])) == [FEE]


@pytest.mark.parametrize(
    "text",
    [
        "407281937",
        "40728193",
        "407 281 / 936",
        "four hundred seven million",
        "2026-11-23 407-28 1:936",
        "a8f407b281c936",
    ],
)
def test_another_text_is_not_taken_for_it(text: str) -> None:
    assert list(found_in(text, [FEE])) == []


def test_german_may_leave_out_the_one_of_a_hundred() -> None:
    fee = amount("fee", 135_100_645)
    for said in ("hundertfünfunddreißig Millionen", "Einhundertfuenfunddreissig Millionen"):
        for rest in (
            "hunderttausend sechshundertfünfundvierzig",
            "einhunderttausendsechshundertfünfundvierzig",
        ):
            assert list(found_in(f"{said} {rest} Euro", [fee])) == [fee]


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [
        (1_000_012, "onemilliontwelve", "einemillionzwölf"),
        (17_000_000, "seventeenmillion", "siebzehnmillionen"),
        (
            90_030_101,
            "ninetymillionthirtythousandonehundredone",
            "neunzigmillionendreißigtausendeinhundertein",
        ),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, english: str, german: str) -> None:
    assert (in_english(number), in_german(number)) == (english, german)


@pytest.mark.parametrize(
    "writing",
    ["Quittenzwinger 7", "QUITTENZWINGER\n7", "Quitten\u00adzwinger&nbsp;7", "quittenzwinger%207"],
)
def test_a_name_is_found_but_for_case_space_and_encoding(writing: str) -> None:
    street = words("street", "Quittenzwinger 7")
    assert list(found_in(f"in {writing}.", [street])) == [street]


@pytest.mark.parametrize("short", [1234567, 99])
def test_what_could_be_found_by_chance_is_no_needle(short: int) -> None:
    with pytest.raises(AssertionError, match="by chance"):
        amount("fee", short)
