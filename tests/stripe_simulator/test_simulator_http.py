"""Keys, versions, forms, errors and expansion, as they look over HTTP."""

from __future__ import annotations

import json

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, Shop

KEY = {"Authorization": "Bearer sk_test_coach"}


def customers(simulator: StripeSimulator) -> str:
    return f"{simulator.base_url}/v1/customers"


def test_no_key_is_answered_in_stripes_shape(simulator: StripeSimulator) -> None:
    answer = requests.get(customers(simulator), timeout=5)
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.headers["Request-Id"].startswith("req_")


@pytest.mark.parametrize("key", ["sk_live_0123456789abcdef", "pk_test_1", "nonsense", "sk_test_"])
def test_key_that_is_no_test_key_is_refused_and_not_repeated(
    simulator: StripeSimulator, key: str
) -> None:
    answer = requests.get(
        customers(simulator), headers={"Authorization": f"Bearer {key}"}, timeout=5
    )
    assert answer.status_code == 401
    assert f'{key}"' not in answer.text


def test_sdk_raises_its_authentication_error(shop: Shop) -> None:
    with pytest.raises(stripe.AuthenticationError):
        stripe.Customer.list(**{**API, "api_key": "sk_live_1"})


def test_key_may_come_as_basic_user(simulator: StripeSimulator) -> None:
    answer = requests.get(customers(simulator), auth=("sk_test_coach", ""), timeout=5)
    assert answer.status_code == 200
    assert answer.json() == {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": "/v1/customers",
    }


@pytest.mark.parametrize("version", ["2020-08-27", "2024-11-20.acacia", "yesterday"])
def test_version_before_basil_is_refused(simulator: StripeSimulator, version: str) -> None:
    answer = requests.get(
        customers(simulator), headers={**KEY, "Stripe-Version": version}, timeout=5
    )
    assert answer.status_code == 400
    assert "version" in answer.json()["error"]["message"]


@pytest.mark.parametrize("version", ["2025-03-31.basil", "2026-08-26.dahlia"])
def test_version_from_basil_on_is_answered(simulator: StripeSimulator, version: str) -> None:
    answer = requests.get(
        customers(simulator), headers={**KEY, "Stripe-Version": version}, timeout=5
    )
    assert (answer.status_code, answer.headers["Stripe-Version"]) == (200, version)


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ({"e_mail": "a@example.com"}, "parameter_unknown", "e_mail"),
        ({"address[town]": "Bern"}, "parameter_unknown", "address[town]"),
        ({"email": ""}, "parameter_invalid_empty", "email"),
        ({"email": "nobody"}, "email_invalid", "email"),
        ({"email[a]": "b"}, None, "email"),
        ({"metadata": "a"}, None, "metadata"),
        ({"metadata[k]": "v" * 501}, None, "metadata"),
        ({"preferred_locales[x]": "de"}, None, "preferred_locales"),
        ({"email]": "a@example.com"}, None, "email]"),
        ({"a[b][c][d][e][f][g][h][i]": "1"}, None, "a[b][c][d][e][f][g][h][i]"),
    ],
)
def test_bad_parameter_is_named(
    simulator: StripeSimulator, form: dict[str, str], code: str | None, param: str
) -> None:
    answer = requests.post(customers(simulator), data=form, headers=KEY, timeout=5)
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert error["type"] == "invalid_request_error"
    assert (error.get("code"), error["param"]) == (code, param)
    assert requests.get(customers(simulator), headers=KEY, timeout=5).json()["data"] == []


def test_missing_parameter_is_named(simulator: StripeSimulator) -> None:
    url = f"{simulator.base_url}/v1/invoices"
    error = requests.post(url, headers=KEY, timeout=5).json()["error"]
    assert (error["code"], error["param"]) == ("parameter_missing", "customer")


@pytest.mark.parametrize("amount", ["1.5", "ten", "", "1e3", "٣"])
def test_amount_that_is_no_integer_is_refused(simulator: StripeSimulator, amount: str) -> None:
    form = {"amount": amount, "currency": "eur", "customer": "cus_1"}
    url = f"{simulator.base_url}/v1/invoiceitems"
    error = requests.post(url, data=form, headers=KEY, timeout=5).json()["error"]
    assert (error["code"], error["param"]) == ("parameter_invalid_integer", "amount")


