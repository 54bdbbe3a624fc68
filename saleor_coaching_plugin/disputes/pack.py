"""Make the dispute pack of one deal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from .access import accesses_of
from .case import case_gather
from .find import deal_find
from .folder import PackFolder
from .index import index_add
from .mails import mails_add
from .papers import logs_add, papers_add
from .proof import evidence_add, proofs_add
from .timeline import timeline_of


def dispute_pack_make(
    *, number: str, target: Path, zipped: bool, now: datetime, say: Callable[[str], object]
) -> Path:
    """A fresh folder at `target`, or `target`.zip; where it is. `say` gets a line for each step.

    `number` is an agreement's, an invoice's or an order's. Raises DisputeError.
    """
    say(f"Looking for {number} ...")
    case = case_gather(deal_find(number))
    say(f"Found {case.what}: {len(case.acts)} ledger entries, {len(case.mails)} mails.")
    with PackFolder(target, zipped=zipped) as folder:
        say("Texts and certificates ...")
        proofs = proofs_add(folder, case, now)
        for proof in proofs:
            if proof.lack:
                say(f"  No certificate for entry {proof.act.position}: {proof.lack}")
        say("Evidence ...")
        evidence_add(folder, case, now)
        say("Order, invoices, payments ...")
        papers_add(folder, case)
        say("Mails ...")
        mail_files = mails_add(folder, case.mails)
        say("Activity and index ...")
        accesses = accesses_of(case)
        events = timeline_of(case, proofs=proofs, accesses=accesses, mail_files=mail_files)
        logs_add(folder, accesses, events)
        index_add(
            folder,
            case,
            proofs=proofs,
            accesses=accesses,
            events=events,
            mail_files=mail_files,
            now=now,
        )
        return folder.finish()
