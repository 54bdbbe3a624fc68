"""What is planted: amounts that nothing else equals, and people with unheard-of names."""

from __future__ import annotations

from dataclasses import dataclass

from needles import Needle, amount, words

AGREED_FEE = "407281936.15"
"""EUR, for five people and in three instalments."""
OTHER_FEE = "815902347"
"""JPY, of the payer's other agreement."""
UNIT_PRICE = "93417586.20"
"""USD; what the course costs in the shop, which everybody may know. The payer has a voucher."""
CODE = "QUITTUNGSGELEE"

PLANTED = {
    "fee": 407_281_936,
    "fee of the other agreement": 815_902_347,
    "payer's part, CHF": 31_847_265,
    "payer's part, INR": 583_917_461,
    "payer's part, English words": 64_193_528,
    "payer's part, German words": 98_735_214,
    "payer's part of the course, SEK": 76_235_981,
    "proposal mail": 52_907_148,
    "custom value for the payer alone": 29_684_053,
    "package of another product": 87_150_632,
    "budget in the other agreement's text": 60_412_879,
}
"""The whole units of each."""

PAYERS_PART = """
You pay {{ fee.total }} for {{ package.seats }} people, in parts:
{% for part in fee.instalments %}{{ part.number }}. {{ part.amount }} by {{ part.due_on }}
{% endfor %}
Else it were CHF 31'847'265.--, or ₹ 58,39,17,461.00; or sixty-four million, one hundred and
ninety-three thousand five hundred and twenty-eight pounds. {{ custom.budget }}
"""
PAYERS_PART_DE = """
Sie zahlen {{ fee.total }} für {{ package.seats }} Personen, andernfalls achtundneunzig Millionen
siebenhundertfünfunddreißigtausendzweihundertvierzehn Euro.
"""
COURSE_PAYERS_PART = """
You buy {{ product.quantity }} places at {{ product.price }}; a hall alone costs 76 235 981 kr.
"""
PROPOSAL = """Hello {{ client.first_name }}, it is £ 52,907,148.00 less than elsewhere.

[Read it]({{ agreement.link }})"""
BUDGET = "Our budget is $29.684.053,00 at most."
OTHER_PACKAGE = "Premium for 87 150 632 kr"
OTHER_BODY = "For {{ client.name }}: {{ fee.total }}, of a budget of 60,412,879 yen."


@dataclass(frozen=True)
class Someone:
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def needles(self) -> list[Needle]:
        return [
            words(f"last name of {self.first_name}", self.last_name),
            words(f"address of {self.first_name}", self.email),
        ]


ISOLDE = Someone("Isoldine", "Wolkenbruchmeier", "kasse.zinnober@zahlmeisterei.example")
"""Who pays for everybody."""
SHARED_NAME = "Tante Isoldine Wolkenbruchmeier"
"""By which the participants of the course know her; those of the agreement do not."""
ADDRESS = {
    "first_name": ISOLDE.first_name,
    "last_name": ISOLDE.last_name,
    "street": "Quittenzwinger 7",
    "postal_code": "0815-ZWIEBEL",
    "city": "Oberammerlachtal",
    "country": "DE",
}
PAYMENT_REFERENCE = "ueberweisung-papaya"
REFUND_REFERENCE = "rueckweisung-mangold"

ANNA = Someone("Annegunde", "Fliederbusch", "anna.fliederbusch@teil.example")
BEN = Someone("Benvenuto", "Haselnusser", "ben.haselnusser@teil.example")
CLEO = Someone("Cleopatria", "Morgenstern", "cleo.morgenstern@teil.example")
DORA = Someone("Doralinde", "Kirschgarten", "dora.kirschgarten@teil.example")
EMIL = Someone("Emilianus", "Sonnenthaler", "emil.sonnenthaler@teil.example")
TIM = Someone("Timotheus", "Sperlingsfeld", "paul.distelfink@teil.example")
GUARDIAN = "Paul Distelfink"
"""Of Tim, who has no address of his own."""
GRETA = Someone("Gretamaria", "Ahornblatt", "greta.ahornblatt@teil.example")
HUGO = Someone("Hugobert", "Lindenzweig", "hugo.lindenzweig@teil.example")
"""Has not answered yet."""
ADVISER = Someone("Kanzlei", "Paragraphenreiter", "anwalt@paragraphenreiter.example")
"""Gets a copy of what Anna accepts."""

IN_THE_AGREEMENT = (ANNA, BEN, CLEO, DORA, EMIL, TIM)
IN_THE_COURSE = (GRETA, HUGO)
GONE = (BEN, DORA)
"""Nobody to log in any more: one was replaced, the other declined and was paid back."""
PARTICIPANTS = (*IN_THE_AGREEMENT, *IN_THE_COURSE)


def planted_needles() -> list[Needle]:
    """What is known before anything is bought."""
    return [
        *(amount(name, major) for name, major in PLANTED.items()),
        *ISOLDE.needles(),
        words("payer's first name", ISOLDE.first_name),
        words("payer's street", ADDRESS["street"]),
        words("payer's postal code", ADDRESS["postal_code"]),
        words("payer's town", ADDRESS["city"]),
        words("voucher", CODE),
        words("reference of the payment", PAYMENT_REFERENCE),
        words("reference of the refund", REFUND_REFERENCE),
    ]
