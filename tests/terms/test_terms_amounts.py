"""Which texts hold an amount: any writing of money, and nothing else that contracts say."""

# ruff: noqa: RUF001  # letters and dashes that look like others are what this is about

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal

import pytest
from babel import Locale, localedata
from babel.numbers import format_currency, list_currencies
from hypothesis import example, given, settings
from hypothesis import strategies as st

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.templating import MAX_SOURCE_CHARS, template_parts
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.terms.amount_currencies import SHORT_FORMS
from saleor_coaching_plugin.terms.amount_spelling import spelled
from saleor_coaching_plugin.terms.amounts import (
    amounts_refuse,
    html_amounts_refuse,
    parts_amounts_refuse,
)
from saleor_coaching_plugin.terms.errors import TermsError, TermsErrorCode

CURRENCIES = (
    *("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK"),
    *("ISK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "ILS", "ZAR", "BRL", "MXN", "ARS", "CLP"),
    *("COP", "PEN", "KRW", "THB", "IDR", "MYR", "SGD", "HKD", "TWD", "PHP", "VND", "AED", "SAR"),
    *("EGP", "MAD", "KES", "NGN", "GHS", "UAH", "RUB", "KZT", "GEL", "XOF", "XAF", "PKR", "BDT"),
)
LOCALES = (
    *("en", "en-GB", "en-ZA", "en-IN", "en-CA", "en-KE", "de", "de-AT", "de-CH", "fr", "fr-CA"),
    *("fr-CH", "fr-SN", "es", "es-MX", "es-AR", "es-CL", "es-PE", "it", "it-CH", "nl", "nl-BE"),
    *("pt", "pt-PT", "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sl", "sr", "uk", "ru", "el", "tr"),
    *("sv", "da", "nb", "fi", "is", "et", "lv", "lt", "he", "ar", "ar-EG", "ar-SA", "fa", "ur"),
    *("hi", "bn", "ta", "mr", "ne", "th", "vi", "id", "ms", "ja", "ko", "zh", "zh-Hant-HK", "ka"),
)
NAMED = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")

AMOUNTS = [
    *("500,-", "500,--", "1.250,–", "500.-", "1,250.—"),
    *("€500", "500 €", "500,- €", "€ 1,500.00", "1.500,00 €", "1 500,00 €", "US$500", "500 US$"),
    *("NT$500", "$U 500", "500$00", "EUR 500", "500 EUR", "eur500", "CHF 1'500.–", "CHF 500.-"),
    *(
        "Fr. 500.-",
        "Rs. 500",
        "R500",
        "R 500.00",
        "500 zł",
        "kr 500",
        "500 kr.",
        "500 Kč",
        "Fr 500",
    ),
    *(
        "5k €",
        "€5k",
        "€ 2.5k",
        "20 cents",
        "50 Cent",
        "99p (£0.99)",
        "£1",
        "1 euro",
        "a 5 euro fee",
    ),
    *("500 euros", "500 Euro", "500 dollars", "US dollars 500", "500 Swiss francs", "Euro 500"),
    *(
        "500 American dollars",
        "a million dollars",
        "500\nEUR",
        "500 (EUR)",
        "EUR: 500",
        "500 in EUR",
    ),
    *("fünfhundert Euro", "fuenfhundert Euro", "eintausendfünfhundert Franken", "ein Euro"),
    *("five hundred euros", "five hundred (500) US dollars", "one thousand dollars", "one euro"),
    *("cinq cents euros", "un million d'euros", "quinientos euros", "cinquecento euro"),
    *("vijfhonderd euro", "quinhentos euros", "pięćset złotych", "500元", "五百元", "500円"),
    *(
        "The fee is 500.",
        "Fee: 500",
        "Fee – 500",
        "a fee of 500",
        "fees of approx. 500",
        "fee = 50",
    ),
    *("The fee for 6 sessions is 500.", "The fee is 1 500.", "Fee:\n500", "prices from 80 an hour"),
    *("price: 1,500.00", "costs 500 per session", "You pay 500 in advance", "a 500 deposit"),
    *("the fee is five hundred", "Preis: fünfhundert", "The total is 1,500.00.", "amount: 1500"),
    *("Der Preis beträgt 500", "Honorar: 1.500,00", "Teilnahmegebühr 250", "Kosten in Höhe von 90"),
    *("prix : 500", "le tarif est de 500", "precio de 500", "prezzo: 500", "il costo è 500"),
    *("tarief 80", "o preço é 500", "cena: 500", "https://pay.example/?price=500&c=1"),
    *("https://pay.example/500-eur", "https://pay.example/%E2%82%AC500"),
]
HARMLESS = [
    *("1.- Objeto", "10.- Vigencia", "3.–5. Mai", "Zimmer 100.\n\n- a", "5, - 6"),
    *(
        "Sessions paid by your company: 6",
        "Number of paid sessions: 6",
        "and/or 6",
        "his/her 2 sessions",
    ),
    *(
        "6 sessions",
        "six sessions of 60 minutes",
        "within 14 days",
        "24 hours' notice",
        "version 2",
    ),
    *(
        "§ 5 Fees",
        "3. Fees",
        "4.2 Payment",
        "Payment\n\n5. Duration",
        "See section 5, item 3.",
        "2",
    ),
    *("12.05.2027", "2027-05-01", "1 May 2027", "in 2027", "at 10:30", "den 5. Mai 2027", "5 km"),
    *("Le 5 mai 2027", "el 5 de mayo", "+49 30 123456", "Tel. 030/1234567", "Zoom 123 456 789"),
    *("The fee is paid by somebody else.", "The participant owes no fee.", "No payment is due."),
    *(
        "The fee for 6 sessions is paid by somebody else within 14 days.",
        "Paid in full. 6 sessions.",
    ),
    *("Payment is made by somebody else. 6 sessions of 60 minutes.", "paid for: 6 sessions"),
    *("You pay nothing and may cancel before 2027.", "paid by your company, see section 5."),
    *("You owe no fee. There are 6 sessions.", "Your place has been paid for. One hour a week."),
    *("The amount of sessions is 6.", "a total of 6 sessions", "Sessions in total: 6", "10 % off"),
    *("Within 14 days. Euro is the currency.", "The currency is EUR. 6 sessions follow."),
    *(
        "Room B 204",
        "Q1 2027",
        "siehe S. 123",
        "5 or 6 sessions",
        "3 of 5",
        "2 copies",
        "week 1 to 4",
    ),
    *(
        "Die Teilnahmegebühr zahlt jemand anderes. Es sind 6 Termine.",
        "Absage bis 24 Stunden vorher",
    ),
    *("6 Sitzungen zu je 60 Minuten", "12 séances de 60 minutes", "6 sesiones de 60 minutos"),
    *("6 incontri di 60 minuti", "6 sessies van 60 minuten", "6 sessões de 60 minutos", "6 sesji"),
    *("Art. 5 Abs. 2 DSGVO", "GDPR article 6 (1) (b)", "§ 312g BGB", "ISO 27001", "CA-2027-0001"),
    *("12 Pond Street, Town", "Anne Frank, 1 Street", "Sam Price, 12 High Street", "SW1Y 4JH"),
    *(
        "between Alex Morgan, 12 Pound Lane, and Kim Costa, 5 High Street",
        "Bahnhofstr. 5, 8001 Ort",
    ),
    *("COVID-19", "one of you", "TOP 10", "ALL 6 SESSIONS", "TRY 2 OF THEM", "top 100", "R 2"),
]


def holds_amount(text: str) -> bool:
    try:
        amounts_refuse(text, field="body")
    except TermsError:
        return True
    return False


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_found(text: str) -> None:
    assert holds_amount(text)
    assert holds_amount(f"Something before. {text}, and more.\n\nThe end.")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_contracts_say_besides_is_no_amount(text: str) -> None:
    assert not holds_amount(text)
    assert not holds_amount(f"Something before.\n\n{text}\n\nThe end.")


def test_all_harmless_texts_one_after_the_other_are_no_amount() -> None:
    assert not holds_amount("\n\n".join(HARMLESS))
    assert not holds_amount(". ".join(each.rstrip(".") for each in HARMLESS))


def test_the_refusal_quotes_the_place_and_names_the_field() -> None:
    with pytest.raises(TermsError, match="“The fee is that of 500 EUR”") as caught:
        amounts_refuse("6 sessions. The fee is that of 500 EUR a month.", field="title")
    assert (caught.value.code, caught.value.field) == (
        TermsErrorCode.AMOUNT_FOR_PARTICIPANTS,
        "title",
    )


@given(
    st.sampled_from(LOCALES),
    st.sampled_from(CURRENCIES),
    st.integers(1, 10**12),
    st.sampled_from(["latn", "default"]),
)
@settings(max_examples=1500, deadline=None)
def test_any_money_as_any_language_writes_it_is_found(
    locale: str, currency: str, minor: int, digits: str
) -> None:
    money = Money(minor, currency)
    written = format_currency(
        money.amount, currency, locale=Locale.parse(locale, sep="-"), numbering_system=digits
    )
    assert holds_amount(f"Something {written} more")
    assert holds_amount(money.format(locale))


@given(st.sampled_from(NAMED), st.sampled_from(CURRENCIES), st.integers(1, 10**9))
@settings(max_examples=500, deadline=None)
def test_any_money_with_its_currencys_name_is_found(
    language: str, currency: str, minor: int
) -> None:
    amount = Money(minor, currency).amount
    assert holds_amount(format_currency(amount, currency, locale=language, format_type="name"))


def test_every_short_form_that_babel_knows_is_known() -> None:
    for locale in localedata.locale_identifiers():
        for symbol in Locale.parse(locale).currency_symbols.values():
            last = (spelled(symbol).split() or [""])[-1]
            has_sign = any(unicodedata.category(char) == "Sc" for char in symbol)
            letters = "".join(filter(str.isalpha, last))
            assert not letters or has_sign or letters in SHORT_FORMS | list_currencies(), symbol


@given(
    st.sampled_from(["€500", "EUR 500", "500 EUR", "Fee: 500", "500 dollars"]),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from("\u200b\u00ad\u2060\ufe0f\u0336*~`"))),
)
def test_nothing_invisible_hides_an_amount(text: str, hidden: list[tuple[int, str]]) -> None:
    for place, char in hidden:
        text = text[:place] + char + text[place:]
    assert holds_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        *("\uff15\uff10\uff10 €", "\u0665\u0660\u0660 €", "\U0001d7d3\U0001d7ce €", "5️⃣0️⃣0️⃣ €"),
        *("&euro;500", "&#8364; 500", "5&#48;0 EUR", "\uffe1500", "\uff25\uff35\uff32 500"),
        *(
            "E\u0301UR 500 €",
            "500\u00a0€",
            "500\u202f€",
            "50\u00ad0 €",
            "1\u2019500 CHF",
            "FEE: 500",
        ),
        *("€\u2066500\u2069", "F\u200bee: 500", "𝐅𝐞𝐞: 500", "\ufdfc 500"),
    ],
)
def test_other_characters_that_look_the_same_are_read_the_same(text: str) -> None:
    assert holds_amount(text)


