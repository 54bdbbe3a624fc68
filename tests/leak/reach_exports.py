"""What is handed out about a participant: by command, and by staff through the API."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from office import sent
from plants import Someone
from scene import Scene
from search import Piece

from saleor_coaching_plugin.seats.models import Participant
from saleor_coaching_plugin.seats.record import chain_of

PERSONAL_DATA = """query($email: String!) { evidencePersonalData(email: $email, first: 100) {
  edges { node { kind facts personal heldUntil holdReason } } } }"""
EVIDENCE = "query($chain: String!) { evidenceExport(chain: $chain) }"


def exports_reached(scene: Scene, person: Someone, folder: Path) -> Iterator[Piece]:
    mail = ["coaching_personal_data", person.email]
    yield from _command(person, folder, *mail)
    token = scene.office.token
    yield Piece(person.email, "export", "API", sent(PERSONAL_DATA, by=token, email=person.email))
    for participant in Participant.objects.filter(email=person.email):
        chain = chain_of(participant)
        yield from _command(person, folder, "coaching_ledger", "--chain", chain)
        yield Piece(person.email, "export", "API", sent(EVIDENCE, by=token, chain=chain))


def _command(person: Someone, folder: Path, *arguments: str) -> Iterator[Piece]:
    """What it writes and what it says."""
    file, said = folder / "export.json", io.StringIO()
    call_command(*arguments, "--export", str(file), stdout=said)
    yield Piece(person.email, "export", arguments[0], file.read_bytes())
    yield Piece(person.email, "export", arguments[0], said.getvalue().encode())
