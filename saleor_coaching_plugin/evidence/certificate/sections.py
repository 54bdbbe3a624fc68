"""The proof in rows to read, in the document's language: for the PDF and for the client area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time

from saleor_coaching_plugin.core.money import locale_for
from saleor_coaching_plugin.evidence.stamps.errors import StampLack

from .content import Box, Content, Recorded
from .proofs import Proofs
from .wording import CertificateWording


@dataclass(frozen=True)
class Row:
    label: str
    value: str = ""
    code: str = ""
    """Set in a typewriter's letters, below the value."""
    boxes: Sequence[Box] = ()


@dataclass(frozen=True)
class Section:
    title: str
    rows: Sequence[Row] = field(default_factory=tuple)


def certificate_sections(
    content: Content, proofs: Proofs | None, words: CertificateWording
) -> tuple[Section, ...]:
    """Rows of which nothing is known are left out, unless that itself is worth saying.

    `proofs` are those of one printed document; a page has none.
    """
    return (
        Section(words.who, tuple(_who(content, words))),
        Section(words.what, tuple(_what(content, proofs, words))),
        Section(words.how, tuple(_how(content, words))),
        Section(words.proof, tuple(_proof(content, proofs, words))),
    )


def moment(at: datetime, language: str, zone: str = "") -> str:
    """In UTC, and in that zone besides (IANA), if it is known here."""
    locale = locale_for(language)
    shown = f"{format_date(at, 'long', locale=locale)}, {at:%H:%M:%S} UTC"
    try:
        local = at.astimezone(ZoneInfo(zone)) if zone and zone != "UTC" else None
    except (ZoneInfoNotFoundError, ValueError):
        local = None
    if local is None:
        return shown
    day = "" if local.date() == at.date() else f"{format_date(local, 'long', locale=locale)}, "
    return f"{shown} ({day}{format_time(local, 'HH:mm:ss', locale=locale)} {zone})"


def accepted_when(content: Content, language: str) -> str:
    acceptance = content.acceptance
    return moment(acceptance.at, language, acceptance.facts["presentation"]["time_zone"])


def accepted_line(content: Content, words: CertificateWording) -> str:
    """Who accepted when, in one sentence."""
    name = content.name or content.email or words.somebody
    when = accepted_when(content, words.language)
    acting = content.acting
    if acting is None:
        return words.accepted_by.format(name=name, when=when)
    capacity = words.capacities.get(acting.capacity, acting.capacity)
    return words.accepted_for.format(acting=acting.name, capacity=capacity, name=name, when=when)


def _who(content: Content, words: CertificateWording) -> Iterator[Row]:
    facts, personal = content.acceptance.facts, content.acceptance.personal
    if content.name:
        yield Row(words.name, content.name)
    yield Row(words.email, content.email)
    if role := words.roles.get(content.role):
        yield Row(words.role, role)
    if acting := content.acting:
        capacity = words.capacities.get(acting.capacity, acting.capacity)
        yield Row(words.acting, f"{acting.name}, {capacity}")
        if acting.basis:
            yield Row(words.basis, acting.basis)
    identified = facts["identified_by"]
    yield Row(words.identified, words.identifications.get(identified, identified))
    ip = personal["ip"]
    yield Row(words.from_where, words.ip.format(ip=ip) if ip else words.unknown)
    yield Row(words.browser, personal["user_agent"] or words.unknown)


def _what(content: Content, proofs: Proofs | None, words: CertificateWording) -> Iterator[Row]:
    for number, text in enumerate(content.texts, start=1):
        attached = f" ({words.attached.format(filename=text.filename)})" if proofs else ""
        yield Row(words.text.format(number=number), f"{text.title}{attached}")
        yield Row(words.sha256, code=text.sha256)
        yield Row(words.version, code=text.terms_version)
    if words.language != content.language.partition("-")[0]:
        yield Row(words.language_row, words.fallback.format(language=content.language))


def _how(content: Content, words: CertificateWording) -> Iterator[Row]:
    facts = content.acceptance.facts
    yield Row(words.when, accepted_when(content, words.language))
    yield Row(words.statement, facts["statement"])
    yield Row(words.button, facts["button"])
    were_empty = words.were_empty if content.boxes_were_empty else ""
    yield Row(words.boxes, were_empty, boxes=content.boxes)
    shown = facts["presentation"]
    yield Row(words.shown_by, f"{shown['component']} {shown['version']}".strip())


def _proof(content: Content, proofs: Proofs | None, words: CertificateWording) -> Iterator[Row]:
    yield Row(words.number, code=content.number)
    yield _entry(content.acceptance, words)
    if countersigned := content.countersigned:
        when = moment(countersigned.entry.at, words.language)
        signed = words.countersigned_by.format(name=countersigned.name, when=when)
        yield Row(words.countersigned, signed, countersigned.entry.hash)
    if proofs:
        yield _stamp(proofs, words)
        yield _seal(proofs, words)


def _entry(entry: Recorded, words: CertificateWording) -> Row:
    position = words.position.format(position=entry.position)
    return Row(words.entry, f"{position}, {entry.chain}", entry.hash)


def _stamp(proofs: Proofs, words: CertificateWording) -> Row:
    if proofs.stamp is None:
        reason = words.stamp_lacks[proofs.stamp_lack or StampLack.NO_AUTHORITY]
        return Row(words.stamp, words.not_stamped.format(reason=reason))
    when = moment(proofs.stamp.at, words.language)
    return Row(words.stamp, words.stamped.format(when=when, authority=proofs.stamp.authority))


def _seal(proofs: Proofs, words: CertificateWording) -> Row:
    if proofs.seal is None:
        return Row(words.seal, words.not_sealed)
    return Row(
        words.seal, words.sealed.format(subject=proofs.seal.subject), proofs.seal.fingerprint
    )
