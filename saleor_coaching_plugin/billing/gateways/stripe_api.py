"""One request to Stripe through whichever SDK is installed: Saleor pins 3.5, alone it is 16.

Key, version and address go with each call. The SDK's own way to set an address for its resource
classes is the module global `stripe.api_base`, which belongs to the whole process and so to
Saleor's Stripe plugin too; the public ways to do without one differ between the SDK's ages.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import certifi
import requests
import stripe

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode

API_VERSION = "2026-08-26.dahlia"
TIMEOUT_SECONDS = 20

Answer = dict[str, Any]

StripeError: type[Exception] = (
    getattr(stripe, "StripeError", None) or import_module("stripe.error").StripeError
)


class StripeApi:
    """Answers are plain JSON objects in the shape of `API_VERSION`."""

    def __init__(self, *, key: str, base: str) -> None:
        self._key = key
        self._base = base.rstrip("/")
        client = getattr(stripe, "RequestsClient", None)
        client = client or import_module("stripe.http_client").RequestsClient
        self._http = client(timeout=TIMEOUT_SECONDS, session=_Session())

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        return self._call("get", path, dict(params or {}), {})

    def find(self, path: str) -> Answer | None:
        """None where Stripe knows no such object, as after a change of the account."""
        try:
            answer: Answer = self._send_any("get", path, {}, {})
        except StripeError as error:
            if getattr(error, "http_status", None) == 404:
                return None
            raise _refusal(error) from None
        return None if answer.get("deleted") else answer

    def post(self, path: str, params: Mapping[str, Any], *, key: str) -> Answer:
        """`key` is the idempotency key: the same with other parameters is refused."""
        return self._call("post", path, dict(params), {"idempotency_key": key})

    def _call(
        self, method: str, path: str, params: dict[str, Any], options: dict[str, str]
    ) -> Answer:
        try:
            return self._send_any(method, path, params, options)
        except StripeError as error:
            raise _refusal(error) from None

    def _send_any(
        self, method: str, path: str, params: dict[str, Any], options: dict[str, str]
    ) -> Answer:
        send = self._send if hasattr(stripe, "StripeClient") else self._send_before_8
        answer: Answer = send(method, path, params, options)
        return answer

    def _send(self, method: str, path: str, params: dict[str, Any], options: dict[str, str]) -> Any:
        client = stripe.StripeClient(
            self._key,
            stripe_version=API_VERSION,
            base_addresses={"api": self._base},
            http_client=self._http,
            max_network_retries=0,
        )
        if hasattr(client, "raw_request"):
            return client.raw_request(method, path, **params, **options).data
        # 8 to 10 have no public way yet; this is what their successors' raw_request does.
        requestor: Any = client._requestor
        body, code, headers = requestor.request_raw(
            method, path, params=params, options=options, base_address="api", api_mode="V1"
        )
        return requestor._interpret_response(body, code, headers).data

    def _send_before_8(
        self, method: str, path: str, params: dict[str, Any], options: dict[str, str]
    ) -> Any:
        # From 7 on the class is at the top, and its old module warns.
        maker = getattr(stripe, "APIRequestor", None)
        maker = maker or import_module("stripe.api_requestor").APIRequestor
        requestor = maker(
            self._key, client=self._http, api_base=self._base, api_version=API_VERSION
        )
        names = {"idempotency_key": "Idempotency-Key"}
        headers = {names[option]: value for option, value in options.items()}
        response, _ = requestor.request(method, path, params, headers)
        return response.data


class _Session(requests.Session):
    """Trusts certifi's authorities: SDK 3.5's own file lacks roots that Stripe is moving to."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{**kwargs, "verify": certifi.where()})


def _refusal(error: Any) -> BillingError:
    """Stripe's own words may hold an address or part of a key: only codes are passed on."""
    status = error.http_status
    if status is None or status >= 500 or status in {409, 429}:
        return BillingError(
            BillingErrorCode.GATEWAY_UNREACHABLE,
            "The payment service cannot be reached. Please try again in a few minutes.",
        )
    facts = [type(error).__name__, error.code, getattr(error, "param", None), error.request_id]
    return BillingError(
        BillingErrorCode.GATEWAY_REFUSED,
        f"The payment service refused this ({', '.join(str(f) for f in facts if f)}).",
    )
