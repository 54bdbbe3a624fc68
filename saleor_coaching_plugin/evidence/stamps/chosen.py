"""The authority that the operator has chosen, if there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saleor_coaching_plugin.conf import conf

from .errors import AuthorityError, StampLack, unusable

if TYPE_CHECKING:
    from .client import Authority


def authority_chosen() -> Authority | None:
    """None when none is set up. Raises AuthorityError when it cannot be asked as things are."""
    settings = conf()
    if not settings.time_authority_url:
        return None
    # pyHanko is an extra and slow to import, so only who wants a stamp does.
    try:
        from .client import Authority
        from .token import roots_read
    except ImportError:
        raise AuthorityError(
            StampLack.NO_AUTHORITY,
            "Time stamps need pyHanko: pip install saleor-coaching-plugin[pdf].",
        ) from None
    if not settings.time_authority_roots:
        return Authority(settings.time_authority_url, None)
    try:
        roots = Path(settings.time_authority_roots).read_bytes()
        roots_read(roots)
    except (OSError, ValueError) as error:
        name = type(error).__name__
        raise unusable(
            f"COACHING_TIME_AUTHORITY_ROOTS cannot be read as a PEM file ({name})."
        ) from None
    return Authority(settings.time_authority_url, roots)
