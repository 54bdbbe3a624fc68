"""What orders and people have, for a page of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.selectors import places_shown
from saleor_coaching_plugin.agreements.states import PartyRole
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase, TermsRequest
from saleor_coaching_plugin.checkout.selectors import purchases_found, terms_requests_found
from saleor_coaching_plugin.checkout.states import TermsSubject
from saleor_coaching_plugin.graphql.core.dataloaders import Loader, RowsLoader
from saleor_coaching_plugin.seats.models import SeatGroup
from saleor_coaching_plugin.seats.selectors import groups_found
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.sequences.selectors import enrolments_found


class AcceptancesOfOrderLoader(RowsLoader):
    """The newest first."""

    key = "order_id"

    @classmethod
    def rows(cls) -> QuerySet[CheckoutAcceptance]:
        return CheckoutAcceptance.objects.order_by("-accepted_at", "id")


class TermsRequestsOfOrderLoader(RowsLoader):
    """One, or none."""

    key = "subject_id"

    @classmethod
    def rows(cls) -> QuerySet[TermsRequest]:
        return terms_requests_found(subject=TermsSubject.ORDER)


class InvoicesOfOrderLoader(RowsLoader):
    key = "order_id"

    @classmethod
    def rows(cls) -> QuerySet[Invoice]:
        return Invoice.objects.order_by("instalment")


class PayersOfOrderLoader(Loader):
    """The payer's place on the agreement that an order was made from: one, or none."""

    def values_of(self, keys: Sequence[str]) -> list[list[Party]]:
        found: dict[str, list[Party]] = defaultdict(list)
        for party in places_shown().filter(role=PartyRole.PAYER, agreement__order_id__in=keys):
            found[party.agreement.order_id].append(party)
        return [found[key] for key in keys]


class SeatGroupsOfOrderLoader(Loader):
    """Of a purchase's order, or of the one that was made from an agreement."""

    def values_of(self, keys: Sequence[str]) -> list[list[SeatGroup]]:
        agreements = ClientAgreement.objects.filter(order_id__in=keys)
        orders = {f"agreement:{row.id}": row.order_id for row in agreements.only("order_id")}
        found: dict[str, list[SeatGroup]] = defaultdict(list)
        for group in groups_found().filter(Q(order_id__in=keys) | Q(subject__in=orders)):
            found[group.order_id or orders[group.subject]].append(group)
        return [found[key] for key in keys]


class SeatGroupsOfPayerLoader(RowsLoader):
    key = "payer_email"

    @classmethod
    def rows(cls) -> QuerySet[SeatGroup]:
        return groups_found()


class AgreementsOfPersonLoader(RowsLoader):
    key = "email"

    @classmethod
    def rows(cls) -> QuerySet[Party]:
        return places_shown()


class PurchasesOfPersonLoader(RowsLoader):
    key = "email"

    @classmethod
    def rows(cls) -> QuerySet[Purchase]:
        return purchases_found()


class EnrolmentsOfPersonLoader(RowsLoader):
    key = "recipient_email"

    @classmethod
    def rows(cls) -> QuerySet[Enrolment]:
        return enrolments_found()
