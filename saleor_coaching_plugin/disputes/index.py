"""index.html: what a clerk of a bank reads first, under the names that Stripe's form has.

https://docs.stripe.com/api/disputes/evidence_object lists those names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.pages import page_render
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.mail.models import MailStatus

from .access import Access
from .case import Case
from .folder import PackFile, PackFolder
from .moments import utc
from .proof import ActProof
from .timeline import Event


def index_add(
    folder: PackFolder,
    case: Case,
    *,
    proofs: list[ActProof],
    accesses: list[Access],
    events: list[Event],
    mail_files: dict[str, PackFile],
    now: datetime,
) -> None:
    context = {
        "case": case,
        "coach_name": conf().coach_name,
        "coach_address": conf().coach_address,
        "made_at": utc(now),
        "address": ", ".join(_address(case)),
        "products": list(_products(case)),
        "services": list(_services(case)),
        "proofs": [_proof_shown(proof) for proof in proofs],
        "invoices": [_invoice_shown(invoice, case) for invoice in case.invoices],
        "accesses": [{"at": utc(each.at), "is": each} for each in accesses],
        "mails": [
            {
                "at": utc(mail.sent_at or mail.created_at),
                "is": mail,
                "file": mail_files[str(mail.id)],
            }
            for mail in case.mails
        ],
        "sent_to_client": sum(
            mail.status == MailStatus.SENT and mail.to_email.lower() in case.emails
            for mail in case.mails
        ),
        "events": [{"at": utc(event.at), "is": event} for event in events],
        "files": list(folder.files),
    }
    page = page_render("disputes/index.html", context)
    folder.add("index.html", page, "What you are reading")


def _address(case: Case) -> Iterator[str]:
    found = case.billing_address
    for name in ("company", "street", "postal_code", "city", "country"):
        if found.get(name):
            yield str(found[name])


def _products(case: Case) -> Iterator[dict[str, Any]]:
    if case.agreement:
        package = case.agreement.template_version
        yield {
            "name": package.package_name,
            "detail": f"{case.agreement.sessions} sessions",
            "text": package.package_description,
        }
    elif case.order:
        for line in case.order.lines:
            yield {
                "name": line.product_name,
                "detail": f"{line.quantity} at {line.unit_price.format('en')}",
            }
    else:
        for purchase in case.purchases:
            yield {"name": purchase.product_name, "detail": f"{purchase.quantity} bought"}


def _services(case: Case) -> Iterator[str]:
    """When the service began, as far as the records tell."""
    if case.agreement and case.agreement.start_on:
        yield f"Agreed start: {case.agreement.start_on:%Y-%m-%d}"
    for run in case.enrolments:
        yield f"Material by mail since {utc(run.enrolled_at)} UTC: {run.sequence.name}"
    for packet in case.packets:
        done = f", completed {utc(packet.completed_at)} UTC" if packet.completed_at else ""
        yield f"Welcome packet given {utc(packet.given_at)} UTC: {packet.packet.name}{done}"


def _proof_shown(proof: ActProof) -> dict[str, Any]:
    facts, personal = proof.act.facts, proof.act.personal
    boxes = [
        {"text": each["text"], "ticked": each["accepted"]} for each in facts.get("consents", ())
    ]
    shown = facts.get("presentation") or {}
    reported = shown.get("boxes") or []
    return {
        "is": proof,
        "at": utc(proof.act.at),
        "number": certificate_number(proof.act.hash),
        "erased_at": utc(proof.act.erased_at) if proof.act.erased_at else "",
        "by": personal.get("name") or personal.get("email", ""),
        "signer": (personal.get("signer") or {}).get("name", ""),
        "statement": facts.get("statement", ""),
        "button": facts.get("button", ""),
        "identified_by": str(facts.get("identified_by", "")).replace("_", " "),
        "ip": personal.get("ip", ""),
        "browser": personal.get("user_agent", ""),
        "acting": personal.get("acting"),
        "boxes": boxes,
        "boxes_were_empty": bool(reported) and not any(b["initially_checked"] for b in reported),
        "shown_by": f"{shown.get('component', '')} {shown.get('version', '')}".strip(),
    }


def _invoice_shown(invoice: Any, case: Case) -> dict[str, Any]:
    return {
        "is": invoice,
        "issued": utc(invoice.issued_at) if invoice.issued_at else "",
        "total": invoice.total.format("en"),
        "payments": [
            {
                "at": utc(payment.received_at),
                "amount": payment.amount.format("en"),
                "is": payment,
            }
            for payment in case.payments
            if payment.invoice_id == invoice.id
        ],
    }
