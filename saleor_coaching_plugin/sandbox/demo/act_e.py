"""The evidence: exported, verified offline, and one changed byte found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .cast import CLIENT, Cast
from .documents import EVIDENCE
from .expect import expect
from .report import Seen


def e_evidence(cast: Cast) -> Seen:
    entries = [
        entry
        for chain in (cast.notes["chain_a"], cast.notes["chain_b"])
        for entry in json.loads(cast.coach.ask(EVIDENCE, chain=chain)["evidenceExport"])["entries"]
    ]
    bundle = {"format": "coaching-ledger/1", "entries": entries}
    ledger = cast.file("ledger.json", json.dumps(bundle, indent=1, ensure_ascii=False))
    code, said = _verify(ledger)
    expect(code == 0, "an intact ledger", said)

    changed = cast.file("ledger-changed.json", _one_byte_changed(ledger.read_text()))
    code, found = _verify(changed)
    expect(code == 1 and "CHANGED" in found, "the changed byte to be found", found)
    return Seen(f"{said}; one byte changed in a copy: found", (ledger, changed))


def _verify(bundle: Path) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-m", "saleor_coaching_plugin.evidence.verifier", str(bundle)],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout.strip()


def _one_byte_changed(text: str) -> str:
    """The first letter of the client's name in the accepted text is another one."""
    place = text.index(CLIENT.last_name)
    return text[:place] + "X" + text[place + 1 :]
