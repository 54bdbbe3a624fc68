"""The coach, as all texts may name them."""

from __future__ import annotations

from saleor_coaching_plugin.conf import conf


def coach_values() -> dict[str, str]:
    """Merge values by dotted name."""
    settings = conf()
    return {
        "coach.name": settings.coach_name,
        "coach.email": settings.coach_email,
        "coach.address": settings.coach_address,
    }