@pytest.mark.parametrize(
    "markdown",
    [
        *("€**500**", "**€**500", "5**0**0 €", "E*U*R 500", "`500` €", "[€](https://a.example)500"),
        *("[pay](https://a.example/?price=500)", '[x](https://a.example "€500")', "500  \n€"),
        *("| Fee | 500 |\n|---|---|\n| a | b |", "| What | Fee |\n|---|---|\n| Coaching | 500 |"),
        *(
            "> - Fee: *500*",
            "# Fee: 500",
            "<https://a.example/%E2%82%AC500>",
            "1. €500",
            "    €500",
        ),
    ],
)
def test_an_amount_is_found_in_markdown_as_it_is_displayed(markdown: str) -> None:
    with pytest.raises(TermsError):
        html_amounts_refuse(markdown_to_html(markdown), field="body")


@pytest.mark.parametrize(
    "markdown",
    [
        *("# Fee\n\n6 sessions", "# Fee\n6", "- fee\n- 6", "| Fee | Of |\n|---|---|\n| none | 6 |"),
        *("1. Fee\n2. Sessions", "The fee\n\n> 6", "[6 sessions](https://a.example/sessions/6)"),
    ],
)
def test_what_stands_apart_is_no_amount(markdown: str) -> None:
    html_amounts_refuse(markdown_to_html(markdown), field="body")


