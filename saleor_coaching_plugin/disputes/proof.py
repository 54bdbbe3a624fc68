"""The accepted texts, their certificates, and the evidence that anybody can verify."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.pages import page_render
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.certificate.content import (
    NothingToCertify,
    PersonalDataErased,
)
from saleor_coaching_plugin.evidence.checkpoints import head_sign
from saleor_coaching_plugin.evidence.documents import certificate_make
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.evidence.program import verifier_program
from saleor_coaching_plugin.evidence.stamps.chosen import authority_chosen
from saleor_coaching_plugin.evidence.stamps.errors import AuthorityError
from saleor_coaching_plugin.evidence.verify.check import bundle_check
from saleor_coaching_plugin.evidence.verify.words import report_lines

from .acts import Act
from .case import Case
from .folder import PackFile, PackFolder

ROOTS = "time-authority-roots.pem"
PROGRAM = "coaching-verify.pyz"


@dataclass(frozen=True)
class TextProof:
    title: str
    page: PackFile
    """To read."""
    exact: PackFile
    """The very bytes that were accepted."""
    sha256: str
    """As the ledger has it."""


@dataclass(frozen=True)
class ActProof:
    """What the pack has of one acceptance or countersignature."""

    act: Act
    texts: list[TextProof]
    certificate: PackFile | None
    lack: str
    """Why there is no certificate."""


def proofs_add(folder: PackFolder, case: Case, now: datetime) -> list[ActProof]:
    names = _stems()
    proofs = []
    for act in case.acts:
        if act.has_certificate:
            texts = [
                _text_add(folder, act, place, next(names))
                for place in range(len(act.personal.get("texts", ())))
            ]
            certificate, lack = _certificate_add(folder, act, now)
            proofs.append(ActProof(act, texts, certificate, lack))
    return proofs


def evidence_add(folder: PackFolder, case: Case, now: datetime) -> None:
    """The bundle, what our own look at it found, and how to look for oneself."""
    for chain in case.chains:
        head_sign(chain=chain, now=now)
    bundle = bundle_make(case.chains)
    content = json.dumps(bundle, indent=1, ensure_ascii=False)
    folder.add("evidence.json", content, "The ledger's record of this deal, signed")
    findings = "\n".join(report_lines(bundle_check(bundle)))
    folder.add("verification.txt", f"{findings}\n", "What verifying evidence.json found")
    roots = _roots()
    if roots:
        folder.add(ROOTS, roots, "Root certificates of the time authority")
    folder.add(PROGRAM, verifier_program(), "The program that verifies evidence.json")
    how = page_render(
        "disputes/how_to_verify.txt",
        {
            "coach_name": conf().coach_name,
            "keys_url": page_url("verify/"),
            "roots": ROOTS if roots else "",
            "program": PROGRAM,
        },
    )
    folder.add("HOW-TO-VERIFY.txt", how, "How to verify evidence.json without us")


def _roots() -> bytes | None:
    try:
        authority = authority_chosen()
    except AuthorityError:
        return None
    return authority.roots if authority else None


def _stems() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"accepted-text-{number}"


def _text_add(folder: PackFolder, act: Act, place: int, stem: str) -> TextProof:
    shown, proof = act.personal["texts"][place], act.facts["texts"][place]
    page = page_render(
        "disputes/text.html", {"act": act, "text": shown, "proof": proof, "exact": f"{stem}-exact"}
    )
    title = shown["title"]
    return TextProof(
        title,
        folder.add(f"{stem}.html", page, f"“{title}” as it was accepted"),
        folder.add(f"{stem}-exact.html", shown["text"], f"The very bytes of “{title}”"),
        proof["sha256"],
    )


def _certificate_add(folder: PackFolder, act: Act, now: datetime) -> tuple[PackFile | None, str]:
    try:
        made = certificate_make(entry_id=act.id, now=now)
    except PersonalDataErased:
        return None, "The personal data was erased, so no certificate can be made any more."
    except NothingToCertify:
        return None, "It belongs to no acceptance yet."
    if made.content is None:
        return None, made.last_error or "It was not made yet."
    name = f"certificate-{certificate_number(act.hash)}.pdf"
    return folder.add(name, bytes(made.content), f"Certificate: {act.words.lower()}"), ""
