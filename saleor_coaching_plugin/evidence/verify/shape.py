"""What a bundle consists of: no key more, none less, and each of its kind.

So nothing can stand in a bundle that no hash and no signature covers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from saleor_coaching_plugin.evidence.canonical import ANCHOR_FORMAT, CHECKPOINT_FORMAT, FORMAT

_SIGNED = {"statement": dict, "signature": str}
_PARTS: Mapping[str, Mapping[str, type]] = {
    "entries": {
        "chain": str,
        "position": int,
        "kind": str,
        "facts": dict,
        "previous_hash": str,
        "hash": str,
    },
    "checkpoints": _SIGNED,
    "proofs": {
        "anchor": int,
        "chain": str,
        "position": int,
        "hash": str,
        "index": int,
        "path": list,
    },
    "anchors": _SIGNED,
    "time_stamps": {"digest": str, "token": str},
    "keys": {"fingerprint": str, "public_key": str},
}
_STATEMENTS: Mapping[str, Mapping[str, type]] = {
    CHECKPOINT_FORMAT: {
        "format": str,
        "chain": str,
        "position": int,
        "hash": str,
        "signed_at": str,
        "key": str,
    },
    ANCHOR_FORMAT: {
        "format": str,
        "number": int,
        "day": str,
        "size": int,
        "root": str,
        "previous": str,
        "made_at": str,
        "key": str,
    },
}
_KEPT, _ERASED = {"salt": str, "data": dict}, {"erased_at": str}


def json_read(text: str) -> Any:
    """Raises ValueError for what is no JSON, and where a key stands twice: a hash would see one."""
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refused)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def bundle_shape_check(bundle: Any) -> None:
    """Raises ValueError for what is no bundle of this format."""
    if not isinstance(bundle, dict) or bundle.get("format") != FORMAT:
        raise ValueError(f"the format must be {FORMAT}")
    _fields_check(bundle, {"format": str, **dict.fromkeys(_PARTS, list)}, "the bundle")
    for part, fields in _PARTS.items():
        for item in bundle[part]:
            _item_check(item, part, fields)


def anchor_shape_check(anchor: Any) -> None:
    """Raises ValueError for what is no anchor."""
    _fields_check(anchor, _SIGNED, "the anchor")
    _statement_check(anchor["statement"], ANCHOR_FORMAT)


def _item_check(item: Any, part: str, fields: Mapping[str, type]) -> None:
    where = f"each of the {part}"
    if part == "entries" and isinstance(item, dict) and "personal" in item:
        _fields_check(item, {**fields, "personal": dict}, where)
        erased = "erased_at" in item["personal"]
        _fields_check(item["personal"], _ERASED if erased else _KEPT, "personal data")
    else:
        _fields_check(item, fields, where)
    if part == "checkpoints":
        _statement_check(item["statement"], CHECKPOINT_FORMAT)
    if part == "anchors":
        _statement_check(item["statement"], ANCHOR_FORMAT)
    if part == "proofs" and any(type(node) is not str for node in item["path"]):
        raise ValueError("a proof consists of hashes")


def _statement_check(statement: Any, format_: str) -> None:
    _fields_check(statement, _STATEMENTS[format_], "a signed statement")
    if statement["format"] != format_:
        raise ValueError(f"a signed statement must be of the format {format_}")


def _fields_check(value: Any, fields: Mapping[str, type], where: str) -> None:
    if not isinstance(value, dict) or set(value) != set(fields):
        raise ValueError(f"{where} must have {', '.join(fields)}, no more and no less")
    for name, kind in fields.items():
        if type(value[name]) is not kind:  # a truth value would pass as the number 1
            raise ValueError(f"{name} of {where} is of another kind")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
