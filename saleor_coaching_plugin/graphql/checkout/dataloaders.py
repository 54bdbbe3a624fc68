"""What purchases refer to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from promise import Promise

from saleor_coaching_plugin.agreements.acting import ActingFor, acting_in, entries_for_another
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.selectors import acceptance_entries
from saleor_coaching_plugin.evidence.certificates import certificates_newest
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.graphql.core.dataloaders import Loader


class PurchaseCertificateLoader(Loader):
    """The newest certificate by the acceptance's id, None while there is none."""

    def values_of(self, keys: Sequence[UUID]) -> list[Certificate | None]:
        entries = acceptance_entries(keys)
        certificates = certificates_newest(list(entries.values()))
        return [certificates.get(entries[key].pk) if key in entries else None for key in keys]


class ActingForBuyerLoader(Loader):
    """Who accepted for the buyer, by the acceptance's (chain, fingerprint)."""

    def values_of(self, keys: Sequence[tuple[str, str]]) -> list[ActingFor | None]:
        entries = entries_for_another({chain for chain, _ in keys})
        found = {
            (entry.chain, json.loads(entry.facts)["fingerprint"]): acting_in(entry)
            for entry in entries
        }
        return [found.get(key) for key in keys]


def acting_for_buyer(acceptance: CheckoutAcceptance | None, context: HttpRequest) -> Promise | None:
    if acceptance is None:
        return None
    return ActingForBuyerLoader.of(context).load((acceptance.chain, acceptance.fingerprint))
