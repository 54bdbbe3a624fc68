"""The evidence: certificates, a countersignature, a material change, and proof without us."""

from __future__ import annotations

import base64
import json
from typing import Any

from saleor_coaching_plugin.sandbox.companions import authority_root
from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import CLIENT, Cast
from .documents import (
    AGREEMENT_COUNTERSIGN,
    EVIDENCE,
    EVIDENCE_CERTIFICATE,
    TERMS_CHANGE,
    TERMS_PUBLISH_CHANGE,
)
from .expect import eventually, expect
from .mails import link_with
from .report import Seen
from .seals import seal_check
from .verifier import bundle_verify

COACH = "Alex Morgan"
NOTICE = ("24 hours", "48 hours")
CHANGE = "A session can be moved with 48 hours' notice; it was 24."


def e1_certificate(cast: Cast) -> Seen:
    copy = cast.mails.await_one(CLIENT.email, "Your copy of agreement")
    made = _certificate(cast, _acceptance(cast)["position"])
    cast.notes["certificate"] = made["number"]
    expect(made["number"] in copy["text"], "the certificate's number in the mail", copy["text"])
    if made["madeAt"] is None:
        return Seen(f"NO PDF ON THIS MACHINE: {made['lastError']} The copy went out without it.")
    pdf = base64.b64decode(made["pdf"])
    expect(cast.mails.attachment(copy, "application/pdf") == pdf, "the same PDF by mail", copy)
    file = cast.file(f"certificates/{made['number']}.pdf", pdf)
    seal = seal_check(pdf, authority_root=authority_root(cast.stack.var))
    return Seen(f"{made['number']}, {seal}", (file,))


def e2_checked(cast: Cast) -> Seen:
    number, sha256 = cast.notes["certificate"], cast.notes["sha256"]
    answers = (
        (sha256, 200, "Genuine and unchanged"),
        ("0" * 64, 404, "no certificate with this number"),
    )
    for hash_, status, answer in answers:
        cast.client.open(f"{cast.stack.pages}/verify/{number}/{hash_}/", status=status)
        expect(answer in cast.client.text(), f"“{answer}”", cast.client.text())
    expect(CLIENT.last_name not in cast.client.text(), "nobody's name", cast.client.text())
    return Seen(f"{number} with its hash: genuine; with another hash: unknown")


def e3_countersigned(cast: Cast) -> Seen:
    signed = cast.coach.do(
        AGREEMENT_COUNTERSIGN,
        id=cast.notes["agreement"],
        textSha256=cast.notes["sha256"],
        signerName=COACH,
    )["clientAgreement"]["countersignature"]
    mail = cast.mails.await_one(CLIENT.email, "signed by both sides")
    return Seen(f"{signed['name']} signed; “{mail['subject']}” arrived")


def e4_amended(cast: Cast) -> Seen:
    body = text("coaching_agreement").replace(*NOTICE)
    draft = {"language": "en", "title": "Coaching agreement", "body": body}
    terms = cast.coach.do(TERMS_CHANGE, id=cast.notes["terms"], input=draft)["contractTerms"]
    version = next(each for each in terms["versions"] if each["number"] is None)
    cast.coach.do(TERMS_PUBLISH_CHANGE, id=version["id"], note=CHANGE)
    mail = cast.mails.await_one(CLIENT.email, "what has changed")
    cast.client.open(link_with(mail, "/a/"))
    page = cast.client.page
    words = [" ".join(found.get_text() for found in page.select(tag)) for tag in ("del", "ins")]
    expect("24" in words[0] and "48" in words[1], "24 struck out and 48 put in", words)
    file = cast.folder / "agreements" / f"{cast.notes['number']}-redline.html"
    cast.client.save(file)
    cast.client.press("I Accept")
    eventually(lambda: len(_acceptances(cast)) == 2, "a second acceptance in the ledger")
    return Seen("mailed, shown as a redline, accepted anew", (file,))


def e5_verified(cast: Cast) -> Seen:
    """With today's anchor, as the sweep makes one each day, and a copy of it kept elsewhere."""
    bundle, anchor = cast.folder / "ledger.json", cast.folder / "anchor.json"
    chains = [f"--chain={cast.notes[chain]}" for chain in ("chain_a", "chain_b")]
    cast.stack.manage(
        "coaching_ledger", "--make-anchor", f"--keep-anchor={anchor}", f"--export={bundle}", *chains
    )
    roots = authority_root(cast.stack.var)
    code, said = bundle_verify(bundle, anchor=anchor, roots=roots)
    expect(code == 0 and "not checked" not in said, "an intact ledger, wholly checked", said)
    report = cast.file("ledger-verified.txt", said + "\n")
    changed = cast.file("ledger-changed.json", _one_byte_changed(bundle.read_text()))
    code, found = bundle_verify(changed, anchor=anchor, roots=roots)
    expect(code == 1 and "CHANGED" in found, "the changed byte to be found", found)
    words = f"{said.rpartition(chr(10))[2]} One byte changed in a copy: found"
    return Seen(words, (bundle, anchor, report, changed))


def e6_dispute_pack(cast: Cast) -> Seen:
    folder = cast.folder / "dispute"
    cast.stack.manage("coaching_dispute", cast.notes["number"], f"--out={folder}")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    index = (folder / "index.html").read_text()
    missing = [file.name for file in files if file.name not in index and file.name != "index.html"]
    expect(not missing, "every file in the index", missing)
    roots = folder / "time-authority-roots.pem"
    code, said = bundle_verify(
        folder / "evidence.json", anchor=cast.folder / "anchor.json", roots=roots
    )
    expect(code == 0, "the pack's evidence to hold", said)
    return Seen(f"{len(files)} files with an index; its evidence holds", (folder / "index.html",))


def _certificate(cast: Cast, position: int) -> dict[str, Any]:
    found: dict[str, Any] = cast.coach.ask(
        EVIDENCE_CERTIFICATE, chain=cast.notes["chain_a"], position=position
    )["evidenceCertificate"]
    return found


def _acceptance(cast: Cast) -> dict[str, Any]:
    return _acceptances(cast)[0]


def _acceptances(cast: Cast) -> list[dict[str, Any]]:
    exported = cast.coach.ask(EVIDENCE, chain=cast.notes["chain_a"])["evidenceExport"]
    return [e for e in json.loads(exported)["entries"] if e["kind"].endswith("_accepted")]


def _one_byte_changed(text: str) -> str:
    """The first letter of the client's name in the accepted text is another one."""
    place = text.index(CLIENT.last_name)
    return text[:place] + "X" + text[place + 1 :]
