"""Which handler reacts to which event. Filled once, by `bootstrap`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from saleor_coaching_plugin.core.events import EVENTS, Event

Handler = Callable[[Any], None]

_names_by_event: dict[type[Event], tuple[str, ...]] = {}
_handlers: dict[str, Handler] = {}


def subscriptions_install(subscriptions: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Replace all subscriptions. A handler's name is its module and function name."""
    _names_by_event.clear()
    _handlers.clear()
    for event, handlers in subscriptions.items():
        _names_by_event[event] = tuple(handler_name(h) for h in handlers)
        _handlers.update((handler_name(h), h) for h in handlers)


def handler_name(handler: Handler) -> str:
    """E.g. `billing.handlers.order_place`: stable as long as the function stays where it is."""
    return f"{handler.__module__}.{handler.__qualname__}".removeprefix("saleor_coaching_plugin.")


def handlers_of(event: type[Event]) -> tuple[str, ...]:
    return _names_by_event.get(event, ())


def deliver(handler: str, event: str, payload: Mapping[str, Any]) -> None:
    """Call the handler with the event. KeyError when this version knows either no longer."""
    _handlers[handler](EVENTS[event](**payload))
