"""What Stripe's Dashboard would do by hand: send an event again.

`POST /simulator/events/<id>/resend` answers 202, or 404 for an event it does not know.
"""

from __future__ import annotations

import re

from saleor_coaching_plugin.sandbox.stripe_simulator.world import World

from .messages import Request, Response, json_response

_RESEND = re.compile(r"/simulator/events/(\w+)/resend")


def control_respond(world: World, request: Request) -> Response:
    match = _RESEND.fullmatch(request.path)
    if match is None or request.method != "POST":
        return json_response(404, {"error": "The simulator has no such control."})
    with world.store.lock:
        event = world.store.find("event", match.group(1))
    if event is None:
        return json_response(404, {"error": "There is no such event."})
    if world.publish is None:
        return json_response(409, {"error": "The simulator was started without a webhook."})
    world.publish(event)
    return json_response(202, {"resending": event["id"]})