def parts_hold_amount(source: str) -> bool:
    parts = template_parts(source, audience=Audience.PARTICIPANT)
    try:
        parts_amounts_refuse(parts, field="body")
    except TermsError:
        return True
    return False


@pytest.mark.parametrize(
    "source",
    [
        "{% if client.name == 'Nobody' %}The fee is 500.{% endif %}",
        "{% if client.name == 'x' %}{% else %}{% if false %}€500{% endif %}{% endif %}",
        "{% unless true %}€500{% else %}x{% endunless %}",
        "{% case client.name %}{% when 'a' %}x{% when 'b' %}€500{% else %}y{% endcase %}",
        "{% case client.name %}{% when 'a' %}x{% else %}€500{% endcase %}",
        "{% for a in client.name %}€500{% else %}{% endfor %}",
        "{% for a in client.name %}x{% else %}€500{% endfor %}",
        "€{% if a %}x{% else %}500{% endif %}",
        "€{% if a %}x{% endif %}{% if b %}500{% endif %}",
        "{% if a %}€{% elsif b %}x{% endif %}{% if c %}y{% else %}{% endif %}500",
        "The fee {% if a %}{% else %}is not{% endif %} is {{ coach.name }}500",
        "{{ custom.plan | default: '€500' }}",
        "{% if false %}{{ '€500' }}{% endif %}",
        "{% participant %}{% if false %}€500{% endif %}{% endparticipant %}",
        "**€**{% if false %}**500**{% endif %}",
    ],
)
def test_an_amount_is_found_in_any_branch_and_across_them(source: str) -> None:
    assert parts_hold_amount(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% payer %}The fee is 500.{% endpayer %}",
        "{% if true %}{% payer %}€500{% endpayer %}{% endif %}",
        "{% comment %}€500{% endcomment %}",
        "The fee{% if a %}{% payer %} is 500{% endpayer %}{% endif %} is paid by somebody else.",
        "## Fee\n{% payer %}€500{% endpayer %}\n5 sessions",
        "## Fees\n{% if a %}x{% endif %}\n1. One\n2. Two",
    ],
)
def test_what_participants_never_read_is_no_amount(source: str) -> None:
    assert not parts_hold_amount(source)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "5 ",
            "5",
            "5.",
            "5,",
            "1 000 ",
            "a",
            "a ",
            "a.b",
            "fee ",
            "fee is ",
            "fee\n",
            "fee 5 sessions ",
        ),
        *(
            "€ ",
            "\n",
            "\ufdfa",
            "½",
            "eur ",
            "und",
            "zweihundert",
            "five ",
            "&amp;",
            "%41",
            "一",
            "元",
        ),
        *(
            "&",
            "&#",
            "%",
            "'5",
            "_",
            "5_",
            "a-",
            "\u0301",
            "e\u0301",
            "😀",
            "US ",
            "(",
            ". ",
            "5 of ",
        ),
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * MAX_SOURCE_CHARS)[:MAX_SOURCE_CHARS]
    started = time.process_time()
    holds_amount(text)
    parts_hold_amount(text)
    assert time.process_time() - started < 1.5


def test_conditions_beside_conditions_do_not_multiply() -> None:
    for source in (
        "{% if a %}5{% endif %}" * 240,
        "{% if a %}fee " * 20 + "{% endif %}" * 20,
        "{% if a %}" + "{% elsif b %}fee " * 490 + "{% endif %} is " + "5 x " * 1000,
    ):
        started = time.process_time()
        parts_hold_amount(source)
        assert time.process_time() - started < 1


@given(st.text(max_size=200))
@example("")
@example(".")
@example("%")
def test_any_text_is_read(text: str) -> None:
    holds_amount(text)


def test_a_link_is_no_amount_whatever_stands_in_it_by_chance() -> None:
    for _ in range(3000):
        assert not holds_amount(f"https://coach.example/coaching/p/{token_new().raw}/")


def test_zero_is_an_amount_too() -> None:
    assert holds_amount(format_currency(Decimal(0), "EUR", locale="en"))
