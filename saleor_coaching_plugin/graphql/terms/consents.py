"""Boxes to tick: as they are asked, as they are written, as they are answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import graphene

from saleor_coaching_plugin.terms.consents import ConsentAnswer


class ContractConsent(graphene.ObjectType):
    class Meta:
        description = "A box to tick."

    key = graphene.String(required=True, description="Answer with this key.")
    text = graphene.String(required=True)
    required = graphene.Boolean(required=True)


class ContractConsentInput(graphene.InputObjectType):
    class Meta:
        description = "A box to tick besides the one for the terms themselves."

    key = graphene.String(required=True, description="Lower-case letters, digits and _.")
    text = graphene.String(required=True)
    required = graphene.Boolean(required=True)


class ConsentAnswerInput(graphene.InputObjectType):
    class Meta:
        description = "How a box stood at first and in the end."

    key = graphene.String(required=True)
    accepted = graphene.Boolean(required=True)
    initially_checked = graphene.Boolean(
        required=True, description="Whether it came ticked already, which is no consent."
    )


def answers_of(given: Iterable[Any]) -> list[ConsentAnswer]:
    return [ConsentAnswer(**each) for each in given]
