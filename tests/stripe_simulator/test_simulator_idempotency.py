"""One effect and one answer per idempotency key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, Clock, Shop
from .waiting import wait_until


def create(simulator: StripeSimulator, key: str, **form: str) -> requests.Response:
    headers = {"Authorization": "Bearer sk_test_coach", "Idempotency-Key": key}
    url = f"{simulator.base_url}/v1/customers"
    return requests.post(url, data=form, headers=headers, timeout=5)


def test_same_request_twice_has_one_effect_and_one_answer(
    simulator: StripeSimulator, shop: Shop
) -> None:
    given = {"email": "payer@example.com", "metadata": {"a": "1", "b": "2"}}
    first = stripe.Customer.create(**given, idempotency_key="payer:7:create", **API)
    again = {"metadata": {"b": "2", "a": "1"}, "email": "payer@example.com"}
    second = stripe.Customer.create(**again, idempotency_key="payer:7:create", **API)
    assert str(first) == str(second)
    assert len(stripe.Customer.list(**API)["data"]) == 1
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Original-Request"] == first.last_response.request_id


def test_replayed_finalize_makes_no_second_event(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.draft(5000)
    for _ in range(2):
        answer = stripe.Invoice.finalize_invoice(invoice["id"], idempotency_key="fin", **API)
        assert answer["status"] == "open"
    assert len(simulator.events) == 1
    assert simulator.events[0]["request"]["idempotency_key"] == "fin"


def test_other_parameters_under_the_same_key_are_an_error(shop: Shop) -> None:
    stripe.Customer.create(email="a@example.com", idempotency_key="k", **API)
    with pytest.raises(stripe.IdempotencyError) as caught:
        stripe.Customer.create(email="b@example.com", idempotency_key="k", **API)
    assert caught.value.http_status == 400
    assert len(stripe.Customer.list(**API)["data"]) == 1


def test_other_endpoint_under_the_same_key_is_an_error(shop: Shop) -> None:
    invoice = shop.draft(5000)
    stripe.Invoice.finalize_invoice(invoice["id"], idempotency_key="k", **API)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        stripe.Invoice.void_invoice(invoice["id"], idempotency_key="k", **API)
    assert shop.invoice(invoice["id"])["status"] == "open"


def test_refusal_is_replayed_even_when_it_would_work_by_now(shop: Shop) -> None:
    invoice = shop.draft(5000)
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError, match="isn't open"):
            stripe.Invoice.void_invoice(invoice["id"], idempotency_key="void", **API)
        if shop.invoice(invoice["id"])["status"] == "draft":
            stripe.Invoice.finalize_invoice(invoice["id"], **API)
    assert shop.invoice(invoice["id"])["status"] == "open"


def test_request_that_was_wrong_in_itself_leaves_its_key_free(simulator: StripeSimulator) -> None:
    assert create(simulator, "k", emall="a@example.com").status_code == 400
    assert create(simulator, "k", email="a@example.com").status_code == 200


def test_key_is_forgotten_after_a_day(simulator: StripeSimulator, clock: Clock) -> None:
    first = create(simulator, "k", email="a@example.com").json()["id"]
    clock.now += 86_400
    assert create(simulator, "k", email="a@example.com").json()["id"] != first


def test_second_request_while_the_first_runs_is_a_conflict(simulator: StripeSimulator) -> None:
    with ThreadPoolExecutor(1) as pool:
        with simulator.store.lock:  # holds the first request back
            first = pool.submit(create, simulator, "k", email="a@example.com")
            wait_until(lambda: simulator.api.keys.is_running("k"))
            second = create(simulator, "k", email="a@example.com")
        assert second.status_code == 409
        assert second.json()["error"]["code"] == "idempotency_key_in_use"
        assert first.result().status_code == 200
    third = create(simulator, "k", email="a@example.com")
    assert third.json() == first.result().json()


def test_racing_requests_make_one_customer(simulator: StripeSimulator, shop: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        racing = [pool.submit(create, simulator, "k", email="a@example.com") for _ in range(8)]
    statuses = {each.result().status_code for each in racing}
    assert 200 in statuses
    assert statuses <= {200, 409}
    assert len(stripe.Customer.list(**API)["data"]) == 1


def test_reading_takes_no_key(simulator: StripeSimulator, shop: Shop) -> None:
    url = f"{simulator.base_url}/v1/customers"
    headers = {"Authorization": "Bearer sk_test_coach", "Idempotency-Key": "k"}
    assert requests.get(url, headers=headers, timeout=5).json()["data"] == []
    shop.customer()
    assert len(requests.get(url, headers=headers, timeout=5).json()["data"]) == 1
