"""`make demo`, `make demo-saleor`: a whole stack, three acts, the evidence; one line a step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError
from saleor_coaching_plugin.sandbox.postgres_home import remove_database
from saleor_coaching_plugin.sandbox.processes import ChildFailed
from saleor_coaching_plugin.sandbox.saleor.installation import SaleorError
from saleor_coaching_plugin.sandbox.stack import CommandFailed

from . import act_a, act_b, act_c, act_c_after, act_c_places, act_e
from .cast import Cast, cast_assemble
from .expect import Unexpected
from .homes import Home
from .report import Report, Seen

Step = tuple[str, str, Callable[[Cast], Seen]]

ACT_A: Sequence[Step] = (
    ("A1", "Agreement template set up", act_a.a1_template),
    ("A2", "Agreement made from it and sent", act_a.a2_sent),
    ("A3", "Terms read on the page", act_a.a3_read),
    ("A4", "“I Accept” clicked", act_a.a4_accepted),
    ("A5", "First new-client mail arrived", act_a.a5_first_mail),
    ("A6", "Order made, invoice made and mailed", act_a.a6_invoice),
    ("A7", "Logged in, invoice paid, packet completed", act_a.a7_login_and_pay),
)
ACT_B: Sequence[Step] = (
    ("B1", "Product with contract terms", act_b.b1_product),
    ("B2", "Prospect decides", act_b.b2_prospect),
    ("B3", "Products page and “Buy Now”", act_b.b3_buy_now),
    ("B4", "Account made", act_b.b4_account),
    ("B5", "Terms reviewed", act_b.b5_terms),
    ("B6", "Purchased", act_b.b6_purchased),
    ("B7", "In the portal on the thank-you page", act_b.b7_portal),
    ("B8", "Recorded as buyer", act_b.b8_buyer),
    ("B9", "First mail of the product's sequence arrived", act_b.b9_first_mail),
)
ACT_C: Sequence[Step] = (
    ("C1", "Template with five seats", act_c.c1_template),
    ("C2", "Agreement sent, three participants named", act_c.c2_sent),
    ("C3", "Payer accepts, participants are invited", act_c.c3_accepted),
    ("C4", "Payer pays in advance", act_c.c4_paid),
    ("C5", "Payer names the rest, hands a seat over", act_c_places.c5_named),
    ("C6", "Participants read and accept", act_c_places.c6_agreed),
    ("C7", "Active: own mail, packet, client area", act_c_places.c7_active),
    ("C8", "One declines and is refunded", act_c_places.c8_refunded),
    ("C9", "Payer sees each seat's state alone", act_c_places.c9_payer_sees),
    ("C10", "Participant's evidence verified by itself", act_c_after.c10_proof),
    ("C11", "Five places bought, one of them a gift", act_c_after.c11_gift),
    ("C12", "No price reached a participant", act_c_after.c12_silent),
)
EVIDENCE: Sequence[Step] = (
    ("E1", "Client's certificate, sealed and stamped", act_e.e1_certificate),
    ("E2", "Certificate checked on the public page", act_e.e2_checked),
    ("E3", "Coach countersigns, client is told", act_e.e3_countersigned),
    ("E4", "Terms changed, client accepts the redline", act_e.e4_amended),
    ("E5", "Ledger verified offline", act_e.e5_verified),
    ("E6", "Dispute pack made", act_e.e6_dispute_pack),
)


def play(var: Path, home: Home) -> int:
    """Exit code 0 when every step went as expected, else 1. Leaves its finds in `var`."""
    began = time.monotonic()
    try:
        _clear(var)
    except DatabaseError as error:  # another demo is being played in this very folder
        print(f"The demo cannot begin: {error}")
        return 1
    report = Report(var)
    print(f"Starting {home.parts} ...", flush=True)
    try:
        with home.stack(var / "stack") as running:
            print(f"All answer after {time.monotonic() - began:.1f} s.\n", flush=True)
            cast = cast_assemble(running, var, home.shop(running))
            went_well = all([_act(report, cast, act) for act in (ACT_A, ACT_B, ACT_C)])
            went_well = went_well and _act(report, cast, EVIDENCE)
            shutil.copytree(var / "stack" / "mails", var / "mails")
    except (ChildFailed, CommandFailed, DatabaseError, SaleorError, Unexpected, OSError) as error:
        print(f"\nThe stack failed: {error}")
        went_well = False
    except KeyboardInterrupt:
        print("\nInterrupted.")
        went_well = False
    finally:
        remove_database(var / "stack" / "postgres")
    report.save()
    verdict = "All steps ok" if went_well else f"FAILED; logs are in {var / 'stack' / 'logs'}"
    print(f"\n{verdict}, {time.monotonic() - began:.0f} s in all. Everything has stopped.")
    print(f"Mails, texts, certificates, ledger, dispute pack and report.json are in {var}.")
    return 0 if went_well else 1


def _act(report: Report, cast: Cast, steps: Sequence[Step]) -> bool:
    """Play until a step fails: the next ones build on it."""
    return all(report.play(label, title, partial(step, cast)) for label, title, step in steps)


def _clear(var: Path) -> None:
    remove_database(var / "stack" / "postgres")
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
