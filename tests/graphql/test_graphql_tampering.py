"""A ledger that was tampered with behind the database's guard is told from an intact one."""

from __future__ import annotations

import pytest
from django.db import connection
from graphql_api import ask
from graphql_examples import agreement_accepted


@pytest.mark.django_db
def test_a_changed_entry_is_told(orders: str) -> None:
    chain = f"agreement:{agreement_accepted().id}"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # triggers sleep
        cursor.execute(
            "UPDATE coaching_ledgerentry SET facts = replace(facts, 'tests', 'toasts') "
            "WHERE chain = %s",
            [chain],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    query = "query($c: String!) { evidenceVerify(chain: $c) { intact faults } }"
    found = ask(query, by=orders, c=chain)
    assert found["intact"] is False
    assert len(found["faults"]) == 1
