"""One request to `/v1/…`: key, version, route, idempotency, parameters, then the resource."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import ApiError, parameter_error
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.form import FormTree, form_decode
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.expansion import expand
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.present import present
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.versions import version_accepted
from saleor_coaching_plugin.sandbox.stripe_simulator.world import World

from .idempotency import IdempotencyKeys
from .keys import key_check
from .messages import Request, Response, json_response
from .routes import Route, route_find

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Prepared:
    """A request that may run. `key` is its idempotency key."""

    request_id: str
    route: Route
    ids: dict[str, str]
    path: str
    form: FormTree
    key: str | None


class Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self.keys = IdempotencyKeys(world.store)

    def respond(self, request: Request) -> Response:
        request_id = new_id("req", 14)
        headers = {"Request-Id": request_id}
        try:
            key_check(request.headers.get("authorization"))
            headers["Stripe-Version"] = version_accepted(request.headers.get("stripe-version"))
            prepared = _prepare(request, request_id)
            if prepared.key is not None:
                headers["Idempotency-Key"] = prepared.key
            answer = self._answer(prepared)
        except ApiError as error:
            return json_response(error.status, error.body(), headers)
        except Exception:
            logger.exception("The Stripe simulator failed")
            return json_response(500, _failure().body(), headers)
        if answer["request_id"] != request_id:
            headers |= {
                "Idempotent-Replayed": "true",
                "Original-Request": answer["request_id"],
            }
        return json_response(answer["status"], answer["body"], headers)

    def _answer(self, prepared: _Prepared) -> JsonObject:
        key = prepared.key
        if key is None:
            return self._run(prepared)
        now = int(self._world.clock())
        with self.keys.claim(key, path=prepared.path, params=prepared.form, now=now) as earlier:
            return earlier if earlier is not None else self._run(prepared)

    def _run(self, prepared: _Prepared) -> JsonObject:
        route = prepared.route
        params = route.params.read(prepared.form)
        writing = route.method == "POST"
        with self._world.call(
            request_id=prepared.request_id if writing else None,
            idempotency_key=prepared.key,
        ) as call:
            answer = {"request_id": prepared.request_id, "created": call.now, "status": 200}
            try:
                shown = present(call, route.handler(call, params, **prepared.ids))
                answer["body"] = expand(call, shown, params.get("expand", []))
            except ApiError as error:
                if not error.replayable:
                    raise
                answer |= {"status": error.status, "body": error.body()}
            if prepared.key is not None:
                self.keys.keep(
                    prepared.key, path=prepared.path, params=prepared.form, answer=answer
                )
            return answer


def _prepare(request: Request, request_id: str) -> _Prepared:
    route, ids = route_find(request.method, request.path)
    writing = request.method == "POST"
    return _Prepared(
        request_id=request_id,
        route=route,
        ids=ids,
        path=request.path,
        form=form_decode(_body(request) if writing else request.query),
        key=request.headers.get("idempotency-key") if writing else None,
    )


def _body(request: Request) -> str:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if request.body and content_type != "application/x-www-form-urlencoded":
        raise parameter_error(
            "Invalid request (check that your POST content type is "
            "application/x-www-form-urlencoded)."
        )
    return request.body.decode(errors="replace")


def _failure() -> ApiError:
    return ApiError("The simulator failed; its log says why.", status=500, kind="api_error")
