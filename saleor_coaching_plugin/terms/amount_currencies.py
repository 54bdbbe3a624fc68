"""How currencies are written: signs are known by their Unicode category, the rest is in here."""

# ruff: noqa: RUF001  # Cyrillic short forms look like Latin ones, which are another currency

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_name, list_currencies

from .amount_spelling import spelled
from .amount_words import words

NAMED_IN = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
_OF_MANY_COUNTRIES = {"XAF", "XCD", "XCG", "XOF", "XPF"}
"""Whose codes begin with X as those of gold and of test money do (ISO 4217)."""
_COUNTS = (Decimal("0.5"), 1, 2, 5, 1_000_000)
"""One for each of the forms that a noun has after numbers."""
NOUNS = words(
    "euro euros eur dollar dollars dollari dolar dolares dolary dolarow dolara dolaren buck",
    "bucks quid cent cents centesimi centavos centimes eurocent eurocents pence penny rappen",
    "groszy grosze franken francs franc frank franchi francos franco frankow franki rappens",
    "pfund pound pounds livres sterling sterline sterlina libras libra pond ponden funt funty",
    "funtow yen yens jen yuan renminbi rupee rupees rupien rupie rupees rubel rubles roubles",
    "rublos rubli roebel kroner kronor krona krone kronen krona couronnes coronas corone",
    "korona koron korony kronen koruna korun peso pesos reais dirham dirhams dinar dinars",
    "dinare zloty zlote zlotych zlotego zlotys shekel shekels schekel lira liras lire lei",
    "forint forints hryvnia lev leva baht ringgit rupiah riyal riyals shilling shillings",
    "schilling",
)
"""What people call them without saying whose they are, in the languages above."""
NOUNS_LIKE_WORDS = words("pond ponden frank franco pound sterling lei lev leva corone coronas buck")
"""Of those, the ones that streets and people are called by."""
CARELESS_CODES = words("eur usd gbp chf cad aud nzd sek nok dkk pln czk huf jpy inr zar")
"""Codes that are taken for one in any case of letters."""
SHORT_FORMS = words(
    "Afl Ar B Br Bs BsS CF CFA CFP CFPF Cg D DA DT Db Dkr E ECU Esc F FB FBu FC FCFA FCFP FG",
    "Fdj Ft G Gs Ikr K KM Kc Kcs Ksh Kz L LS Le Leke Ls M MK MTn NAf NIS Nfk Nkr Nu P Q R RF",
    "RM Rf Rp Rs S SR TSh UM UP USh VT Vej den din kn kr mk oS soʻm zl Δρχ КМ Кч ЛСЛ ТМТ Тл",
    "ден дин зл крб лв р сом сум щд לי ام جس جم دا دب دت دج دس دع دك دل دم ر را رس رع رق ري",
    "ریال فرانک لس لل ރ नर ර සෆඑ ብር Kr KR KC ZL FT RS rs Re re lei Lei LEI SFr Sfr sFr Fr fr",
    "KSh руб Руб грн",
)
"""As `spelled`, and without dots: those of Babel for any language, then others that people use."""
LIKE_WORDS = words(
    "ALL TRY TOP CUP PEN MAD GEL MOP COP BAM RON BOB SOS ANG BAD SIT YUM PES NIC SUR ROL MAF",
    "Le den din DA UP UM KM mk DT SR FB FC LS Db Br MK kn Ls Re re rs fr Fr Nu Esc ECU NIS",
)
"""Codes and short forms that also mean something else, as single letters do."""


@cache
def names() -> frozenset[str]:
    """`swiss francs`, `schweizer franken` …: their words with a space in between."""
    codes = [each for each in list_currencies() if each[0] != "X" or each in _OF_MANY_COUNTRIES]
    written = {
        get_currency_name(code, count=count, locale=language)
        for language in NAMED_IN
        for code in codes
        for count in (None, *_COUNTS)
    }
    return (
        NOUNS
        | {"f cfa"}
        | {" ".join(spelled(each).casefold().replace("-", " ").split()) for each in written}
    )
