"""Order, invoices and payments as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.money import Money

from .access import Access
from .case import Case
from .folder import PackFolder
from .moments import utc
from .timeline import Event


def papers_add(folder: PackFolder, case: Case) -> None:
    if case.order:
        folder.add("order.json", _order_json(case.order), "The order as the shop has it")
    if case.invoices:
        folder.add_table(
            "invoices.csv",
            ["number", "issued (UTC)", "due on", "total", "paid", "currency", "state", "for"],
            (
                [
                    invoice.number,
                    utc(invoice.issued_at) if invoice.issued_at else "",
                    invoice.due_on,
                    invoice.total.amount,
                    Money(invoice.paid_minor, invoice.currency).amount,
                    invoice.currency,
                    invoice.status,
                    "; ".join(line["description"] for line in invoice.lines),
                ]
                for invoice in case.invoices
            ),
            "The invoices",
        )
    if case.payments:
        folder.add_table(
            "payments.csv",
            ["received (UTC)", "amount", "currency", "invoice", "method", "reference"],
            (
                [
                    utc(payment.received_at),
                    payment.amount.amount,
                    payment.invoice.currency,
                    payment.invoice.number,
                    payment.method,
                    payment.reference,
                ]
                for payment in case.payments
            ),
            "The payments that arrived",
        )


def logs_add(folder: PackFolder, accesses: list[Access], events: list[Event]) -> None:
    folder.add_table(
        "access-activity.csv",
        ["time (UTC)", "what", "who", "IP", "browser"],
        ([utc(each.at), each.what, each.who, each.ip, each.browser] for each in accesses),
        "When the client opened, answered, logged in and worked",
    )
    folder.add_table(
        "timeline.csv",
        ["time (UTC)", "what", "detail", "file"],
        ([utc(event.at), event.what, event.detail, event.file] for event in events),
        "Everything that happened, in order",
    )


def _order_json(order: Order) -> str:
    return json.dumps(
        {**asdict(order, dict_factory=_plain), "is_paid": order.is_paid},
        indent=1,
        ensure_ascii=False,
    )


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if set(found) == {"minor", "currency"}:
        amount = Money(**found).amount
        return {"amount": str(amount), "currency": found["currency"]}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in found.items()
    }
