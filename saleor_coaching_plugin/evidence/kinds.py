"""What a ledger entry can be about, as far as others need to know it."""


def for_another(kind: str) -> str:
    """The kind of an acceptance by somebody whom the law lets act for the client."""
    return f"{kind}_for_another"


KINDS_BY_CLIENT = frozenset(
    {
        "agreement_accepted",
        "amendment_accepted",
        "checkout_terms_accepted",
        "order_terms_accepted",
        "seat_accepted",
        "seat_amendment_accepted",
    }
)
KINDS_FOR_ANOTHER = frozenset(map(for_another, KINDS_BY_CLIENT))
ACCEPTANCE_KINDS = KINDS_BY_CLIENT | KINDS_FOR_ANOTHER
"""A client agreed, or somebody agreed for the client."""
COUNTERSIGNED = "agreement_countersigned"
COPY_SENT = "copy_sent"
"""To somebody besides the signer."""
