"""What both pages are made of: the summary of what is paid for, and the card form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import (
    GOOD_NUMBER,
    CardInput,
)

from .html import NOTHING, Markup, element, fill, joined, void_element


def summary(
    *, heading: str, amount: str, total: str, notes: Iterable[str], lines: Iterable[tuple[str, str]]
) -> Markup:
    """`lines` are pairs of description and amount."""
    rows = [
        Markup(f"<tr>{element('td', text)}{element('td', price)}</tr>") for text, price in lines
    ]
    return fill(
        "summary.html",
        heading=heading,
        amount=amount,
        notes=joined(*(element("p", note, class_="soft") for note in notes)),
        rows=joined(*rows),
        total=total,
    )


def card_form(
    *, action: str, amount: str, problem: str | None, contact: Markup = NOTHING
) -> Markup:
    """`problem` says why the last attempt failed; `contact` are further fields."""
    alert = element("p", problem, class_="alert", role="alert") if problem else NOTHING
    number = " ".join(GOOD_NUMBER[start : start + 4] for start in range(0, 16, 4))
    return fill(
        "card_form.html", action=action, alert=alert, amount=amount, contact=contact, number=number
    )


def text_input(name: str, label: str, value: str, *, kind: str = "text") -> Markup:
    field = void_element(
        "input", id=name, name=name, type=kind, value=value, required="", autocomplete="off"
    )
    return joined(element("label", label, for_=name), field)


def card_input(form: Mapping[str, object]) -> CardInput:
    return CardInput(*(str(form.get(name, ""))[:40] for name in ("number", "expiry", "cvc")))
