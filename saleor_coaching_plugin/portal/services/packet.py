"""Prepare welcome packets."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.markdown import markdown_refuse_html
from saleor_coaching_plugin.portal.errors import PortalError, PortalErrorCode
from saleor_coaching_plugin.portal.models import PacketItem, PacketItemKind, WelcomePacket

MAX_FILE_BYTES = 5 * 1024 * 1024
FIELD_KINDS = ("text", "long_text", "date", "choice", "checkbox")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FILENAME = re.compile(r"[^/\\\x00-\x1f\"]{1,120}")


@dataclass(frozen=True)
class FormField:
    """A question; `kind` is one of FIELD_KINDS, `choices` for a choice alone."""

    name: str
    label: str
    kind: str
    required: bool
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class ItemContent:
    """One thing to fill in, read, follow or do; `kind` is a PacketItemKind."""

    kind: str
    title: str
    body: str = ""
    required: bool = True
    fields: Sequence[FormField] = ()
    url: str = ""
    filename: str = ""
    content_type: str = ""
    content: bytes = b""


@transaction.atomic
def packet_create(*, name: str, intro: str, items: Sequence[ItemContent]) -> WelcomePacket:
    """New packet. Raises InvalidInput naming `items`, TemplateError for HTML."""
    markdown_refuse_html(intro, field="intro")
    packet = WelcomePacket.objects.create(name=line_clean(name, field="name"), intro=intro)
    _items_write(packet, items)
    return packet


@transaction.atomic
def packet_update(
    *, packet_id: uuid.UUID, name: str, intro: str, items: Sequence[ItemContent]
) -> WelcomePacket:
    """Rewrite a packet that no client has yet.

    Raises PortalError (PACKET_IN_USE): what a client was given does not change under their hands.
    """
    packet = WelcomePacket.objects.select_for_update().filter(id=packet_id).first()
    if packet is None:
        raise NotFound("welcome packet")
    if packet.assignments.exists():
        raise PortalError(
            PortalErrorCode.PACKET_IN_USE,
            "Clients have this packet already. Make a new one and use it from now on.",
            "id",
        )
    markdown_refuse_html(intro, field="intro")
    packet.name, packet.intro = line_clean(name, field="name"), intro
    packet.save()
    packet.items.all().delete()
    _items_write(packet, items)
    return packet


def _items_write(packet: WelcomePacket, items: Sequence[ItemContent]) -> None:
    if not items:
        raise InvalidInput("A packet needs at least one item.", "items")
    for item in items:
        _check_item(item)
    PacketItem.objects.bulk_create(
        PacketItem(
            packet=packet,
            position=position,
            kind=item.kind,
            title=item.title.strip(),
            body=item.body,
            required=item.required,
            fields=[asdict(field) for field in item.fields],
            url=item.url,
            filename=item.filename,
            content_type=item.content_type,
            content=item.content or None,
        )
        for position, item in enumerate(items, start=1)
    )


def _check_item(item: ItemContent) -> None:
    line_clean(item.title, field="items")
    markdown_refuse_html(item.body, field="items")
    if item.kind == PacketItemKind.FORM:
        _check_form(item)
    if item.kind == PacketItemKind.LINK and not re.fullmatch(r"https?://\S{1,190}", item.url):
        raise InvalidInput(
            f"{item.title}: a link needs an http or https address of at most 190 characters.",
            "items",
        )
    if item.kind == PacketItemKind.DOCUMENT and not (item.content or item.body.strip()):
        raise InvalidInput(f"{item.title}: a document needs a file or a text.", "items")
    if len(item.content) > MAX_FILE_BYTES:
        raise InvalidInput(f"{item.title}: files may have at most 5 MB.", "items")
    if item.content and not _FILENAME.fullmatch(item.filename):
        raise InvalidInput(f"{item.title}: the file needs a plain name.", "items")
    if len(item.content_type) > 80:
        raise InvalidInput(f"{item.title}: a file's type has at most 80 characters.", "items")


def _check_form(item: ItemContent) -> None:
    names = [field.name for field in item.fields]
    if not names:
        raise InvalidInput(f"{item.title}: a form needs at least one field.", "items")
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise InvalidInput(
            f"{item.title}: field names are unique, of lower-case letters, digits and _.", "items"
        )
    for field in item.fields:
        if field.kind not in FIELD_KINDS:
            raise InvalidInput(
                f"{item.title}: a field is one of {', '.join(FIELD_KINDS)}.", "items"
            )
        if field.kind == "choice" and len(field.choices) < 2:
            raise InvalidInput(f"{item.title}: {field.label} needs two choices or more.", "items")
