"""The words around an amount, as `amount_tokens` spells them: no accents, lower case.

They are looked up whatever the text's language is; where a word means something else in another
language, `amount_rules` asks for more than the word.
"""

from __future__ import annotations

import re
from functools import lru_cache


def words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


PRICES = words(
    # en
    "price prices priced pricing fee fees cost costs costing pay pays paid paying payable payment",
    "payments charge charges charged deposit instalment instalments installment installments",
    "refund surcharge retainer tuition",
    # de
    "preis preise preises preisen honorar honorare honorars gebuhr gebuhren gebuehr gebuehren",
    "kosten kostet kostete betrag betrage betrages betrags entgelt entgelte vergutung verguetung",
    "zahlen zahlt zahlung zahlungen bezahlen bezahlt anzahlung pauschale stundensatz tagessatz",
    # fr
    "prix tarif tarifs cout couts coute frais montant montants honoraires paiement paiements payer",
    "paye payez payent acompte remboursement",
    # es
    "precio precios coste costes costo costos cuesta importe importes tarifa tarifas honorarios",
    "pago pagos pagar paga pagas cuota cuotas anticipo",
    # it
    "prezzo prezzi costi costa compenso onorario onorari importo importi tariffa tariffe",
    "pagamento pagamenti pagare acconto caparra rata",
    # nl
    "prijs prijzen tarief tarieven bedrag bedragen honorarium betaling betalingen betalen betaalt",
    "betaald vergoeding aanbetaling",
    # pt
    "preco precos custo custos custa taxa taxas pagamento pagamentos sinal",
    # pl
    "cena ceny cene koszt koszty kosztuje oplata oplaty oplate kwota kwoty kwote platnosc",
    "platnosci zaplata wynagrodzenie zadatek zaliczka rata raty",
)
PRICE_ENDINGS = (
    *("preis", "preise", "gebuhr", "gebuhren", "kosten", "honorar", "betrag", "entgelt"),
    *("vergutung", "pauschale", "zahlung", "prijs", "tarief", "tarif", "bedrag"),
)
"""Of compounds: Teilnahmegebühr, Gesamtpreis, cursusprijs."""
LOOSE_PRICES = words(
    "amount amounts amounting total totals totalling sum rate rates value worth charge",
    "summe gesamt insgesamt rate raten wert satz total totale totaal suma razem valor valore",
    "valeur somme",
)
"""As often about something else: only a number that looks like money makes an amount of it."""

BEFORE_AMOUNT = words(
    "of is are was were be been being at to about approximately approx only just now currently",
    "from plus amounts amounting comes exactly around roughly over under the a total again",
    "von ist sind war betragt betraegt betragen hohe hoehe ca circa etwa rund nur jetzt ab zu",
    "insgesamt auf",
    "de est sont etait a environ seulement es son era por aprox solo di e sono circa soltanto",
    "van zijn bedraagt ongeveer slechts do sao cerca apenas to jest wynosi okolo tylko",
)
"""What may stand between a price word, or what else is said of it, and its number."""
AFTER_AMOUNT = words(
    "per a an each every plus incl including inclusive excl excluding net gross and or in to until",
    "due payable is are on by at upon monthly weekly yearly annually quarterly hourly daily only",
    "for with which before after from now altogether",
    "pro je zzgl inkl exkl netto brutto und oder bis fallig zahlbar monatlich wochentlich jahrlich",
    "einmalig sowie fur mit ist sind am zum",
    "par plus et ou ht ttc hors avec pour por al cada mas y o con sin para piu e ogni",
    "en of elke voor met mais ou com za na i lub oraz plus",
)
"""What may follow an amount; any other word is what the number counts: 6 sessions, 14 days."""
PER = words("per pro je par por al a an for fur pour voor za")
"""As in: price per session: 80."""
ABBREVIATIONS = words("approx ca incl excl inkl exkl zzgl bzw max min env aprox mind no nr")
"""Whose full stop ends no sentence."""
LINKING = words("of de d von di van do in")
"""As in: un million d'euros, 500 in EUR."""

_SMALL = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    "un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize",
    "vingt trente quarante cinquante soixante",
    "uno una dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta",
    "cuarenta cincuenta sesenta setenta ochenta noventa",
    "due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta",
    "cinquanta sessanta settanta ottanta novanta",
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig",
    "zestig zeventig tachtig negentig",
    "um uma dois duas quatro sete oito nove dez onze doze vinte trinta quarenta cinquenta sessenta",
    "jeden dwa dwie trzy cztery piec szesc siedem osiem dziewiec dziesiec dwadziescia trzydziesci",
    "czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat",
)
_BIG = words(
    "hundred hundreds thousand thousands million millions mio mln mrd tsd",
    "mille millions milliers cien ciento cientos doscientos trescientos cuatrocientos",
    "quinientos seiscientos setecientos ochocientos novecientos mil millon millones",
    "mila milione milioni honderd duizend miljoen cem cento duzentos trezentos quatrocentos",
    "quinhentos seiscentos setecentos oitocentos novecentos milhao milhoes",
    "sto dwiescie trzysta czterysta piecset szescset siedemset osiemset dziewiecset tysiac tysiace",
    "tysiecy milion milionow",
)
_COMPOUNDS = tuple(
    re.compile(f"(?:{'|'.join(words(parts))})+")
    for parts in (
        "eine eins ein zwei drei vier funf fuenf sechs sech sieben sieb acht neun zehn elf zwolf "
        "zwoelf zwanzig dreissig zig hundert tausend millionen million und",
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig tig "
        "honderd duizend en",
        "uno un due tre quattro cinque sei sette otto nove dieci venti trenta quaranta cinquanta "
        "sessanta settanta ottanta novanta cento mille mila",
    )
)
_BIG_PARTS = ("hundert", "tausend", "million", "honderd", "duizend", "cento", "mille", "mila")
_LONGEST_NUMBER = 60


@lru_cache(maxsize=4096)
def is_number(word: str) -> bool:
    """Whether it stands for a number: five, fünfhundert, quinientos, 五百."""
    if word in _SMALL or word in _BIG or word[-1].isnumeric():
        return True
    return len(word) <= _LONGEST_NUMBER and any(each.fullmatch(word) for each in _COMPOUNDS)


def is_big_number(word: str) -> bool:
    """A hundred or more."""
    return word in _BIG or (is_number(word) and any(each in word for each in _BIG_PARTS))


@lru_cache(maxsize=4096)
def is_price(word: str) -> bool:
    return word in PRICES or word.endswith(PRICE_ENDINGS)
