"""Which hosted page answers which path."""

from __future__ import annotations

import re

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import ApiError
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.form import form_decode
from saleor_coaching_plugin.sandbox.stripe_simulator.transport.messages import Request, Response
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call, World

from .checkout_page import checkout_page, checkout_page_pay
from .html import not_found
from .invoice_page import invoice_page, invoice_page_pay, invoice_pdf
from .parts import card_input

_PATH = re.compile(r"/(i|c/pay)/(\w+)(/pay|/pdf)?")


def site_respond(world: World, request: Request) -> Response:
    match = _PATH.fullmatch(request.path)
    if match is None:
        return not_found()
    with world.call() as call:
        return _answer(call, request, f"{request.method} {match[1]}{match[3] or ''}", match[2])


def _answer(call: Call, request: Request, what: str, identifier: str) -> Response:
    try:
        form = form_decode(request.body.decode(errors="replace"))
    except ApiError:
        return not_found()
    if what == "GET i":
        return invoice_page(call, identifier)
    if what == "GET i/pdf":
        return invoice_pdf(call, identifier)
    if what == "POST i/pay":
        return invoice_page_pay(call, identifier, card_input(form))
    if what == "GET c/pay":
        return checkout_page(call, identifier)
    if what == "POST c/pay/pay":
        return checkout_page_pay(call, identifier, form)
    return not_found()
