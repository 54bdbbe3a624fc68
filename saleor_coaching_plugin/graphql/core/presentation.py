"""How a storefront showed what was accepted, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import graphene

from saleor_coaching_plugin.agreements.act import Presentation
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.languages import language_clean

UNTOLD = Presentation(component="GraphQL")
"""Of a storefront that says nothing about itself."""
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")


class PresentationInput(graphene.InputObjectType):
    class Meta:
        description = "What showed the text, and how; it is kept with the evidence."

    component = graphene.String(required=True, description="Name of the page or component.")
    version = graphene.String(default_value="", description="Of the component.")
    language = graphene.String(
        default_value="", description="BCP 47 tag of the words around the text."
    )
    time_zone = graphene.String(
        default_value="", description="IANA name, such as Europe/Berlin, of the client's zone."
    )


def presentation_of(given: Mapping[str, Any] | None) -> Presentation:
    """Raises InvalidInput naming `presentation.<part>` that cannot be taken."""
    if given is None:
        return UNTOLD
    version, language, zone = given["version"], given["language"], given["time_zone"]
    if zone and not _ZONE.fullmatch(zone):
        message = "This is not a time zone such as Europe/Berlin."
        raise InvalidInput(message, "presentation.time_zone")
    return Presentation(
        component=line_clean(given["component"], field="presentation.component"),
        version=line_clean(version, field="presentation.version", max_length=60) if version else "",
        language=language_clean(language, field="presentation.language") if language else "",
        time_zone=zone or "",
    )
