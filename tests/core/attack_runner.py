"""Runs texts through all that becomes of a contract, each in a child of its own, and watches it.

A prepared process (`python attack_runner.py`): a line of JSON {"source", "printed"} in, a line of
JSON with what was seen out. As children are forked, each costs only what its text costs.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import django

django.setup()

from attack_examples import ALLOWED, ENTRY, Neighbour, values_near  # noqa: E402
from certificate_examples import BARE, content, recorded  # noqa: E402

from saleor_coaching_plugin.core.audience import Audience  # noqa: E402
from saleor_coaching_plugin.core.errors import DomainError  # noqa: E402
from saleor_coaching_plugin.core.markdown import markdown_refuse_html  # noqa: E402
from saleor_coaching_plugin.core.templating import (  # noqa: E402
    markdown_render,
    template_fields,
    template_parts,
)
from saleor_coaching_plugin.evidence.certificate.html import certificate_html  # noqa: E402
from saleor_coaching_plugin.evidence.certificate.pdf import order_of  # noqa: E402
from saleor_coaching_plugin.evidence.certificate.printer import printed  # noqa: E402
from saleor_coaching_plugin.mail.rendering import mail_body_render  # noqa: E402
from saleor_coaching_plugin.terms.amounts import (  # noqa: E402
    html_amounts_refuse,
    parts_amounts_refuse,
)
from saleor_coaching_plugin.terms.merge_fields import rehearse  # noqa: E402
from saleor_coaching_plugin.terms.rendering import contract_html  # noqa: E402

MEGABYTE = 1024 * 1024
WATCHED = ("open", "socket", "subprocess", "os.", "shutil", "urllib", "ctypes")

events: list[str] = []
watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event.startswith(WATCHED):
        events.append(f"{event}{arguments!r}"[:300])


def _save(source: str) -> str:
    template_fields(source)
    markdown_refuse_html(source)
    return ""


def _publish(source: str) -> str:
    rehearse(source, allowed=ALLOWED, custom=True)
    return ""


@cache
def _freeze(source: str) -> str:
    return contract_html(source, values_near())


def _search_branches(source: str) -> str:
    """For amounts, as `participants_text_check` does."""
    parts = template_parts(source, audience=Audience.PARTICIPANT)
    parts_amounts_refuse(parts, field="body")
    return ""


def _search_frozen(source: str) -> str:
    html_amounts_refuse(_freeze(source), field="body")
    return ""


def _mail(source: str) -> str:
    markdown = markdown_render(source, values_near())
    body = mail_body_render(subject="A proposal", markdown=markdown, language="en")
    return body.html


def _print(source: str) -> str:
    found = content(recorded(contract_html(source, values_near())))
    return printed(order_of(certificate_html(found, BARE), found)).hex()


ENTRANCES: dict[str, Callable[[str], str]] = {
    "save": _save,
    "publish": _publish,
    "freeze": _freeze,
    "search branches": _search_branches,
    "search what is frozen": _search_frozen,
    "mail": _mail,
}


def _seen(source: str, *, printed: bool) -> dict[str, Any]:
    global watching
    seen: dict[str, Any] = {"seconds": {}, "outputs": {}, "refused": {}}
    entrances = {"print": _print} if printed else ENTRANCES
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, entrance in entrances.items():
        started, watching = time.process_time(), True
        try:
            seen["outputs"][name] = entrance(source)
        except DomainError as error:
            seen["refused"][name] = f"{error.code.value}: {error.message}"
        except Exception as error:
            seen["outputs"][name] = f"not foreseen: {type(error).__name__}"
            seen["unforeseen"] = repr(error)[:500]
        watching = False
        seen["seconds"][name] = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        **seen,
        "megabytes": (after - before) / 1024,
        "events": events,
        "touched": Neighbour.touched,
    }


def _in_a_child(order: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        # Far above what is allowed: a text that gets there ends the child, not the machine.
        resource.setrlimit(resource.RLIMIT_AS, (2048 * MEGABYTE, 2048 * MEGABYTE))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        with os.fdopen(writing, "w") as pipe:
            json.dump(_seen(order["source"], printed=order["printed"]), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if status == 0 else {"died": status}


def _main() -> None:
    # What is imported, compiled or read once is no doing of the text that happens to come first.
    for entrance in (*ENTRANCES.values(), *([_print] if sys.argv[1:] == ["pdf"] else [])):
        entrance(ENTRY)
    sys.addaudithook(_watch)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(_in_a_child(json.loads(line))), flush=True)


if __name__ == "__main__":
    _main()