def test_same_name_as_value_and_as_group_is_refused(simulator: StripeSimulator) -> None:
    for body in ("address=1&address[city]=Bern", "address[city]=Bern&address=1"):
        headers = {**KEY, "Content-Type": "application/x-www-form-urlencoded"}
        answer = requests.post(customers(simulator), data=body, headers=headers, timeout=5)
        assert answer.status_code == 400


def test_json_body_is_refused(simulator: StripeSimulator) -> None:
    answer = requests.post(customers(simulator), json={"email": "a@b.c"}, headers=KEY, timeout=5)
    assert answer.status_code == 400
    assert "content type" in answer.json()["error"]["message"]


def test_body_that_is_too_long_is_refused(simulator: StripeSimulator) -> None:
    answer = requests.post(customers(simulator), data="a" * 1_000_001, headers=KEY, timeout=5)
    assert answer.status_code == 413


def test_lists_may_be_numbered_by_the_server_and_names_may_be_numbers(
    simulator: StripeSimulator,
) -> None:
    body = "preferred_locales[]=de&preferred_locales[]=fr&metadata[0]=zero&name=%C3%89va"
    headers = {**KEY, "Content-Type": "application/x-www-form-urlencoded"}
    customer = requests.post(customers(simulator), data=body, headers=headers, timeout=5).json()
    assert customer["preferred_locales"] == ["de", "fr"]
    assert customer["metadata"] == {"0": "zero"}
    assert customer["name"] == "Éva"


def test_old_sdks_spelling_of_booleans_is_read(simulator: StripeSimulator, shop: Shop) -> None:
    form = {"customer": shop.customer()["id"], "auto_advance": "True"}
    url = f"{simulator.base_url}/v1/invoices"
    assert requests.post(url, data=form, headers=KEY, timeout=5).json()["auto_advance"] is True


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/subscriptions"), ("DELETE", "/v1/customers/cus_1")]
)
def test_what_is_not_simulated_is_an_unknown_url(
    simulator: StripeSimulator, method: str, path: str
) -> None:
    answer = requests.request(method, simulator.base_url + path, headers=KEY, timeout=5)
    assert answer.status_code == 404
    assert "Unrecognized request URL" in answer.json()["error"]["message"]


def test_limit_has_bounds(shop: Shop) -> None:
    for limit in (0, 101):
        with pytest.raises(stripe.InvalidRequestError):
            stripe.Customer.list(limit=limit, **API)


def test_expanded_customer_stands_where_its_id_stood(shop: Shop) -> None:
    customer = shop.customer(name="Ada")["id"]
    invoice = shop.draft(5000, customer=customer)
    assert shop.invoice(invoice["id"])["customer"] == customer
    expanded = shop.invoice(invoice["id"], expand=["customer"])
    assert (expanded["customer"]["id"], expanded["customer"]["name"]) == (customer, "Ada")
    listed = stripe.Invoice.list(expand=["data.customer"], **API)["data"][0]
    assert listed["customer"]["name"] == "Ada"


@pytest.mark.parametrize("path", ["status", "nothing", "customer.email", "lines.data.id"])
def test_what_cannot_be_expanded_is_refused(shop: Shop, path: str) -> None:
    invoice = shop.draft(5000)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        shop.invoice(invoice["id"], expand=[path])


def test_metadata_is_merged_key_by_key_and_can_be_emptied(shop: Shop) -> None:
    customer = shop.customer(metadata={"a": "1", "b": "2"})["id"]
    changed = stripe.Customer.modify(customer, metadata={"a": "", "c": "3"}, **API)
    assert json.loads(str(changed["metadata"])) == {"b": "2", "c": "3"}
    emptied = stripe.Customer.modify(customer, metadata="", **API)
    assert json.loads(str(emptied["metadata"])) == {}


def test_customers_are_found_by_address(shop: Shop) -> None:
    shop.customer(email="a@example.com")
    wanted = shop.customer(email="b@example.com")["id"]
    found = stripe.Customer.list(email="b@example.com", **API)["data"]
    assert [each["id"] for each in found] == [wanted]


def test_client_of_one_call_needs_no_global_setting(simulator: StripeSimulator) -> None:
    client = stripe.StripeClient(
        API["api_key"],
        stripe_version=API["stripe_version"],
        base_addresses={"api": simulator.base_url},
    )
    customer = client.v1.customers.create({"email": "a@example.com"}, {"idempotency_key": "k"})
    assert client.v1.customers.retrieve(customer.id).email == "a@example.com"
