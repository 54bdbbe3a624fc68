"""Whether a new version changes what was agreed: a material change asks again, a minor does not."""

from __future__ import annotations

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput

from .errors import TermsError, TermsErrorCode
from .models import TermsVersion

MAX_NOTE = 500


def change_say(
    version: TermsVersion, *, after: TermsVersion | None, material: bool | None, note: str
) -> None:
    """Set on `version` what it changes `after` the one before, which comes with its root.

    The first of all is material by itself. Raises TermsError (MATERIAL_UNSAID, BOXES_CHANGED),
    InvalidInput for the note.
    """
    if after is None:
        version.is_material, version.root = True, None
    elif material is None:
        raise _unsaid()
    elif material:
        version.is_material, version.root = True, None
        _check_told(note)
    else:
        version.is_material, version.root = False, after.root or after
        _check_boxes(version, version.root)
    version.change_note = (
        line_clean(note, field="note", max_length=MAX_NOTE) if note.strip() else ""
    )


def _unsaid() -> TermsError:
    return TermsError(
        TermsErrorCode.MATERIAL_UNSAID,
        "Please say whether this change is material. If it is, everybody who accepted an earlier "
        "version is asked to accept this one. If it is not (spelling, a new phone number), what "
        "was accepted goes on to count.",
        "material",
    )


def _check_told(note: str) -> None:
    if not note.strip():
        raise InvalidInput("Please tell your clients in a sentence what has changed.", "note")


def _check_boxes(version: TermsVersion, root: TermsVersion) -> None:
    if _boxes(version) != _boxes(root):
        raise TermsError(
            TermsErrorCode.BOXES_CHANGED,
            "A box was added, taken away, or made required or optional. Nobody has answered that "
            "yet, so the change is material.",
            "material",
        )


def _boxes(version: TermsVersion) -> set[tuple[str, bool]]:
    return {(consent["key"], consent["required"]) for consent in version.consents}
